"""The cast and what they make: Alice writes, Bob is a stranger, Mallory attacks, Mona moderates."""

from io import BytesIO
from itertools import count
from time import time
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Pillow

from accounts.models import MODERATORS, Deed, Spending, TrustLevel, User
from feed.models import Category, Comment, Post
from feed.services.commenting import add_comment
from feed.services.publishing import PostDraft, create_post, publish_post

PASSWORD = "correct horse battery staple"
_numbers = count(1)


def make_member(username: str = "", **fields: Any) -> User:
    """A member in good standing; the same username gives the same member."""
    username = username or f"member{next(_numbers)}"
    found = User.objects.filter(username=username).first()
    if found:
        return found
    fields.setdefault("email", f"{username}@example.org")
    fields.setdefault("trust_level", TrustLevel.MEMBER)
    return User.objects.create_user(username, password=PASSWORD, **fields)


def make_moderator(username: str = "mona") -> User:
    member = make_member(username, is_staff=True)
    member.groups.add(Group.objects.get_or_create(name=MODERATORS)[0])
    return member


def enter_surely(client: Client, member: User) -> None:
    """Signed in, and asked just now whether it is still the member."""
    client.force_login(member)
    session = client.session
    proof = {"method": "password", "at": time(), "reauthenticated": True}
    session["account_authentication_methods"] = [proof]
    session["account_authentication_methods_user"] = str(member.pk)
    session.save()


def make_category(name: str = "Harbour", **fields: Any) -> Category:
    slug = fields.pop("slug", name.lower().replace(" ", "-"))
    return Category.objects.get_or_create(slug=slug, defaults={"name": name, **fields})[0]


def make_draft(**fields: Any) -> PostDraft:
    number = next(_numbers)
    words: dict[str, Any] = {
        "title": f"The harbour deepens its berth {number}",
        "body": f"The dredger came back on day {number}.\n\nIts crew works at night.",
        "category": fields.pop("category", None) or make_category(),
    }
    return PostDraft(**(words | fields))


def make_post(*, author: User | None = None, is_published: bool = True, **fields: Any) -> Post:
    """A post made by the services, published unless told otherwise; `fields` are those of a PostDraft."""
    author = author or make_member("alice")
    post = create_post(author=author, draft=make_draft(**fields))
    if is_published:
        publish_post(post, actor=author)
        # A test's world may need many in a day.
        Spending.objects.filter(member=author, deed=Deed.POST).update(count=0)
    post.refresh_from_db()
    return post


def make_comment(
    *,
    post: Post | None = None,
    author: User | None = None,
    body: str = "Well said.",
    parent: Comment | None = None,
) -> Comment:
    return add_comment(
        post=post or (parent.post if parent else make_post()),
        author=author or make_member("bob"),
        body=body,
        parent=parent,
    )


def make_upload(
    *,
    size: tuple[int, int] = (64, 48),
    name: str = "picture.png",
    file_format: str = "PNG",
    **options: Any,
) -> SimpleUploadedFile:
    """A picture as a browser sends it."""
    buffer = BytesIO()
    Pillow.new("RGB", size, (120, 90, 60)).save(buffer, file_format, **options)
    return SimpleUploadedFile(name, buffer.getvalue(), content_type=f"image/{file_format.lower()}")
