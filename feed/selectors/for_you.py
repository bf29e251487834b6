"""The page of For you: a bounded choice of posts, ranked for one member, each with its receipt."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.utils import timezone

from accounts.models import Follow, User
from feed.models import (
    Bookmark,
    CategoryFollow,
    MemberInterests,
    Post,
    Reaction,
    Reading,
    TagFollow,
)
from feed.models.post import PostQuerySet
from feed.ranking.for_you import Candidate, Line, Ranked, rank
from feed.ranking.spread import spread
from feed.ranking.taste import Filing, Taste
from feed.read_more.interests import interest_of, likeness_to, neighbours_of
from feed.selectors.for_you_memory import keep, recall
from feed.selectors.pages import PAGE_SIZE, Cursor, Order, Page
from feed.selectors.readers import Reader
from feed.selectors.trending import trending_keys

# At most so many from each source: what is new, what is hot, what is followed.
NEWEST: Final = 120
HOTTEST: Final = 80
FOLLOWED: Final = 100
# Near what the member reads about.
NEIGHBOURS: Final = 60
# The latest signs of a member's taste, of each kind.
SIGNS: Final = 60
# What a sign tells: to keep a post is a plan, to react is applause, to open is curiosity.
KEPT: Final = 2.0
APPLAUDED: Final = 1.5
OPENED: Final = 1.0
# What interested a member a season ago is a quarter of today's interest and less.
SIGN_HALF_LIFE: Final = timedelta(days=45)


@dataclass(frozen=True)
class Item:
    """One post with what brought it here; the points of `receipt` sum to `score`."""

    post: Post
    score: int
    receipt: list[Line]


@dataclass(frozen=True)
class ForYouPage:
    """Items in display order, and `page`, the same as a page of a list."""

    items: list[Item]
    page: Page[Post]


def for_you_page(member: User, *, reader: Reader, cursor: str | None, now: datetime) -> ForYouPage:
    """One page of a member's own ranking.

    Raises:
        BadCursorError: `cursor` is broken or belongs to another list or member.
    """
    order = Order(f"for-you{member.pk}", "score", float)
    place = Cursor.parse(cursor, order=order) if cursor else None
    ranking = recall(member)
    if ranking is None or place is None:
        ranking = ranking or _rank(member, reader=reader, now=now)
        keep(member, ranking)
    left = ranking[_position(ranking, place) :]
    items = _items(left, posts=reader.posts())
    shown = items[:PAGE_SIZE]
    last = shown[-1] if len(items) > PAGE_SIZE else None
    return ForYouPage(
        items=shown,
        page=Page(
            rows=[item.post for item in shown],
            next_cursor=str(Cursor(order.name, float(last.score), last.post.pk)) if last else None,
            is_one_way=place is not None,
        ),
    )


def _position(ranking: list[Ranked], place: Cursor | None) -> int:
    """How many rows stand before the page: up to the row of the cursor, or to where it would stand now."""
    if place is None:
        return 0
    for number, each in enumerate(ranking):
        if each.pk == place.pk:
            return number + 1
    return sum(each.score >= float(place.value) for each in ranking)  # type: ignore[arg-type]


def _items(left: list[Ranked], *, posts: PostQuerySet) -> list[Item]:
    """One more than a page, where there are more; what is gone or muted meanwhile is passed over."""
    found = posts.with_cards().in_bulk([each.pk for each in left[: 2 * PAGE_SIZE]])
    known = [(each, found[each.pk]) for each in left if each.pk in found]
    return [Item(post, each.score, each.receipt()) for each, post in known[: PAGE_SIZE + 1]]


def _rank(member: User, *, reader: Reader, now: datetime) -> list[Ranked]:
    """The whole choice in order, in a dozen queries whatever its size; no author or category fills a page."""
    candidates = _candidates(member, reader=reader)
    groups = {each.pk: (each.author_pk, each.category_pk) for each in candidates}
    ranked = rank(candidates, now=now)
    return spread(ranked, size=len(ranked), groups=lambda each: groups[each.pk])


def _candidates(member: User, *, reader: Reader) -> list[Candidate]:
    rows = _choice(member, reader=reader)
    filings = _filings((pk, category) for pk, _author, category, _at, _score in rows)
    met = _met(member, posts=list(filings), reader=reader)
    signs = signs_of(member)
    taste = taste_of(signs)
    interest = interest_of(signs)
    alike = likeness_to(interest, list(filings)) if interest is not None else {}
    authors = set(Follow.objects.filter(follower=member).values_list("followed", flat=True))
    categories = set(
        CategoryFollow.objects.filter(member=member).values_list("category", flat=True)
    )
    tags = set(TagFollow.objects.filter(member=member).values_list("tag", flat=True))
    return [
        Candidate(
            pk=pk,
            author_pk=author,
            category_pk=category,
            published_at=at,
            points=score,
            likeness=max(taste.likeness(filings[pk]), alike.get(pk, 0.0)),
            follows_author=author in authors,
            follows_category=category in categories,
            followed_tags=len(filings[pk].tag_pks & tags),
            shown_count=met[pk][0],
            was_read=met[pk][1],
        )
        for pk, author, category, at, score in rows
    ]


def _choice(member: User, *, reader: Reader) -> list[tuple[int, int, int, datetime, float]]:
    """(post, author, category, published, points) of a few hundred posts at most, none by the member or by authors on probation."""
    posts = reader.posts().beyond_probation().exclude(author=member)
    sources = (
        posts.latest_first()[:NEWEST],
        posts.hottest()[:HOTTEST],
        posts.followed_by(member).latest_first()[:FOLLOWED],
        posts.filter(pk__in=_neighbours(member)),
        posts.filter(pk__in=trending_keys()),
    )
    pks = {pk for source in sources for pk in source.values_list("pk", flat=True)}
    columns = ("pk", "author_id", "category_id", "published_at", "score")
    return list(Post.objects.filter(pk__in=pks).values_list(*columns))


def _met(member: User, *, posts: Collection[int], reader: Reader) -> dict[int, tuple[int, bool]]:
    """Earlier visits in which a post was shown, and whether it was opened; this visit's showing does not count yet."""
    met: dict[int, tuple[int, bool]] = defaultdict(lambda: (0, False))
    readings = Reading.objects.filter(member=member, post__in=posts)
    began = reader.visit_started_at
    for post, count, shown_at, read_at in readings.values_list(
        "post", "shown_count", "shown_at", "read_at"
    ):
        is_now = bool(began and shown_at and shown_at >= began)
        met[post] = count - is_now, read_at is not None
    return met


def _neighbours(member: User) -> list[int]:
    """Posts near what the member reads about, however old."""
    interest = interest_of(signs_of(member))
    return neighbours_of(interest, limit=NEIGHBOURS) if interest is not None else []


def signs_of(member: User) -> dict[int, float]:
    """The member's latest signs by post, with what they tell: posts opened, applauded and kept since he last forgot.

    What a sign tells is halved with each SIGN_HALF_LIFE. Empty for a member who does not let For you learn.
    """
    said = MemberInterests.objects.filter(member=member).first()
    if said is not None and not said.is_on:
        return {}
    since = (said and said.forgotten_at) or datetime.min.replace(tzinfo=UTC)
    opened = Reading.objects.filter(member=member, read_at__gt=since).order_by("-read_at")
    applauded = Reaction.objects.filter(member=member, created_at__gt=since).order_by("-pk")
    kept = Bookmark.objects.filter(list__member=member, created_at__gt=since).order_by("-pk")
    kinds = (
        (opened, "read_at", OPENED),
        (applauded, "created_at", APPLAUDED),
        (kept, "created_at", KEPT),
    )
    weights: dict[int, float] = defaultdict(float)
    today = timezone.now()
    for rows, moment, weight in kinds:
        for pk, at in rows.values_list("post", moment)[:SIGNS]:
            weights[pk] += weight * 2 ** -(max((today - at).days, 0) / SIGN_HALF_LIFE.days)
    return dict(weights)


def is_learning(member: User) -> bool:
    """Whether For you may learn from what the member does."""
    return not MemberInterests.objects.filter(member=member, is_on=False).exists()


def taste_of(weights: Mapping[int, float]) -> Taste:
    """What signs tell of categories and tags."""
    filed = Post.objects.filter(pk__in=weights).values_list("pk", "category_id")
    return Taste.of((filing, weights[pk]) for pk, filing in _filings(filed).items())


def _filings(posts: Iterable[tuple[int, int]]) -> dict[int, Filing]:
    """By key of the post, for (post, category)."""
    categories = dict(posts)
    tags: dict[int, set[int]] = defaultdict(set)
    through = Post.tags.through.objects.filter(post__in=categories)
    for post, tag in through.values_list("post_id", "tag_id"):
        tags[post].add(tag)
    return {pk: Filing(category, frozenset(tags[pk])) for pk, category in categories.items()}
