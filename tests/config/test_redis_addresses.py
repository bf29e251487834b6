"""An address of sentinels says who they are, what they call the master and how to be let in; a wrong one says what to write."""

from typing import Any

import pytest

from config import environment
from config.broker import broker_settings, transport_options
from config.errors import SettingsError
from config.redis_addresses import (
    Watched,
    place_of,
    redis_address,
    sentinel_options,
    server_options,
    watched,
)

WHO = "site:a%2Fsecret@"
FULL = f"rediss+sentinel://{WHO}one.example,two.example:7000,[::1]:7001/main/2?sentinel_username=asker&sentinel_password=an%40other&ssl_ca_certs=/etc/ca.pem"
TLS = {"ssl_cert_reqs": "required", "ssl_ca_certs": "/etc/ca.pem"}


def test_address_says_all_that_is_to_be_known() -> None:
    found = watched(FULL)

    assert found == Watched(
        sentinels=(("one.example", 26379), ("two.example", 7000), ("::1", 7001)),
        name="main",
        database=2,
        login={"username": "site", "password": "a/secret"},
        sentinel_login={"username": "asker", "password": "an@other"},
        tls=TLS,
    )
    assert server_options(found) == {"db": 2, "username": "site", "password": "a/secret", **TLS}
    assert sentinel_options(found) == {"username": "asker", "password": "an@other", **TLS}


def test_the_least_is_a_sentinel_and_a_name() -> None:
    assert watched("redis+sentinel://one/main") == Watched((("one", 26379),), "main", 0, {}, {}, {})


@pytest.mark.parametrize("url", ["redis://a/0", "rediss://:x@a:7000", "unix:///run/valkey.sock?db=1"])  # fmt: skip
def test_other_addresses_are_those_of_servers(url: str) -> None:
    assert redis_address(url) == url
    assert watched(url) is None
    assert transport_options(url) == {}


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("redis+sentinel://:secret@one:26379", "the name of the master"),
        ("redis+sentinel://:secret@one/main/zero", "number of the database"),
        ("redis+sentinel://:secret@/main/0", "each sentinel as host:26379"),
        ("redis+sentinel://:secret@one,/main/0", "each sentinel as host:26379"),
        ("redis+sentinel://:secret@one:x/main/0", "each sentinel as host:26379"),
        ("redis+sentinel://:secret@one/main/0?ssl_ca_certs=/ca.pem", "not ssl_ca_certs"),
        ("rediss+sentinel://:secret@one/main/0?ssl_cert_reqs=none", "not ssl_cert_reqs"),
        ("redis+cluster://:secret@one/0", "write redis://"),
        ("secret@one:6379", "write redis://"),
    ],
)
def test_wrong_address_is_told_what_to_write_and_not_repeated(url: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words) as told:
        environment.read_environment({"BROADSHEET_ENV": "test", "REDIS_EVENTS_URL": url})

    assert "REDIS_EVENTS_URL" in str(told.value)
    assert "secret" not in str(told.value)


def test_celery_is_told_in_its_own_words() -> None:
    url, tls = broker_settings(FULL)
    options: dict[str, Any] = transport_options(FULL)

    login = f"sentinel://{WHO}"
    assert url == f"{login}one.example:26379/2;{login}two.example:7000/2;{login}[::1]:7001/2"
    assert tls == TLS
    assert options["master_name"] == "main"
    asked = options["sentinel_kwargs"]
    assert asked.items() >= {"password": "an@other", "ssl": True, "socket_timeout": 0.5, **TLS}.items()  # fmt: skip


def test_roles_of_one_master_are_on_one_server() -> None:
    assert place_of("redis+sentinel://a,b/main/0") == place_of("redis+sentinel://:x@b:26379,a/main/1")  # fmt: skip
    assert place_of("redis+sentinel://a,b/main/0") != place_of("redis+sentinel://a,b/other/0")
