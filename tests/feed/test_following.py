"""Following: the five questions, what stands under the tab, and what the buttons do."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Follow, Notification
from accounts.services import blocking
from feed.models import CategoryFollow, Mute, Post, Tag, TagFollow
from feed.services.following import set_following
from feed.services.muting import set_muted
from tests.factories import make_category, make_member, make_post

pytestmark = pytest.mark.django_db


def shown(client: Client, path: str = "/following/") -> list[int]:
    return [post.pk for post in client.get(path).context["page"].posts]


@pytest.fixture
def bob(client: Client) -> Client:
    """A browser in which Bob is signed in."""
    client.force_login(make_member("bob"))
    return client


def test_what_followed_members_categories_and_tags_publish_comes_together_newest_first(
    bob: Client,
) -> None:
    by_alice = make_post(author=make_member("alice"))
    filed = make_post(author=make_member("carol"), category=make_category("Market"))
    tagged = make_post(author=make_member("dave"), tags=("trams",))
    make_post(author=make_member("erin"))

    bob.post("/members/alice/choice/", {"choice": "follow"})
    bob.post("/categories/market/choice/", {"choice": "follow"})
    bob.post("/tags/trams/choice/", {"choice": "follow"})

    assert shown(bob) == [tagged.pk, filed.pk, by_alice.pk]


def test_a_post_that_is_followed_thrice_is_shown_once(bob: Client) -> None:
    post = make_post(category=make_category("Market"), tags=("trams", "rails"))
    bob_himself = make_member("bob")
    set_following(bob_himself, subject=post.author, is_on=True)
    set_following(bob_himself, subject=post.category, is_on=True)
    for tag in Tag.objects.all():
        set_following(bob_himself, subject=tag, is_on=True)

    assert shown(bob) == [post.pk]


def test_unfollowing_takes_it_away_and_the_notice_too(bob: Client) -> None:
    make_post()
    bob.post("/members/alice/choice/", {"choice": "follow"})
    told = Notification.objects.filter(recipient__username="alice").count()

    bob.post("/members/alice/choice/", {"choice": "unfollow"})

    assert told == 1
    assert not Notification.objects.exists()
    assert shown(bob) == []


@pytest.mark.parametrize("choice", ["follow", "mute"])
def test_the_same_twice_is_once(bob: Client, choice: str) -> None:
    make_post()

    for _ in range(2):
        assert bob.post("/members/alice/choice/", {"choice": choice}).status_code == 302

    assert Follow.objects.count() + Mute.objects.count() == 1


@pytest.mark.parametrize("choice", ["follow", "mute"])
def test_nobody_follows_or_mutes_oneself(bob: Client, choice: str) -> None:
    response = bob.post("/members/bob/choice/", {"choice": choice})

    assert response.status_code == 400
    assert not Follow.objects.exists()
    assert not Mute.objects.exists()


def test_nobody_follows_across_a_block(bob: Client) -> None:
    blocking.block(make_member("alice"), other=make_member("bob"))

    assert bob.post("/members/alice/choice/", {"choice": "follow"}).status_code == 400
    assert not Follow.objects.exists()


@pytest.mark.parametrize("form", [{}, {"choice": "adore"}, {"choice": "follow" * 50}])
def test_an_unknown_choice_is_refused(bob: Client, form: dict[str, str]) -> None:
    make_member("alice")

    assert bob.post("/members/alice/choice/", form).status_code == 400


@pytest.mark.parametrize(
    "path", ["/members/nobody/choice/", "/categories/nowhere/choice/", "/tags/nothing/choice/"]
)
def test_what_does_not_exist_is_not_found(bob: Client, path: str) -> None:
    assert bob.post(path, {"choice": "follow"}).status_code == 404


def test_choices_are_not_made_by_reading(bob: Client) -> None:
    make_member("alice")

    assert bob.get("/members/alice/choice/").status_code == 405


def test_strangers_are_led_to_the_sign_in_page(client: Client) -> None:
    make_member("alice")

    response = client.post("/members/alice/choice/", {"choice": "follow"})

    assert response["Location"] == "/accounts/login/?next=/members/alice/"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_a_choice_leads_to_no_other_site(bob: Client, target: str) -> None:
    make_member("alice")

    response = bob.post("/members/alice/choice/", {"choice": "follow", "next": target})

    assert response["Location"] == "/members/alice/"


def test_a_script_gets_the_buttons_alone(bob: Client) -> None:
    alice = make_member("alice")

    response = bob.post(
        "/members/alice/choice/",
        {"choice": "mute", "next": "/hot/"},
        headers={"HX-Request": "true"},
    )

    page = response.content.decode()
    assert f'id="choice-author-{alice.pk}"' in page
    assert 'value="unmute"' in page
    assert 'value="/hot/"' in page
    assert "<main" not in page


def test_the_pages_of_members_categories_tags_and_posts_have_the_buttons(bob: Client) -> None:
    post = make_post(tags=("trams",))

    for path in ("/members/alice/", "/categories/harbour/", "/tags/trams/"):
        assert 'value="follow"' in bob.get(path).content.decode(), path
    assert bob.get(post.get_absolute_url()).content.decode().count('value="mute"') == 3


def test_strangers_learn_what_the_personal_tabs_are(client: Client) -> None:
    for path in ("/following/", "/for-you/"):
        response = client.get(path)
        assert response.status_code == 200
        assert f"/accounts/login/?next={path}" in response.content.decode()


def test_a_muted_author_is_left_out_even_if_followed(bob: Client) -> None:
    post = make_post()
    for deed in (set_following, set_muted):
        deed(make_member("bob"), subject=post.author, is_on=True)

    assert shown(bob) == []


def test_all_that_is_followed_stands_on_the_settings_page(bob: Client) -> None:
    post = make_post(tags=("trams",))
    member = make_member("bob")
    for subject in (post.author, post.category, Tag.objects.get()):
        set_following(member, subject=subject, is_on=True)

    context = bob.get("/settings/feed/").context

    assert [each.name for each in context["followed"]] == ["alice", "Harbour", "trams"]


def test_follows_go_with_their_member() -> None:
    bob, post = make_member("bob"), make_post(tags=("trams",))
    for subject in (post.author, post.category, Tag.objects.get()):
        set_following(bob, subject=subject, is_on=True)

    bob.delete()

    for model in (Follow, CategoryFollow, TagFollow):
        assert not model.objects.exists()


@pytest.mark.parametrize("total", [1, 30])
def test_following_asks_as_often_for_thirty_posts_as_for_one(
    bob: Client, total: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(total):
        make_post(author=make_member("alice"), tags=(f"tag{number}",))
    set_following(make_member("bob"), subject=make_member("alice"), is_on=True)
    bob.get("/following/")

    with django_assert_max_num_queries(8):
        bob.get("/following/")


def test_a_cursor_of_somebody_elses_following_is_refused(bob: Client) -> None:
    for _ in range(21):
        make_post()
    set_following(make_member("bob"), subject=make_member("alice"), is_on=True)
    cursor = bob.get("/following/").context["page"].next_cursor
    carol = Client()
    carol.force_login(make_member("carol"))

    assert bob.get("/following/", {"after": cursor}).status_code == 200
    assert carol.get("/following/", {"after": cursor}).status_code == 400
    assert bob.get("/", {"after": cursor}).status_code == 400
    assert Post.objects.count() == 21
