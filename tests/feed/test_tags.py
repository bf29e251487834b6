"""Keywords: what writers are offered, in which letters they stand in addresses."""

import pytest
from django.test import Client

from feed.models import Tag
from feed.services.tagging import set_tags
from tests.factories import make_category, make_member, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client: Client) -> Client:
    client.force_login(make_member("alice"))
    return client


def make_tag(name: str, *, used: int) -> Tag:
    return Tag.objects.create(name=name, slug=name.lower(), post_count=used)


def test_the_most_used_tags_that_begin_so_are_offered(alice: Client) -> None:
    for name, used in (("boats", 2), ("books", 9), ("bogs", 0), ("quay", 30)):
        make_tag(name, used=used)

    answer = alice.get("/write/tags/", {"q": "Bo"})

    assert answer.json() == {"tags": ["books", "boats"]}


def test_for_no_words_the_most_used_are_offered_at_most_eight(alice: Client) -> None:
    for used in range(1, 11):
        make_tag(f"t{used}", used=used)

    offered = alice.get("/write/tags/").json()["tags"]

    assert offered == [f"t{used}" for used in range(10, 2, -1)]


@pytest.mark.parametrize(
    ("odd", "offered"),
    [("%", ["quay"]), ("_", ["quay"]), ("\\", ["quay"]), ("' OR 1=1", []), ("é" * 10_000, [])],
)
def test_signs_in_what_is_typed_mean_nothing(alice: Client, odd: str, offered: list[str]) -> None:
    make_tag("quay", used=1)

    assert alice.get("/write/tags/", {"q": odd}).json()["tags"] == offered


def test_strangers_are_offered_nothing(client: Client) -> None:
    assert client.get("/write/tags/").status_code == 302


def test_offers_are_only_read(alice: Client) -> None:
    assert alice.post("/write/tags/").status_code == 405


def test_a_tag_in_arabic_has_a_page_under_its_own_letters(client: Client) -> None:
    post = make_post()
    set_tags(post, names=["ميناء المدينة"])

    page = client.get(post.tags.get().get_absolute_url())

    assert page.status_code == 200
    assert "ميناء المدينة" in page.text


def test_a_tag_of_signs_alone_is_refused_with_words(alice: Client) -> None:
    answer = alice.post(
        "/write/",
        {
            "title": "One",
            "body": "Two",
            "category": make_category().pk,
            "language": "en",
            "tags": "harbour, !!!",
        },
    )

    assert answer.status_code == 422
    assert "Write tags with letters or digits." in answer.text
