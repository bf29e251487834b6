"""A member with a whole life on the site: something in every table that can point to a member."""

from dataclasses import dataclass

from django.core.files.base import ContentFile

from accounts.models import Follow, MailPace, NotificationKind, User
from accounts.services.blocking import block
from accounts.services.notifications import notify
from accounts.services.preferences import change_wishes
from feed.models import Autosave, Bookmark, BookmarkList, Comment, Image, Post, ReactionKind
from feed.services.reacting import react
from feed.services.voting import vote
from tests.factories import make_comment, make_member, make_post, make_upload

# Stands in every word of hers that must go.
MARK = "Zuiderzee"


@dataclass(frozen=True)
class Life:
    """What the member did, and what others did beside it."""

    member: User
    post: Post
    answered: Comment
    answer: Comment
    lonely: Comment
    image: Image
    others_post: Post


def make_life() -> Life:
    """Alice writes, answers, reacts, keeps, follows, blocks; Bob answers her."""
    alice = make_member(
        "alice-zuiderzee", email="zuiderzee@example.org", display_name=f"Alice {MARK}",
        bio=f"{MARK} for ever.",
    )  # fmt: skip
    bob = make_member("bob")
    alice.avatar.save("a.webp", ContentFile(make_upload().read()))
    post = make_post(author=alice, title=f"{MARK} one", body=f"{MARK} words.")
    make_post(author=alice, title=f"{MARK} draft", is_published=False)
    others_post = make_post(author=bob)
    answered = make_comment(post=others_post, author=alice, body=f"{MARK} asks.")
    answer = make_comment(parent=answered, author=bob, body="Bob answers.")
    lonely = make_comment(post=others_post, author=alice, body=f"{MARK} alone.")
    react(post=others_post, member=alice, kind=ReactionKind.LIKE)
    vote(answer, member=alice, is_helpful=True)
    vote(make_comment(post=post, author=bob), member=make_member("carol"), is_helpful=False)
    kept = BookmarkList.objects.create(member=alice, name=f"{MARK} list")
    Bookmark.objects.create(list=kept, post=others_post, note=MARK)
    Autosave.objects.create(member=alice, key="x", fields={"title": MARK}, saved_at=post.created_at)
    image = Image.objects.create(owner=alice, alt=MARK, file=make_upload(name="own.png"))
    Follow.objects.create(follower=alice, followed=bob)
    Follow.objects.create(follower=bob, followed=alice)
    block(alice, other=make_member("mallory"))
    change_wishes(alice, wishes=frozenset(), mail_pace=MailPace.DAILY)
    for actor, recipient in ((alice, bob), (bob, alice)):
        notify(
            recipient_pks=[recipient.pk], kind=NotificationKind.MODERATION, actor=actor,
            subject=f"comment:{actor.pk}", title="News", url="/",
        )  # fmt: skip
    return Life(alice, post, answered, answer, lonely, image, others_post)
