"""What lies in other tables about a post and is the same for everybody, found in one breath with the post.

Each question costs a web process and PostgreSQL a good part of what a row costs. Whoever needs something of this asks `beside`
first; None says that the post came alone.
"""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Exists, OuterRef, Subquery
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import JSONObject

from config import freshness
from config.making import model_of
from feed import access
from feed.models import Comment, Post, ReactionTotal, ReadMoreList, Tag
from feed.selectors.kept import VERSION, Name

Door = Callable[..., Post]

COLUMNS: Final = (
    "version_found",
    "tags_found",
    "totals_found",
    "items_found",
    "comments_found",
    "live_found",
)
FOUND: Final = "_beside"
TAG_FIELDS: Final = ("id", "name", "slug")
# Which posts of the list are live, and in which version.
LIVE: Final = RawSQL(
    """ARRAY(
    SELECT further.id || ' ' || further.xmin::text || further.ctid::text
    FROM feed_readmorelist AS list, jsonb_array_elements(list.items) AS item, feed_post AS further
    WHERE list.post_id = feed_post.id AND further.id = (item->>'post')::bigint AND further.status = 'published'
    )""",
    (),
    ArrayField(CharField()),
)


class Beside(NamedTuple):
    """`version`: of the post's row; `reaction_totals`: {"kind", "count"} of each; `read_more`: items of the list; `live`: names of those of its posts that are
    live, as feed.selectors.kept knows them; `has_comments`: in whatever state; `position`: in the log of changes, before anything was read.
    """

    version: str
    tags: list[Tag]
    reaction_totals: list[dict[str, Any]]
    read_more: list[dict[str, Any]]
    live: list[Name]
    has_comments: bool
    position: int | None


def post_with_beside(pk: int, *, door: Door = access.let_through) -> tuple[Post, Beside]:
    """As `door` answers, and what `beside` will tell. Raises NotFoundError: it lets nobody through."""
    position = freshness.position()
    post = door(pk, beside=_columns)
    row = {name: post.__dict__.pop(name) for name in COLUMNS}
    tags = [
        model_of(Tag, TAG_FIELDS, [each[name] for name in TAG_FIELDS]) for each in row["tags_found"]
    ]
    live = [
        (int(key), version)
        for key, _, version in (each.partition(" ") for each in row["live_found"])
    ]
    found = Beside(
        version=row["version_found"],
        tags=tags,
        reaction_totals=row["totals_found"],
        read_more=row["items_found"] or [],
        live=live,
        has_comments=row["comments_found"],
        position=position,
    )
    post.__dict__[FOUND] = found
    return post, found


def beside(post: Post) -> Beside | None:
    """What came with the post."""
    found: Beside | None = post.__dict__.get(FOUND)
    return found


def _columns() -> dict[str, Combinable]:
    tags = Tag.objects.filter(posts=OuterRef("pk")).order_by("name")
    totals = ReactionTotal.objects.filter(post=OuterRef("pk"))
    listed = ReadMoreList.objects.filter(post=OuterRef("pk")).order_by()
    return {
        "version_found": VERSION,
        "tags_found": ArraySubquery(
            tags.values(each=JSONObject(**{name: name for name in TAG_FIELDS}))
        ),
        "totals_found": ArraySubquery(totals.values(each=JSONObject(kind="kind", count="count"))),
        "items_found": Subquery(listed.values("items")),
        "comments_found": Exists(Comment.objects.filter(post=OuterRef("pk"))),
        "live_found": LIVE,
    }
