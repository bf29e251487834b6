"""The whole demo site into an empty database."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from accounts.models import User
from demo.errors import NotEmptyError
from demo.reading import Content
from demo.services.comments import add_comments
from demo.services.deliveries import add_deliveries
from demo.services.follows import add_follows
from demo.services.people import EDITOR, add_people
from demo.services.pictures import Album, album_of
from demo.services.posts import Desk, add_posts, add_sections
from demo.services.reactions import add_reactions
from demo.services.sponsors import add_sponsors
from feed.models import Comment, Post, SiteSettings
from feed.read_more.refresh import refresh_all
from feed.spam import campaigns


class Loaded(NamedTuple):
    """How many rows there are afterwards, in whatever state."""

    members: int
    posts: int
    comments: int
    pictures: int


def is_empty() -> bool:
    """Whether nobody has signed up or written here."""
    return not (User.objects.exists() or Post.objects.exists())


def load(
    content: Content, *, now: datetime, on_picture: Callable[[], None] = lambda: None
) -> Loaded:
    """Fill the database in one transaction; if that fails, the pictures are taken away again.

    Args:
        content: what to load.
        now: the moment that all ages count back from.
        on_picture: called after each picture that was drawn.

    Raises:
        NotEmptyError: the database has members or posts.
    """
    if not is_empty():
        raise NotEmptyError("This database has members or posts; nothing was loaded.")
    with transaction.atomic(), album_of(content, on_picture=on_picture) as album:
        return _fill(content, album=album, now=now)


def _fill(content: Content, *, album: Album, now: datetime) -> Loaded:
    SiteSettings.objects.update_or_create(pk=SiteSettings.ONLY, defaults=dict(content.site))
    desk = Desk(
        people=add_people(content, album=album, now=now),
        categories=add_sections(content),
        tags=content.tags,
        album=album,
        now=now,
        posts={},
    )
    add_posts(content, desk=desk)
    add_reactions(content, desk=desk)
    add_comments(content, desk=desk)
    add_follows(content, desk=desk)
    add_sponsors(content, album=album, manager=desk.people[EDITOR], now=now)
    add_deliveries(category_pks=[one.pk for one in desk.categories.values()], now=now)
    refresh_all(now=now)
    campaigns.refresh_due()
    return Loaded(User.objects.count(), Post.objects.count(), Comment.objects.count(), len(album))
