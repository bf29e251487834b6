"""Posts of the demo site, made as the feed's own services make them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from accounts.models import User
from counting.models import EventClass
from counting.subject_days import add_to_days
from counting.totals import Line, add_to_totals
from demo.images.press import HEIGHT, WIDTH
from demo.reading import LINK, Content, Picture, PostText
from demo.services.pictures import Album
from feed.event_kinds import VIEW
from feed.models import Category, Image, Post, PostStatus, Tag
from feed.services.publishing import PostDraft, create_post, publish_post
from feed.services.revisions import record_revision
from feed.services.standing import Standing, settle_counts, standing_of
from feed.text.renditions import WIDTHS

# So few are not spread any further.
FEW_VIEWS: Final = 10


@dataclass(frozen=True)
class Desk:
    """What is needed to make posts. `posts`: those made so far, by key, so that later ones can link to them."""

    people: Mapping[str, User]
    categories: Mapping[str, Category]
    tags: Mapping[str, str]
    album: Album
    now: datetime
    posts: dict[str, Post]


def add_sections(content: Content) -> Mapping[str, Category]:
    """Categories by slug; tags as well."""
    Tag.objects.bulk_create(Tag(slug=slug, name=name) for slug, name in content.tags.items())
    rows = [
        Category(position=position, **row) for position, row in enumerate(content.categories, 1)
    ]
    return {category.slug: category for category in Category.objects.bulk_create(rows)}


def add_posts(content: Content, *, desk: Desk) -> None:
    """All posts, oldest first."""
    for text in content.posts:
        desk.posts[text.key] = _add_post(text, desk=desk)


def _add_post(text: PostText, *, desk: Desk) -> Post:
    author, written_at = desk.people[text.author], desk.now - text.age
    draft = PostDraft(
        title=text.title,
        body=LINK.sub(lambda link: _address(link, desk.posts), text.body),
        category=desk.categories[text.category],
        tags=tuple(desk.tags[slug] for slug in text.tags),
        language=text.language,
        lead_image=_lead_image(text, desk=desk) if text.picture else None,
        series=text.series,
    )
    post = create_post(author=author, draft=draft)
    Post.objects.filter(pk=post.pk).update(created_at=written_at, edited_at=written_at)
    if text.status == PostStatus.HELD:
        return publish_post(post, actor=author)
    if text.status == PostStatus.PUBLISHED:
        _publish(post, text, at=written_at)
    return post


def _publish(post: Post, text: PostText, *, at: datetime) -> None:
    """As `publish_post`, with a date of its own and without a task: Read More is built once, for all, and the
    sweeper draws the share images.
    """
    post.status, post.published_at = PostStatus.PUBLISHED, at
    post.view_count, post.is_featured = text.views, text.is_featured
    post.share_image_due = True
    post.save(
        update_fields=["status", "published_at", "view_count", "is_featured", "share_image_due"]
    )
    _spread_views(post, at=at)
    record_revision(post, editor=post.author, now=at)
    settle_counts(before=Standing(), after=standing_of(post))


def _spread_views(post: Post, *, at: datetime) -> None:
    """Give the views days, as counting would have: half of what is left on each, most of them another reader's."""
    left, day, today = post.view_count, at.date(), timezone.now().date()
    while left:
        count = left if day >= today or left < FEW_VIEWS else left // 2
        add_to_days(VIEW, day, {post.pk: count}, readers={post.pk: max(1, count * 7 // 8)})
        add_to_totals({Line(VIEW, day, EventClass.VALID): count})
        left, day = left - count, day + timedelta(days=1)


def _address(link: re.Match[str], posts: Mapping[str, Post]) -> str:
    return f"]({posts[link.group(1)].get_absolute_url()})"


def _lead_image(text: PostText, *, desk: Desk) -> Image | None:
    files = desk.album.files("post", text.key)
    if not (files and text.picture):
        return None
    sizes = [(width, round(width * HEIGHT / WIDTH)) for width in WIDTHS]
    image = Image(
        owner=desk.people[text.author],
        file=files[-1],
        width=sizes[-1][0],
        height=sizes[-1][1],
        renditions=[
            {"name": name, "width": width, "height": height}
            for name, (width, height) in zip(files, sizes, strict=True)
        ],
        **_words(text.picture),
    )
    image.save()
    Image.objects.filter(pk=image.pk).update(created_at=desk.now - text.age)
    return image


def _words(picture: Picture) -> dict[str, str]:
    return {"alt": picture.alt, "caption": picture.caption, "credit": picture.credit}
