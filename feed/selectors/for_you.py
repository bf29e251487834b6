"""The page of For you: a bounded choice of posts, ranked for one member, each with its receipt."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
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
from feed.models.post_queryset import PostQuerySet
from feed.ranking.exploring import explore, lots_for
from feed.ranking.for_you import Candidate, Line, Ranked, rank
from feed.ranking.spread import spread
from feed.ranking.taste import Filing, Taste
from feed.read_more.interests import Interest, interest_of, likeness_to, neighbours_of
from feed.selectors import for_you_memory as memory
from feed.selectors.pages import PAGE_SIZE, Cursor, Order, Page
from feed.selectors.readers import Reader, reader_of
from feed.selectors.trending import trending_keys

# At most so many from each source: what is new, what is hot, what is followed.
NEWEST: Final = 120
HOTTEST: Final = 80
FOLLOWED: Final = 100
# Near what the member reads about.
NEIGHBOURS: Final = 60
# So many of the latest posts are drawn from by lot.
DRAWN_FROM: Final = 1_000
# The latest signs of a member's taste, of each kind.
SIGNS: Final = 60
# What a sign tells: to keep a post is a plan, to react is applause, to come to its end is interest, to open it curiosity.
KEPT: Final = 2.0
APPLAUDED: Final = 1.5
FINISHED: Final = 1.0
OPENED: Final = 0.25
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
    """Items in display order, and `page`, the same as a page of a list. `is_old`: a worker should rank anew."""

    items: list[Item]
    page: Page[Post]
    is_old: bool = False


def for_you_page(
    member: User, *, reader: Reader, cursor: str | None, now: datetime, size: int = PAGE_SIZE
) -> ForYouPage:
    """One page of a member's own ranking.

    Raises:
        BadCursorError: `cursor` is broken or belongs to another list or member.
    """
    order = Order(f"for-you{member.pk}", "score", float)
    place = Cursor.parse(cursor, order=order) if cursor else None
    kept = memory.recall(member.pk)
    ranking = kept.rows if kept else _ranking(member, reader=reader, now=now)
    left = ranking[_position(ranking, place) :]
    items = _items(left, posts=reader.posts(), size=size)
    shown = items[:size]
    last = shown[-1] if len(items) > size else None
    return ForYouPage(
        items=shown,
        page=Page(
            rows=[item.post for item in shown],
            next_cursor=str(Cursor(order.name, float(last.score), last.post.pk)) if last else None,
            is_one_way=place is not None,
        ),
        is_old=kept is not None and kept.is_old(now),
    )


def build_ranking(member_pk: int, *, now: datetime) -> int:
    """Rank for one member and keep it, whoever asked; returns how many posts, 0 for who is gone."""
    memory.take_up(member_pk)
    member = User.objects.filter(pk=member_pk, is_active=True).first()
    return len(_ranking(member, reader=reader_of(member), now=now)) if member else 0


def _ranking(member: User, *, reader: Reader, now: datetime) -> list[Ranked]:
    """Made and kept. The dice fall the same for an hour, so that what was met is found again."""
    rng = Random(f"{member.pk} {now:%Y-%m-%d %H}")  # noqa: S311  (a lottery of posts)
    ranking = rank_for(member, reader=reader, now=now, rng=rng)
    memory.keep(member.pk, ranking, now=now)
    return ranking


def _position(ranking: list[Ranked], place: Cursor | None) -> int:
    """How many rows stand before the page: up to the row of the cursor, or to where it would stand now."""
    if place is None:
        return 0
    for number, each in enumerate(ranking):
        if each.pk == place.pk:
            return number + 1
    return sum(each.score >= float(place.value) for each in ranking)  # type: ignore[arg-type]


def _items(left: list[Ranked], *, posts: PostQuerySet, size: int) -> list[Item]:
    """One more than a page, where there are more; what is gone or muted meanwhile is passed over."""
    found = posts.with_cards().in_bulk([each.pk for each in left[: 2 * size]])
    known = [(each, found[each.pk]) for each in left if each.pk in found]
    return [Item(post, each.score, each.receipt()) for each, post in known[: size + 1]]


def rank_for(member: User, *, reader: Reader, now: datetime, rng: Random) -> list[Ranked]:
    """The whole choice in order, in a dozen queries whatever its size; no author or category fills a page."""
    signs = signs_of(member)
    interest = interest_of(signs)
    posts = reader.posts().beyond_probation().exclude(author=member)
    chosen = _chosen(member, posts=posts, interest=interest)
    drawn = _drawn(posts, beside=chosen, rng=rng)
    candidates = _candidates(
        chosen | drawn, member=member, reader=reader, signs=signs, interest=interest
    )
    groups = {each.pk: (each.author_pk, each.category_pk) for each in candidates}
    ranked = explore(rank(candidates, now=now), drawn=drawn, rng=rng)
    return spread(ranked, size=len(ranked), groups=lambda each: groups[each.pk])


def _chosen(member: User, *, posts: PostQuerySet, interest: Interest | None) -> set[int]:
    """Keys of a few hundred posts at most: followed, near the member's interests, trending; and what is new and hot,
    for who follows and has read nothing yet.
    """
    near = neighbours_of(interest, limit=NEIGHBOURS) if interest is not None else []
    sources = (
        posts.latest_first()[:NEWEST],
        posts.hottest()[:HOTTEST],
        posts.followed_by(member).latest_first()[:FOLLOWED],
        posts.filter(pk__in=[*near, *trending_keys()]),
    )
    return {pk for source in sources for pk in source.values_list("pk", flat=True)}


def _drawn(posts: PostQuerySet, *, beside: set[int], rng: Random) -> set[int]:
    """Keys of posts that nothing speaks for, by lot; none on a site so small that all its posts are chosen."""
    latest = posts.latest_first().values_list("pk", flat=True)[:DRAWN_FROM]
    others = [pk for pk in latest if pk not in beside]
    return set(rng.sample(others, min(lots_for(len(beside)), len(others))))


def _candidates(
    pks: Collection[int],
    *,
    member: User,
    reader: Reader,
    signs: Mapping[int, float],
    interest: Interest | None,
) -> list[Candidate]:
    """What is known of each of these posts and the member."""
    columns = ("pk", "author_id", "category_id", "published_at", "score")
    rows = list(Post.objects.filter(pk__in=pks).values_list(*columns))
    filings = _filings((pk, category) for pk, _author, category, _at, _score in rows)
    met = _met(member, posts=list(filings), reader=reader)
    taste = taste_of(signs)
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


def signs_of(member: User) -> dict[int, float]:
    """The member's latest signs by post, with what they tell: posts opened, read to the end, applauded and kept since he last forgot.

    What a sign tells is halved with each SIGN_HALF_LIFE. Empty for a member who does not let For you learn.
    """
    said = MemberInterests.objects.filter(member=member).first()
    if said is not None and not said.is_on:
        return {}
    since = (said and said.forgotten_at) or datetime.min.replace(tzinfo=UTC)
    opened = Reading.objects.filter(member=member, read_at__gt=since).order_by("-read_at")
    finished = Reading.objects.filter(member=member, finished_at__gt=since).order_by("-finished_at")
    applauded = Reaction.objects.filter(member=member, created_at__gt=since).order_by("-pk")
    kept = Bookmark.objects.filter(list__member=member, created_at__gt=since).order_by("-pk")
    kinds = (
        (opened, "read_at", OPENED),
        (finished, "finished_at", FINISHED),
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
