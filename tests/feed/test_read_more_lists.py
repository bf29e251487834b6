"""Building lists in the database, from the words alone where no worker has loaded an encoder."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from accounts.models import TrustLevel
from feed.models import Encoder, Post, PostFeatures, ReadMoreList, ReadMoreRule
from feed.models.vectors import VECTOR_SIZE
from feed.read_more import refresh
from feed.read_more.building import build_lists
from feed.read_more.candidates import NEAR_SQL, PRODUCTS_SQL, bounded_search
from feed.read_more.features import refresh_features, stale_posts
from feed.selectors.read_more import read_more
from feed.services import publishing
from tests.factories import make_category, make_draft, make_member, make_post

NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def story(title: str, *, author: str, body: str = "", language: str = "en") -> Post:
    words = "The tram line over the new bridge costs more than the council said."
    return make_post(
        author=make_member(author), title=title, body=body or f"{words} {title}", language=language
    )


def build(*posts: Post) -> None:
    """What a worker does with these posts, without the encoder."""
    for post in posts:
        refresh_features(post.pk, now=NOW)
    for post in posts:
        refresh.refresh_list(post.pk, now=NOW)


def listed(post: Post) -> list[int]:
    return [item["post"] for item in ReadMoreList.objects.get(post=post).items]


def test_stories_recommend_each_other_and_not_the_soup() -> None:
    first, second = story("Tram budget", author="alice"), story("Bridge budget", author="bob")
    soup = story("Onion soup", author="carol", body="Onions and carrots for everybody in town.")

    build(first, second, soup)

    assert (listed(first), listed(second), listed(soup)) == ([second.pk], [first.pk], [])


def test_a_hidden_post_leaves_every_list_at_once() -> None:
    first, second = story("Tram budget", author="alice"), story("Bridge budget", author="bob")
    build(first, second)

    publishing.hide_post(first)

    assert read_more(second, visitor=AnonymousUser()) == []


def test_the_list_of_a_post_that_is_new_again_is_due() -> None:
    post = story("Tram budget", author="alice")
    build(post)

    publishing.edit_post(post, editor=post.author, draft=make_draft(title="Another budget"))

    assert Post.objects.get(pk=post.pk).read_more_due
    assert list(stale_posts()) == [post]


def test_an_edit_during_the_reading_is_not_overwritten() -> None:
    post = story("Tram budget", author="alice")
    refresh_features(post.pk, now=NOW)
    before = PostFeatures.objects.get(post=post).term_ids

    Post.objects.filter(pk=post.pk).update(title="Soup", version=post.version + 1, edited_at=NOW)
    PostFeatures.objects.filter(post=post).update(is_due=True)
    refresh_features(post.pk, now=NOW + timedelta(minutes=1))

    assert PostFeatures.objects.get(post=post).term_ids != before


def test_building_twice_leaves_one_list() -> None:
    post = story("Tram budget", author="alice")

    build(post, post)

    assert ReadMoreList.objects.count() == 1


def test_aged_lists_are_built_again() -> None:
    post = story("Tram budget", author="alice")
    build(post)

    built = refresh.refresh_aged(now=NOW + timedelta(days=2))

    assert built == 1
    assert ReadMoreList.objects.get(post=post).built_at == NOW + timedelta(days=2)


def test_the_first_post_of_a_site_gets_an_empty_list() -> None:
    post = story("Tram budget", author="alice")

    build(post)

    assert listed(post) == []


def test_a_category_of_two_posts_names_the_other_one_only_where_it_is_like_it() -> None:
    like = [story("Tram budget", author="alice"), story("Bridge budget", author="bob")]
    soup = story("Onion soup", author="carol", body="Onions and carrots for everybody in town.")
    cat = story(
        "A cat", author="dave", body="It sleeps all day long on the warm stones of the quay."
    )
    trams, kitchen = make_category("Trams"), make_category("Kitchen")
    Post.objects.filter(pk__in=[each.pk for each in like]).update(category=trams)
    Post.objects.filter(pk__in=[soup.pk, cat.pk]).update(category=kitchen)

    build(*like, soup, cat)

    assert [listed(each) for each in (*like, soup, cat)] == [[like[1].pk], [like[0].pk], [], []]


@pytest.mark.parametrize("body", ["", "![a cat](/media/cat.png)", "Tram."])
def test_a_post_of_one_line_or_one_picture_gets_a_list_or_none(body: str) -> None:
    first, second = story("Tram bridge budget", author="alice"), story("Cat", author="bob")
    Post.objects.filter(pk=second.pk).update(body_html="", excerpt="", body=body)

    build(first, second)

    assert listed(first) == listed(second) == []


def test_spam_among_the_candidates_of_a_serious_story_is_in_no_list() -> None:
    serious, other = story("Tram budget", author="alice"), story("Bridge budget", author="bob")
    spam = [
        story(f"Tram line bridge cheap {number}", author=f"mallory{number}") for number in range(4)
    ]
    build(serious, other, *spam)
    for post, flaw in zip(
        spam,
        (
            {"spam_probability": 0.9},
            {"copied_share": 0.7},
            {"spam_probability": 0.95, "copied_share": 0.1},
        ),
        strict=False,
    ):
        PostFeatures.objects.filter(post=post).update(**flaw)
    newcomer = spam[3].author
    newcomer.trust_level = TrustLevel.NEW
    newcomer.save(update_fields=["trust_level"])

    build(serious, other)

    planted = {post.pk for post in spam}
    assert not planted & {*listed(serious), *listed(other)}
    assert other.pk in listed(serious)


def test_what_a_moderator_excludes_stays_out_of_the_next_build() -> None:
    first, second = story("Tram budget", author="alice"), story("Bridge budget", author="bob")
    ReadMoreRule.objects.create(under=first, post=second)

    build(first, second)

    assert (listed(first), listed(second)) == ([], [first.pk])


def test_posts_in_another_language_meet_only_by_names() -> None:
    english = story("Tram budget", author="alice")
    dutch = story("Uiensoep", author="bob", body="Uien en wortels voor iedereen.", language="nl")

    build(english, dutch)

    assert listed(english) == listed(dutch) == []


@pytest.mark.parametrize(
    ("title", "body", "language"),
    [
        ("市議会 橋", "市議会は新しい橋の予算を承認した。", "en"),
        ("Привет tram мост 市", "Tram Привет мост and الجسر together", "nl"),
        ("It's \\ 'quoted'", "C:\\temp\\it's & | ! ( ) :* <->", "en"),
        ("aaaa", "a" * 49_000, "en"),
    ],
    ids=["no spaces", "mixed scripts", "quotes", "one letter"],
)
def test_any_text_is_read_and_gets_a_list(title: str, body: str, language: str) -> None:
    post = make_post(title=title, body=body, language=language)

    build(post)

    assert ReadMoreList.objects.get(post=post).items == []
    assert PostFeatures.objects.get(post=post).term_ids


def test_a_batch_costs_as_many_queries_as_one_post(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    posts = [story(f"Tram budget {number}", author=f"member{number}") for number in range(12)]
    build(*posts)

    with django_assert_max_num_queries(12):
        build_lists([post.pk for post in posts], now=NOW)


def test_comparing_a_batch_reads_no_whole_table_of_vectors() -> None:
    """It did, list by list, and ten times as many posts cost a hundred times as much."""
    pks = make_vectors(3_000)
    pairs = {"mine": pks[:1_000], "others": pks[-1_000:], "encoder": "made up"}

    with bounded_search(), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {PRODUCTS_SQL}", pairs)  # type: ignore[arg-type]  # lists among them
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "Seq Scan on feed_postvector" not in plan
    assert "Index Scan" in plan


def test_neighbours_are_found_by_the_index_of_signs() -> None:
    """The planner knows an index by the words of its expression alone; else it would sort the whole table for each list."""
    named = {"pks": [1], "encoder": "made up", "limit": 100}

    with bounded_search(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {NEAR_SQL}", named)  # type: ignore[arg-type]  # lists among them
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "feed_vector_signs" in plan


def make_vectors(count: int) -> list[int]:
    """So many posts with vectors, made by PostgreSQL; the index of neighbours, which takes seconds, is left out."""
    make_post()
    Encoder.objects.create(name="made up", is_serving=True)
    columns = ", ".join(
        str(field.column)
        for field in Post._meta.local_concrete_fields
        if not field.primary_key and not field.generated
    )
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX feed_vector_signs")
        cursor.execute(
            f"INSERT INTO feed_post ({columns}) SELECT {columns} FROM feed_post, generate_series(1, %s)",
            [count - 1],
        )
        cursor.execute(
            "INSERT INTO feed_postvector (post_id, encoder_id, language, dense)"
            " SELECT id, 'made up', 'en', array_fill(1, ARRAY[%s])::halfvec FROM feed_post",
            [VECTOR_SIZE],
        )
        cursor.execute("ANALYZE feed_postvector")
    return list(Post.objects.order_by("pk").values_list("pk", flat=True))
