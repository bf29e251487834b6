"""Series: places that never collide, pages that show live parts only, and the time that reading takes."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from feed.models import Post, Series
from feed.services import publishing
from feed.services.series import arrange_series
from feed.text.reading import reading_minutes
from tests.factories import make_category, make_draft, make_member, make_moderator, make_post
from tests.feed.at_once import at_once

pytestmark = pytest.mark.django_db


def make_parts(count: int, *, title: str = "The long dredge", **fields: object) -> list[Post]:
    return [make_post(series=title, **fields) for _number in range(count)]  # type: ignore[arg-type]


def places(series: Series) -> list[tuple[int, int | None]]:
    """(primary key, position), in order."""
    parts = Post.objects.filter(series=series).order_by("series_position")
    return list(parts.values_list("pk", "series_position"))


def test_posts_are_appended_in_the_order_in_which_they_join() -> None:
    parts = make_parts(3)

    assert places(Series.objects.get()) == [(part.pk, n) for n, part in enumerate(parts, start=1)]


def test_the_same_name_in_other_letters_is_the_same_series_and_another_author_has_another() -> None:
    make_post(series="The Long Dredge")
    make_post(series="the  long dredge")
    make_post(series="The Long Dredge", author=make_member("bob"))

    assert [series.posts.count() for series in Series.objects.order_by("pk")] == [2, 1]


def test_a_post_that_is_edited_keeps_its_place_and_one_that_leaves_has_none() -> None:
    first, second = make_parts(2)

    publishing.edit_post(
        first, editor=first.author, draft=make_draft(title="Edited", series="The long dredge")
    )
    publishing.edit_post(second, editor=second.author, draft=make_draft())

    assert places(Series.objects.get()) == [(first.pk, 1)]
    second.refresh_from_db()
    assert (second.series, second.series_position) == (None, None)


def test_a_moderator_who_edits_leaves_the_post_in_its_authors_series() -> None:
    part = make_parts(1)[0]

    publishing.edit_post(part, editor=make_moderator(), draft=make_draft(series="The long dredge"))

    assert Series.objects.get().author == part.author
    assert places(Series.objects.get()) == [(part.pk, 1)]


@pytest.mark.django_db(transaction=True)
def test_posts_that_join_at_once_get_places_of_their_own() -> None:
    alice = make_member("alice")
    category = make_category()
    drafts = [make_draft(category=category, series="At once") for _number in range(10)]

    at_once(lambda draft: publishing.create_post(author=alice, draft=draft), drafts)

    assert [place for _pk, place in places(Series.objects.get())] == list(range(1, 11))


@pytest.mark.django_db(transaction=True)
def test_arranging_and_joining_at_once_leave_places_that_do_not_collide() -> None:
    parts = make_parts(4)
    series, alice, category = Series.objects.get(), parts[0].author, make_category()
    backwards = {part.pk: -number for number, part in enumerate(parts)}

    at_once(
        lambda number: (
            arrange_series(series, numbers=backwards)
            if number % 2
            else publishing.create_post(
                author=alice, draft=make_draft(category=category, series=series.title)
            )
        ),
        range(8),
    )

    found = places(series)
    assert len({place for _pk, place in found}) == len(found) == 8
    assert [pk for pk, _place in found][:4] == [part.pk for part in reversed(parts)]


def test_an_article_says_where_it_stands_among_the_live_parts(client: Client) -> None:
    parts = make_parts(4)
    publishing.hide_post(parts[1])

    page = client.get(parts[2].get_absolute_url()).content.decode()

    assert "Part 2 of 3 of" in page
    assert f'rel="prev" href="{parts[0].get_absolute_url()}"' in page
    assert f'rel="next" href="{parts[3].get_absolute_url()}"' in page
    assert parts[1].title not in page


def test_a_series_lists_its_live_parts_in_order(client: Client) -> None:
    parts = make_parts(3)
    make_post(series="The long dredge", is_published=False, title="Not yet out")
    series = Series.objects.get()
    arrange_series(series, numbers={parts[2].pk: 0})

    page = client.get(series.get_absolute_url())
    text = page.content.decode()

    assert [post.pk for post in page.context["posts"]] == [parts[2].pk, parts[0].pk, parts[1].pk]
    assert "Not yet out" not in text


def test_a_series_of_drafts_is_there_for_its_author_and_moderators_only(client: Client) -> None:
    draft = make_post(series="Secret plans", is_published=False)
    url = Series.objects.get().get_absolute_url()
    statuses = []

    for visitor in (None, make_member("bob"), draft.author, make_moderator()):
        client.logout()
        if visitor:
            client.force_login(visitor)
        statuses.append(client.get(url).status_code)

    assert statuses == [404, 404, 200, 200]


def test_an_address_with_other_words_leads_to_the_right_one(client: Client) -> None:
    make_parts(1)
    series = Series.objects.get()

    for path in (f"/series/{series.pk}/", f"/series/{series.pk}/other/"):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (301, series.get_absolute_url())


@pytest.mark.parametrize("path", ["/series/{}/x/", "/series/{}/order/"])
@pytest.mark.parametrize("pk", [0, 999_999, 10**30])
def test_an_unknown_series_is_not_found(client: Client, path: str, pk: int) -> None:
    client.force_login(make_member("bob"))

    assert client.get(path.format(pk)).status_code == 404


def test_a_series_page_is_not_written_to(client: Client) -> None:
    make_parts(1)

    assert client.post(Series.objects.get().get_absolute_url()).status_code == 405


def test_only_the_author_and_moderators_arrange(client: Client) -> None:
    part = make_parts(1)[0]
    url = f"/series/{Series.objects.get().pk}/order/"
    statuses = [client.get(url).status_code]

    for visitor in (make_member("mallory"), part.author, make_moderator()):
        client.force_login(visitor)
        statuses.append(client.get(url).status_code)

    assert statuses == [302, 403, 200, 200]


def test_an_author_names_describes_and_orders(client: Client) -> None:
    first, second = make_parts(2)
    series = Series.objects.get()
    client.force_login(first.author)
    numbers = {f"number-{first.pk}": 2, f"number-{second.pk}": 1}

    response = client.post(
        f"/series/{series.pk}/order/", {"title": "Dredging", "description": "All of it."} | numbers
    )

    series.refresh_from_db()
    assert response["Location"] == series.get_absolute_url()
    assert (series.title, series.slug, series.description) == ("Dredging", "dredging", "All of it.")
    assert places(series) == [(second.pk, 1), (first.pk, 2)]


@pytest.mark.parametrize(
    "change", [{"title": ""}, {"title": "Other one"}, {"number": "many"}, {"number": 10**9}]
)
def test_a_form_that_cannot_be_keeps_what_was_typed(
    client: Client, change: dict[str, object]
) -> None:
    part = make_parts(1)[0]
    make_post(series="Other one")
    series = part.series
    assert series
    client.force_login(part.author)
    form = {"title": "T", "description": "Typed words", f"number-{part.pk}": 1}
    form |= (
        {"title": change["title"]} if "title" in change else {f"number-{part.pk}": change["number"]}
    )

    response = client.post(f"/series/{series.pk}/order/", form)

    assert response.status_code == 422
    assert "Typed words" in response.content.decode()
    series.refresh_from_db()
    assert series.title == "The long dredge"


def test_the_editor_offers_ones_own_series_and_files_the_post_there(client: Client) -> None:
    part = make_parts(1)[0]
    make_post(series="Somebody else’s", author=make_member("bob"))
    client.force_login(part.author)
    url = f"/posts/{part.pk}/edit/"

    page = client.get(url)
    form = page.context["form"].initial | {"series": "Another one", "action": "draft"}
    client.post(url, {key: value for key, value in form.items() if value is not None})

    assert '<option value="The long dredge">' in page.content.decode()
    assert "Somebody else’s" not in page.content.decode()
    part.refresh_from_db()
    assert part.series
    assert part.series.title == "Another one"


@pytest.mark.parametrize("count", [1, 30])
def test_a_series_asks_as_often_with_many_parts_as_with_one(
    client: Client, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    part = make_parts(count)[0]
    url = Series.objects.get().get_absolute_url()

    with django_assert_max_num_queries(6):
        client.get(url)
    with django_assert_max_num_queries(11):
        client.get(part.get_absolute_url())


@pytest.mark.parametrize(
    ("words", "pictures", "minutes"),
    [(0, 0, 1), (219, 0, 1), (221, 0, 2), (2200, 0, 10), (2200, 1, 11), (0, 10, 2)],
)
def test_reading_time_counts_words_and_pictures(words: int, pictures: int, minutes: int) -> None:
    text = (
        f"<p>{'word ' * words}</p>" + '<figure><img src="/x.png" alt="a b c"></figure>' * pictures
    )

    assert reading_minutes(text) == minutes


def test_reading_time_follows_the_text(client: Client) -> None:
    post = make_post(body="word " * 1000)
    long = post.reading_minutes

    publishing.edit_post(post, editor=post.author, draft=make_draft(body="word " * 100))

    assert (long, Post.objects.get(pk=post.pk).reading_minutes) == (5, 1)
    assert "1 min read" in client.get(post.get_absolute_url(), follow=True).content.decode()
