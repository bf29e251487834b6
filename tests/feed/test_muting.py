"""Mutes: what is muted appears nowhere for that member, and everywhere for the others."""

import pytest
from django.test import Client
from django.utils import timezone
from redis import Redis

from accounts.services import blocking
from counting.models import SubjectDay
from feed.errors import NotPossibleError
from feed.models import Mute, Post, ReadMoreList
from feed.selectors.choices import Subject
from feed.selectors.mentions import suggestions
from feed.selectors.trending import keep_trends, trends
from feed.services import muting, publishing
from feed.services.following import set_following
from tests.factories import make_category, make_comment, make_member, make_post

pytestmark = pytest.mark.django_db

LISTS = (
    "/latest/",
    "/hot/",
    "/top/all/",
    "/following/",
    "/for-you/",
    "/categories/harbour/",
    "/categories/harbour/hot/",
    "/tags/trams/",
    "/tags/trams/top/",
    "/tags/trams/?view=cards",
    "/search/?q=lighthouse",
    "/members/alice/",
    "/api/v1/posts/",
    "read more",
)


@pytest.fixture
def post() -> Post:
    """A post on all lists of Bob, who follows its author; Read More under another one recommends it."""
    found = make_post(
        title="The lighthouse burns", body="Smoke over the harbours.", tags=("trams",)
    )
    set_following(make_member("bob"), subject=found.author, is_on=True)
    return found


@pytest.fixture
def other(post: Post) -> Post:
    found = make_post(author=make_member("carol"), category=make_category("Market"))
    items = [{"post": post.pk, "score": 0.9, "shared": []}]
    ReadMoreList.objects.create(post=found, items=items, engine="test", built_at=timezone.now())
    return found


def mute(kind: str, post: Post) -> None:
    bob = make_member("bob")
    if kind == "keyword":
        muting.mute_keyword(bob, keyword="Harbour")
    elif kind == "block":
        blocking.block(bob, other=post.author)
    else:
        subjects: dict[str, Subject] = {
            "author": post.author,
            "category": post.category,
            "tag": post.tags.get(),
        }
        muting.set_muted(bob, subject=subjects[kind], is_on=True)


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(make_member(username))
    return client


def pages(client: Client, other: Post) -> dict[str, str]:
    found = {}
    for path in LISTS:
        address = other.get_absolute_url() if path == "read more" else path
        response = client.get(address, follow=True)
        assert response.status_code == 200, path
        found[path] = response.content.decode()
    return found


@pytest.mark.parametrize("kind", ["author", "category", "tag", "keyword", "block"])
def test_what_is_muted_appears_nowhere_for_that_member(post: Post, other: Post, kind: str) -> None:
    before = pages(signed_in("bob"), other)

    mute(kind, post)
    after = pages(signed_in("bob"), other)

    assert [path for path, page in before.items() if post.title not in page] == []
    assert [path for path, page in after.items() if post.title in page] == []


@pytest.mark.parametrize("kind", ["author", "block"])
def test_of_what_a_muted_member_says_nothing_is_left_but_a_place_above_answers(
    post: Post, other: Post, kind: str
) -> None:
    alone = make_comment(post=other, author=post.author, body="Foghorn alone")
    answered = make_comment(post=other, author=post.author, body="Foghorn answered")
    make_comment(parent=answered, author=other.author, body="Calm answer")
    bob, page = signed_in("bob"), other.get_absolute_url()
    under = f"/api/v1/posts/{other.pk}/"
    places = (page, f"{under}comments/", f"{under}thread/")
    before = [bob.get(place).content.decode().count("Foghorn") for place in places]

    mute(kind, post)
    after = [bob.get(place).content.decode() for place in places]

    assert all(count >= 2 for count in before)
    assert ["Foghorn" in each for each in after] == [False] * 3
    assert ["Calm answer" in each for each in after] == [True] * 3
    assert f'href="/comments/{answered.pk}/">Show it' in after[0]
    assert "Foghorn alone" in bob.get(alone.get_absolute_url()).content.decode()
    assert suggestions("ali", post=other, asker=make_member("bob")) == []
    assert suggestions("ali", post=other, asker=other.author) == [post.author]


def test_muted_parts_of_a_series_are_passed_over_and_the_others_keep_their_numbers() -> None:
    first, muted, last = (
        make_post(title=f"Part {tag}", tags=(tag,), series="Canals")
        for tag in ("locks", "trams", "bridges")
    )
    mute("tag", muted)
    series = last.series
    assert series is not None

    bob = signed_in("bob")
    overviews = [
        bob.get(place).content.decode()
        for place in (series.get_absolute_url(), f"/api/v1/series/{series.pk}/")
    ]
    page = bob.get(last.get_absolute_url()).content.decode()

    assert [muted.title in each for each in overviews] == [False, False]
    assert [first.title in each for each in overviews] == [True, True]
    assert muted.title not in page
    assert first.get_absolute_url() in page
    assert "Part 3 of 3" in page


def test_a_muted_tag_trends_for_others_only(post: Post, redis: Redis) -> None:
    SubjectDay.objects.create(
        kind="view",
        subject=post.pk,
        counted_on=timezone.now().date(),
        count=120,
        reader_count=40,
    )
    keep_trends(now=timezone.now())
    mute("tag", post)

    found = [trends(visitor=make_member(name)) for name in ("bob", "carol")]

    assert [(each.posts, [tag.slug for tag in each.tags]) for each in found] == [
        ([], []),
        ([post], ["trams"]),
    ]


def test_others_and_strangers_see_it_as_before(post: Post, other: Post) -> None:
    mute("author", post)

    for client in (Client(), signed_in("carol")):
        assert post.title in client.get("/").content.decode()
        assert post.title in client.get(other.get_absolute_url()).content.decode()


def test_pinned_and_featured_posts_are_muted_too(post: Post) -> None:
    publishing.feature_post(post, is_featured=True)
    Post.objects.filter(pk=post.pk).update(is_pinned=True)

    mute("author", post)

    assert post.title not in signed_in("bob").get("/").content.decode()


def test_the_post_itself_can_still_be_opened_and_unmuted(post: Post) -> None:
    mute("author", post)

    page = signed_in("bob").get(post.get_absolute_url()).content.decode()

    assert post.title in page
    assert 'value="unmute"' in page


def test_the_settings_page_lists_mutes_and_lifts_them(post: Post) -> None:
    for kind in ("author", "category", "tag", "keyword"):
        mute(kind, post)
    bob = signed_in("bob")
    page = bob.get("/settings/feed/").content.decode()

    for row in Mute.objects.all():
        bob.post(f"/settings/feed/mutes/{row.pk}/")

    assert "“<bdi>harbour</bdi>”" in page
    assert page.count("/settings/feed/mutes/") == 4
    assert not Mute.objects.exists()


def test_nobody_lifts_the_mutes_of_others(post: Post) -> None:
    mute("author", post)

    response = signed_in("mallory").post(f"/settings/feed/mutes/{Mute.objects.get().pk}/")

    assert response.status_code == 302
    assert Mute.objects.count() == 1


@pytest.mark.parametrize("keyword", ["", "   ", "!?", "'", "x" * 61])
def test_what_cannot_be_searched_for_is_no_keyword(keyword: str) -> None:
    response = signed_in("bob").post("/settings/feed/keywords/", {"keyword": keyword})

    assert response.status_code == 422
    assert not Mute.objects.exists()


@pytest.mark.parametrize("keyword", ["a & | !", "(((y", ":*x", "it's", "the", "été", "💥 boom"])
def test_no_keyword_breaks_a_list(post: Post, keyword: str) -> None:
    bob = signed_in("bob")

    assert bob.post("/settings/feed/keywords/", {"keyword": keyword}).status_code == 302
    assert bob.get("/").status_code == 200


def test_a_keyword_is_a_word_and_no_part_of_one(post: Post) -> None:
    muting.mute_keyword(make_member("bob"), keyword="light")

    assert post.title in signed_in("bob").get("/").content.decode()


def test_a_keyword_of_two_words_means_both_together(post: Post) -> None:
    apart = make_post(title="Light and a house")
    muting.mute_keyword(make_member("bob"), keyword="lighthouse burns")

    page = signed_in("bob").get("/").content.decode()

    assert post.title not in page
    assert apart.title in page


def test_a_keyword_knows_the_grammar_of_the_posts_language() -> None:
    dutch = make_post(title="De treinen staan stil", language="nl")
    muting.mute_keyword(make_member("bob"), keyword="trein")

    assert dutch.title not in signed_in("bob").get("/").content.decode()


def test_there_is_an_end_to_keywords() -> None:
    bob = make_member("bob")
    for number in range(muting.MAX_KEYWORDS):
        muting.mute_keyword(bob, keyword=f"word{number}")

    with pytest.raises(NotPossibleError):
        muting.mute_keyword(bob, keyword="one more")


def test_feed_settings_are_for_members(client: Client) -> None:
    assert client.get("/settings/feed/").status_code == 302
    assert client.post("/settings/feed/keywords/", {"keyword": "x"}).status_code == 302
    assert signed_in("bob").get("/settings/feed/keywords/").status_code == 405
    assert signed_in("bob").post(f"/settings/feed/mutes/{10**30}/").status_code == 302


def test_feeds_show_the_languages_that_a_member_reads(post: Post) -> None:
    dutch = make_post(title="De brug gaat open", language="nl")
    bob = signed_in("bob")

    bob.post("/settings/feed/", {"languages": ["nl"], "keeps_history": "on"})
    page = bob.get("/").content.decode()

    assert dutch.title in page
    assert post.title not in page
    assert bob.post("/settings/feed/", {"languages": ["xx"]}).status_code == 422
