"""Messages go to strangers' addresses with the same caution as fetches."""

import pytest
from pytest_django import Settings

from feed.fetching.posting import post
from tests.feed.loopback import sink

HOSTS = ("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433")


@pytest.mark.parametrize("host", HOSTS)
def test_nothing_is_posted_into_our_own_network(settings: Settings, host: str) -> None:
    settings.OUTGOING_POLICY = "feed.fetching.connection.Policy"

    with sink() as inside:
        with pytest.raises(OSError, match=r"\w"):
            post(f"http://{host}:{inside.port}/", {}, b"news")

        assert inside.connections == 0


@pytest.mark.parametrize("url", ["ftp://push.example.org/", "//push.example.org", "not an address"])
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(OSError, match=r"\w"):
        post(url, {}, b"news")
