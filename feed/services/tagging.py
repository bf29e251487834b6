"""Keywords of posts."""

from collections.abc import Iterable, Sequence

from django.utils.text import slugify

from feed.models import Post, Tag
from feed.text.plain import one_line

MAX_TAGS = 5
NAME_LENGTH = 40


def tag_slug(name: str) -> str:
    """The tag's place in addresses, in the letters of its own language; "" for a name without letter and digit."""
    return slugify(name, allow_unicode=True)[:NAME_LENGTH]


def set_tags(post: Post, *, names: Iterable[str]) -> None:
    """Give the post these tags and no others; unknown ones are made. Names that differ only in case are one."""
    wanted = _wanted(names)
    _make(wanted)
    post.tags.set(Tag.objects.filter(slug__in=wanted))


def set_tags_of_new(pairs: Sequence[tuple[Post, Iterable[str]]]) -> dict[int, list[int]]:
    """As `set_tags`, for posts that have none yet, in few statements; the keys of the tags by the key of the post."""
    wanted = {post.pk: _wanted(names) for post, names in pairs}
    unique = {slug: name for each in wanted.values() for slug, name in each.items()}
    _make(unique)
    keys = dict(Tag.objects.filter(slug__in=unique).values_list("slug", "pk"))
    tags = {pk: [keys[slug] for slug in each] for pk, each in wanted.items()}
    through = Post.tags.through
    through.objects.bulk_create(
        through(post_id=pk, tag_id=tag_pk) for pk, tag_pks in tags.items() for tag_pk in tag_pks
    )
    return tags


def _wanted(names: Iterable[str]) -> dict[str, str]:
    """Names by slug, MAX_TAGS at most."""
    wanted: dict[str, str] = {}
    for name in names:
        clean = one_line(name)[:NAME_LENGTH].strip()
        slug = tag_slug(clean)
        if slug:
            wanted.setdefault(slug, clean)
    return dict(list(wanted.items())[:MAX_TAGS])


def _make(wanted: dict[str, str]) -> None:
    """In the order of slugs, so that of two at once none waits for the other."""
    Tag.objects.bulk_create(
        [Tag(slug=slug, name=wanted[slug]) for slug in sorted(wanted)], ignore_conflicts=True
    )
