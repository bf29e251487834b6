"""For you: points that add up, a ranking that follows its reader, and nothing kept without consent."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from config.redis import Client as Redis
from config.redis import cache, key
from feed import tasks
from feed.models import Post, ReactionKind, ReaderState, Reading, Tag
from feed.ranking.exploring import EVERY, explore
from feed.ranking.for_you import LOT, TERMS, Candidate, Ranked, points_of, rank
from feed.ranking.taste import Filing, Taste
from feed.selectors import for_you_memory as memory
from feed.selectors.for_you import FINISHED, OPENED, SIGN_HALF_LIFE, rank_for, signs_of
from feed.selectors.readers import Reader
from feed.services.bookmarks import keep
from feed.services.following import set_following
from feed.services.reacting import react
from feed.services.visiting import change_reading, forget_readings, remember_finished, remember_read
from tests.factories import make_category, make_member, make_post

NOW = datetime(2030, 1, 1, tzinfo=UTC)
candidates = st.builds(
    Candidate,
    pk=st.integers(1, 10**9),
    author_pk=st.just(1),
    category_pk=st.just(1),
    published_at=st.integers(-(10**6), 10**6).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    points=st.floats(1, 10**7),
    likeness=st.floats(0, 1),
    follows_author=st.booleans(),
    follows_category=st.booleans(),
    followed_tags=st.integers(0, 5),
    shown_count=st.integers(0, 50),
    was_read=st.booleans(),
)
filings = st.builds(Filing, st.integers(1, 4), st.frozensets(st.integers(1, 6), max_size=5))


@given(candidates)
def test_the_lines_of_a_receipt_sum_to_the_score_exactly(candidate: Candidate) -> None:
    [ranked] = rank([candidate], now=NOW)

    assert sum(line.points for line in ranked.receipt()) == ranked.score
    assert all(line.points for line in ranked.receipt())


@given(candidates)
def test_no_term_gives_or_takes_more_than_its_weight(candidate: Candidate) -> None:
    for term, points in zip(TERMS, points_of(candidate, now=NOW), strict=True):
        assert min(0, term.weight) <= points <= max(0, term.weight)


@given(st.lists(candidates, unique_by=lambda each: each.pk), st.randoms())
def test_the_order_is_one_however_the_posts_come(found: list[Candidate], rng: object) -> None:
    shuffled = list(found)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]

    assert rank(shuffled, now=NOW) == rank(found, now=NOW)


@given(candidates)
def test_a_date_in_the_future_gains_nothing(candidate: Candidate) -> None:
    freshest = points_of(Candidate(candidate.pk, 1, 1, NOW), now=NOW)[0]

    assert points_of(candidate, now=NOW)[0] <= freshest


@given(st.lists(st.tuples(filings, st.floats(0.1, 9))), filings)
def test_taste_is_a_share(read: list[tuple[Filing, float]], filing: Filing) -> None:
    assert 0 <= Taste.of(read).likeness(filing) <= 1


def test_what_resembles_what_was_read_is_liked_more() -> None:
    taste = Taste.of([(Filing(1, frozenset({7})), 1.0)])

    assert (
        taste.likeness(Filing(1, frozenset({7})))
        > taste.likeness(Filing(2, frozenset({7})))
        > taste.likeness(Filing(1))
        > taste.likeness(Filing(2))
        == 0
    )


@pytest.fixture
def bob(client: Client, redis: Redis) -> Client:
    client.force_login(make_member("bob"))
    return client


def ranking(client: Client) -> list[int]:
    return [post.pk for post in client.get("/for-you/").context["page"].posts]


@pytest.mark.django_db(transaction=True)
def test_a_followed_author_rises_at_once(bob: Client) -> None:
    followed = make_post(author=make_member("carol"))
    newer = make_post()
    before = ranking(bob)

    bob.post("/members/carol/choice/", {"choice": "follow"})

    assert before == [newer.pk, followed.pk]
    assert ranking(bob) == [followed.pk, newer.pk]


@pytest.mark.django_db
def test_each_post_says_why_it_is_shown(bob: Client) -> None:
    post = make_post(tags=("trams",))
    set_following(make_member("bob"), subject=Tag.objects.get(), is_on=True)

    response = bob.get("/for-you/")

    [item] = response.context["items"]
    names = {line.term.name for line in item.receipt}
    assert item.post.pk == post.pk
    assert {"freshness", "followed-tag"} <= names
    assert sum(line.points for line in item.receipt) == item.score
    assert "Why am I seeing this?" in response.content.decode()


@pytest.mark.django_db
def test_what_resembles_what_one_kept_rises(bob: Client) -> None:
    read = make_post(category=make_category("Market"), tags=("cheese",))
    keep(post=read, member=make_member("bob"))
    similar = make_post(author=make_member("carol"), tags=("cheese",))
    other = make_post(author=make_member("dave"))

    order = ranking(bob)

    assert order.index(similar.pk) < order.index(other.pk)


@pytest.mark.django_db
def test_what_was_read_sinks_and_own_posts_are_not_there(bob: Client) -> None:
    make_post(author=make_member("bob"))
    unread, read = make_post(), make_post()

    bob.get(read.get_absolute_url())

    assert ranking(bob) == [unread.pk, read.pk]


@pytest.mark.django_db
def test_the_same_post_is_noted_once_a_visit_and_tires_in_the_next(bob: Client) -> None:
    make_post()
    bob.get("/for-you/")
    bob.get("/for-you/")
    once = Reading.objects.get().shown_count
    ReaderState.objects.update(seen_at=timezone.now() - timedelta(hours=2))
    Reading.objects.update(shown_at=timezone.now() - timedelta(hours=2))

    bob.get("/for-you/")

    assert once == 1
    assert Reading.objects.get().shown_count == 2


@pytest.mark.django_db
def test_who_keeps_no_history_leaves_none(bob: Client) -> None:
    post = make_post()
    bob.get(post.get_absolute_url())
    kept = Reading.objects.count()

    bob.post("/settings/feed/", {"languages": []})
    bob.get(post.get_absolute_url())
    bob.get("/for-you/")

    assert kept == 1
    assert not Reading.objects.exists()


@pytest.mark.django_db
def test_reading_is_noted_once() -> None:
    post, bob = make_post(), make_member("bob")

    assert [remember_read(post, visitor=bob) for _ in range(2)] == [True, False]
    assert not remember_read(post, visitor=post.author)


@pytest.mark.django_db
def test_what_was_met_long_ago_is_forgotten(settings: Settings) -> None:
    now, bob = timezone.now(), make_member("bob")
    _old, lately, shown = (
        Reading.objects.create(member=bob, post=make_post(), read_at=at, shown_at=shown_at)
        for at, shown_at in (
            (now - timedelta(days=400), None),
            (now - timedelta(days=300), None),
            (now - timedelta(days=400), now - timedelta(days=1)),
        )
    )

    assert [forget_readings(now=now), forget_readings(now=now)] == [1, 0]
    assert set(Reading.objects.all()) == {lately, shown}
    settings.READING_KEPT = timedelta(days=100)
    assert forget_readings(now=now) == 1
    assert set(Reading.objects.all()) == {shown}


@pytest.mark.django_db
def test_paging_shows_each_post_once(bob: Client) -> None:
    made = {make_post(author=make_member(f"writer{n % 6}")).pk for n in range(45)}
    seen: list[int] = []
    path = "/for-you/"

    while path:
        page = bob.get(path).context["page"]
        seen += [post.pk for post in page.posts]
        path = f"/for-you/?after={page.next_cursor}" if page.next_cursor else ""

    assert len(seen) == len(made)
    assert set(seen) == made


@pytest.mark.django_db
@pytest.mark.parametrize("cursor", ["junk", "W10", "a" * 5000])
def test_a_broken_cursor_is_a_clear_400(bob: Client, cursor: str) -> None:
    make_post()

    assert bob.get("/for-you/", {"after": cursor}).status_code == 400


@pytest.mark.django_db
def test_without_redis_the_page_is_there_all_the_same(client: Client, redis_down: None) -> None:
    post = make_post()
    client.force_login(make_member("bob"))

    assert ranking(client) == [post.pk]


@pytest.mark.django_db(transaction=True)
def test_without_redis_what_a_member_does_is_done_all_the_same(redis_down: None) -> None:
    bob, post = make_member("bob"), make_post(tags=("trams",))

    assert set_following(bob, subject=Tag.objects.get(), is_on=True)
    assert remember_read(post, visitor=bob)


@pytest.mark.django_db
@pytest.mark.parametrize("total", [1, 30])
def test_the_first_look_has_a_budget_and_the_second_a_smaller_one(
    bob: Client, total: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(total):
        make_post(author=make_member(f"writer{number % 6}"), tags=(f"tag{number}",))
    bob.get("/latest/")

    with django_assert_max_num_queries(
        33
    ):  # the vectors of what was read and kept are looked up once
        bob.get("/for-you/")
    with django_assert_max_num_queries(8):
        bob.get("/for-you/")
    assert Post.objects.count() == total


@pytest.mark.django_db
def test_an_act_has_a_worker_rank_anew_and_costs_the_idle_nothing(
    redis: Redis, django_capture_on_commit_callbacks: Any
) -> None:
    bob, ann, old, new = make_member("bob"), make_member("ann"), make_post(), make_post()
    an_hour_ago = timezone.now() - timedelta(hours=1)
    memory.keep(bob.pk, [Ranked(old.pk, tuple(1 for _ in TERMS))], now=an_hour_ago)

    with django_capture_on_commit_callbacks(execute=True):
        react(post=old, member=bob, kind=ReactionKind.LIKE)
        react(post=old, member=ann, kind=ReactionKind.LIKE)

    kept = memory.recall(bob.pk)
    assert kept is not None
    assert {each.pk for each in kept.rows} == {old.pk, new.pk}
    assert memory.recall(ann.pk) is None


@pytest.mark.django_db
def test_where_no_worker_works_the_ranking_is_gone_within_a_minute_of_an_act(
    redis: Redis, django_capture_on_commit_callbacks: Any
) -> None:
    bob, post = make_member("bob"), make_post()
    memory.keep(bob.pk, [], now=timezone.now())
    memory.ask(bob.pk)  # by a message that was lost

    with django_capture_on_commit_callbacks(execute=True):
        react(post=post, member=bob, kind=ReactionKind.LIKE)

    assert 0 < cache().ttl(key("feed", "for-you", bob.pk)) <= 50


@pytest.mark.django_db
def test_an_old_ranking_is_shown_once_more_and_made_anew_for_the_next_look(
    bob: Client, django_capture_on_commit_callbacks: Any
) -> None:
    old, new = make_post(), make_post()
    ten_minutes_ago = timezone.now() - timedelta(minutes=10)
    pk = make_member("bob").pk
    memory.keep(pk, [Ranked(old.pk, tuple(1 for _ in TERMS))], now=ten_minutes_ago)

    with django_capture_on_commit_callbacks(execute=True):
        first = ranking(bob)

    assert first == [old.pk]
    assert set(ranking(bob)) == {old.pk, new.pk}


@pytest.mark.django_db
def test_a_worker_ranks_for_nobody_who_is_gone(redis: Redis) -> None:
    assert tasks.build_for_you(10**9) == 0


@given(
    st.lists(candidates, unique_by=lambda each: each.pk, min_size=1, max_size=60),
    st.randoms(use_true_random=False),
)
def test_a_tenth_of_the_places_goes_to_lots_and_their_receipts_say_so(
    found: list[Candidate], rng: Random
) -> None:
    ranked = rank(found, now=NOW)
    drawn = {each.pk for each in found[: len(found) // 5]}

    explored = explore(ranked, drawn=drawn, rng=rng)

    lots = [each for each in explored if _is_lot(each)]
    assert sorted(each.pk for each in explored) == sorted(each.pk for each in ranked)
    assert len(lots) <= len(found) // EVERY
    assert not any(each.was_read for each in lots)
    assert explored[0] == ranked[0] or explored[0].pk not in {each.pk for each in lots}
    for each in lots:
        assert sum(line.points for line in each.receipt()) == each.score


def _is_lot(each: Ranked) -> bool:
    return any(line.term.name == LOT for line in each.receipt())


@pytest.mark.django_db
def test_what_nothing_speaks_for_is_met_by_lot_and_other_dice_draw_another(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    bob = make_member("bob")
    for number in range(40):
        make_post(author=make_member(f"writer{number % 8}"))
    for source in ("NEWEST", "HOTTEST"):
        monkeypatch.setattr(f"feed.selectors.for_you.{source}", 20)

    by_seed = [
        rank_for(bob, reader=Reader(bob), now=timezone.now(), rng=Random(seed)) for seed in (1, 2)
    ]

    unknown = {post.pk for post in Post.objects.latest_first()[20:]}
    lots = [{each.pk for each in ranked if _is_lot(each)} for ranked in by_seed]
    assert all(found and found <= unknown for found in lots)
    assert lots[0] != lots[1]


@pytest.mark.django_db
def test_what_was_read_to_its_end_tells_more_than_what_was_opened_and_is_noted_once() -> None:
    bob, opened, finished = make_member("bob"), make_post(), make_post()
    now = timezone.now()
    remember_read(opened, visitor=bob)

    noted = [remember_finished(finished.pk, member_pk=bob.pk, now=now) for _ in range(2)]
    own = remember_finished(finished.pk, member_pk=finished.author_id, now=now)
    gone = remember_finished(10**9, member_pk=bob.pk, now=now)

    assert (noted, own, gone) == ([True, False], False, False)
    assert signs_of(bob) == {opened.pk: OPENED, finished.pk: OPENED + FINISHED}
    change_reading(bob, languages=[], keeps_history=False)
    assert not remember_finished(finished.pk, member_pk=bob.pk, now=now)


@pytest.mark.django_db
def test_what_a_sign_tells_fades_with_the_months() -> None:
    bob, old, new = make_member("bob"), make_post(), make_post()
    for post, age in ((old, SIGN_HALF_LIFE), (new, timedelta())):
        Reading.objects.create(member=bob, post=post, finished_at=timezone.now() - age)

    assert signs_of(bob) == {old.pk: FINISHED / 2, new.pk: FINISHED}
