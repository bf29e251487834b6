"""Whom and what the members of the demo site follow."""

from collections.abc import Iterable

from accounts.models import Follow, User
from demo.reading import Content
from demo.services.posts import Desk
from feed.models import CategoryFollow, Tag, TagFollow


def add_follows(content: Content, *, desk: Desk) -> None:
    """All follows of the files, in bulk; nobody is told of them."""
    follows = [
        (desk.people[member.username], thing)
        for member in content.members
        for thing in member.follows
    ]
    tags = {tag.slug: tag for tag in Tag.objects.all()}
    Follow.objects.bulk_create(
        Follow(follower=member, followed=desk.people[name]) for member, name in _named(follows, "@")
    )
    TagFollow.objects.bulk_create(
        TagFollow(member=member, tag=tags[slug]) for member, slug in _named(follows, "#")
    )
    CategoryFollow.objects.bulk_create(
        CategoryFollow(member=member, category=desk.categories[thing])
        for member, thing in follows
        if thing[0] not in "@#"
    )


def _named(follows: Iterable[tuple[User, str]], mark: str) -> list[tuple[User, str]]:
    """Those that begin with the mark, without it."""
    return [(member, thing[1:]) for member, thing in follows if thing.startswith(mark)]
