"""`manage.py import URL`: a file that lies elsewhere, fetched with the caution of every address that strangers choose."""

from io import StringIO
from typing import Final

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from feed.fetching.connection import Policy
from feed.models import Post
from tests.exchange.exports import wxr, wxr_item
from tests.feed.loopback import answer, outside, redirect

pytestmark = pytest.mark.django_db
POLICIES: Final[list[Policy]] = []


def policy_of_the_test() -> Policy:
    return POLICIES[-1]


def take(url: str) -> str:
    said = StringIO()
    call_command("import", url, stdout=said)
    return said.getvalue()


def test_an_export_is_taken_from_its_address_once(settings: Settings) -> None:
    settings.OUTGOING_POLICY = f"{__name__}.policy_of_the_test"
    export = wxr(wxr_item(1), wxr_item(2))

    def respond(head: str) -> list[bytes]:
        if head.startswith("GET /quay.xml "):
            return [answer(export, content_type="application/xml")]
        if head.startswith("GET /inside "):
            return [redirect("http://10.0.0.1/quay.xml")]
        return [answer("none", status="404 Not Found")]

    with outside(respond) as server:
        POLICIES.append(server.policy)
        first, again = take(f"{server.url}quay.xml"), take(f"{server.url}quay.xml")
        with pytest.raises(CommandError, match="404"):
            take(f"{server.url}gone.xml")
        with pytest.raises(CommandError):
            take(f"{server.url}inside")

    assert "2 posts" in first
    assert "Nothing new" in again
    assert Post.objects.count() == 2


def test_nothing_inside_of_the_network_is_asked(settings: Settings) -> None:
    settings.OUTGOING_POLICY = "feed.fetching.connection.Policy"

    for url in ("http://127.0.0.1/quay.xml", "http://[::1]/quay.xml", "http://169.254.169.254/"):
        with pytest.raises(CommandError):
            take(url)
    assert not Post.objects.exists()
