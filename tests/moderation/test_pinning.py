"""Posts that moderators keep on top."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from feed.errors import NotAllowedError, NotPossibleError
from feed.models import Post
from feed.services import publishing
from moderation import services
from moderation.models import Decision, Verb
from tests.factories import make_category, make_member, make_moderator, make_post

pytestmark = pytest.mark.django_db


def pin(*posts: Post) -> None:
    for post in posts:
        services.pin_post(post=post, actor=make_moderator())


def titles(client: Client, path: str, key: str = "pinned") -> list[str]:
    """The titles of what a page shows on top, or (`page`) below."""
    shown = client.get(path).context[key]
    return [post.title for post in (shown if key == "pinned" else shown.posts)]


def test_pinning_and_unpinning_are_on_record_and_happen_once() -> None:
    mona, post = make_moderator(), make_post()

    outcomes = [
        deed(post=post, actor=mona)
        for deed in (services.pin_post, services.pin_post, services.unpin_post, services.unpin_post)
    ]

    assert [decision is not None for decision in outcomes] == [True, False, True, False]
    assert list(Decision.objects.order_by("pk").values_list("verb", flat=True)) == [
        Verb.PIN,
        Verb.UNPIN,
    ]
    assert not Post.objects.get(pk=post.pk).is_pinned


def test_only_moderators_pin() -> None:
    post = make_post()

    with pytest.raises(NotAllowedError):
        services.pin_post(post=post, actor=make_member("mallory"))

    assert not Post.objects.get(pk=post.pk).is_pinned


def test_a_draft_is_not_pinned() -> None:
    draft = make_post(is_published=False)

    assert services.pin_post(post=draft, actor=make_moderator()) is None


def test_the_fourth_post_of_a_category_is_refused_and_not_recorded() -> None:
    pin(*(make_post() for _number in range(3)))
    fourth = make_post()

    with pytest.raises(NotPossibleError):
        pin(fourth)
    pin(make_post(category=make_category("Market")))

    assert not Post.objects.get(pk=fourth.pk).is_pinned
    assert Decision.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_moderators_at_once_pin_three_and_no_more() -> None:
    mona, posts = make_moderator(), [make_post() for _number in range(6)]

    def act(post: Post) -> None:
        try:
            services.pin_post(post=post, actor=mona)
        except NotPossibleError:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(act, posts))

    assert Post.objects.pinned().count() == 3
    assert Decision.objects.count() == 3


@pytest.mark.parametrize("path", ["/", "/hot/", "/categories/harbour/", "/categories/harbour/hot/"])
def test_pinned_posts_stand_on_top_and_are_not_repeated_below(client: Client, path: str) -> None:
    old = make_post(title="Kept on top")
    for number in range(3):
        make_post(title=f"Other {number}")
    pin(old)

    assert titles(client, path) == ["Kept on top"]
    assert sorted(titles(client, path, "page")) == ["Other 0", "Other 1", "Other 2"]
    assert '<h2 class="kicker" id="pinned-title">Pinned</h2>' in client.get(path).content.decode()


def test_pinned_posts_stand_on_the_first_page_and_on_no_other(client: Client) -> None:
    old = make_post(title="Kept on top")
    for number in range(25):
        make_post(title=f"Other {number}")
    pin(old)

    following = f"/?after={client.get('/').context['page'].next_cursor}"

    assert titles(client, following) == []
    assert len(titles(client, following, "page")) == 5
    assert "Kept on top" not in titles(client, following, "page")


def test_the_front_page_shows_the_newest_three_and_leaves_the_others_in_their_place(
    client: Client,
) -> None:
    for name in ("Harbour", "Market"):
        for number in range(2):
            pin(make_post(title=f"{name} {number}", category=make_category(name)))

    assert titles(client, "/") == ["Market 1", "Market 0", "Harbour 1"]
    assert titles(client, "/", "page") == ["Harbour 0"]


def test_a_pinned_post_that_is_featured_leads_and_one_that_is_hidden_is_gone(
    client: Client,
) -> None:
    featured, hidden, last = make_post(), make_post(), make_post(title="Still on top")
    pin(featured, hidden, last)
    publishing.feature_post(featured, is_featured=True)
    publishing.hide_post(hidden)

    page = client.get("/")

    assert [post.pk for post in page.context["pinned"]] == [last.pk]
    assert page.context["featured"] == featured
    assert page.context["page"].posts == []


def test_a_moderator_pins_from_the_admin_and_is_told_why_not(client: Client) -> None:
    mona = make_moderator()
    mona.is_superuser = True
    mona.save()
    pin(*(make_post() for _number in range(3)))
    fourth = make_post()
    client.force_login(mona)

    response = client.post(
        "/admin/feed/post/",
        {"action": "pin", "_selected_action": fourth.pk, "reason": "editorial", "note": ""},
        follow=True,
    )

    assert "are pinned already" in response.content.decode()
    assert not Post.objects.get(pk=fourth.pk).is_pinned
