"""A title never takes the address of something else."""

import re

import pytest
from django.test import Client
from django.urls import resolve, reverse

from accounts.names import is_reserved
from feed import urls
from feed.api.urls import urlpatterns as api
from feed.text.slugs import RESERVED, slug_of
from tests.factories import make_member, make_post

UNDER_A_NUMBER = re.compile(r"(posts|series)/<int:pk>/([\w-]+)/\Z")


def test_what_stands_behind_a_number_is_reserved() -> None:
    routes = [UNDER_A_NUMBER.match(str(each.pattern)) for each in urls.urlpatterns]
    taken = {(found[1], found[2]) for found in routes if found}

    assert {word for _kind, word in taken} == RESERVED
    for kind, usual in (("post", "post"), ("series", "series")):
        for word in RESERVED:
            slug = slug_of(word.title(), usual=usual, limit=80)
            assert resolve(reverse(f"feed:{kind}", args=[1, slug])).view_name == f"feed:{kind}"
    assert slug_of("Edit me", usual="post", limit=80) == "edit-me"
    assert slug_of("!", usual="post", limit=80) == "post"


def test_members_have_no_name_that_is_an_address_of_the_api() -> None:
    taken = re.findall(r"members/([a-z-]+)/", " ".join(str(each.pattern) for each in api))

    assert taken
    assert all(map(is_reserved, taken))


@pytest.mark.parametrize("kind", ["categories", "tags", "members"])
def test_no_address_stands_among_names(kind: str) -> None:
    siblings = [each for each in urls.urlpatterns if re.fullmatch(rf"{kind}/[\w-]+/", str(each.pattern))]  # fmt: skip

    assert siblings == []


@pytest.mark.django_db
def test_a_post_called_edit_is_read_and_edited(client: Client) -> None:
    alice = make_member("alice")
    post = make_post(title="Edit", series="Order", author=alice)

    assert post.get_absolute_url() == f"/posts/{post.pk}/edit-post/"
    assert "Edit" in client.get(post.get_absolute_url()).text
    assert post.series is not None
    assert client.get(post.series.get_absolute_url()).status_code == 200
    client.force_login(alice)
    assert 'name="title"' in client.get(f"/posts/{post.pk}/edit/").text
