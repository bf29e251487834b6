from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.redis import Client, key
from counting.visitors import SALT_TTL, Visitor, keys_of, salt_of, truncated, visitor_key

DAY = date(2026, 2, 3)
SALT = b"s" * 32


def visitor(
    address: str = "192.0.2.7", *, agent: str = "Firefox", member: int | None = None
) -> Visitor:
    return Visitor(member_pk=member, address=address, user_agent=agent)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0"),
        ("2001:db8:1234:5678::1", "2001:db8:1234::"),
        ("::ffff:192.0.2.77", "192.0.2.0"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_addresses_are_cut_to_their_network(address: str, network: str) -> None:
    assert truncated(address) == network


@given(st.ip_addresses(v=4))
def test_network_holds_the_address(address: object) -> None:
    network = ip_network(f"{truncated(str(address))}/24")

    assert ip_address(str(address)) in network


def test_neighbours_with_the_same_browser_are_one_visitor() -> None:
    assert visitor_key(visitor("192.0.2.7"), salt=SALT) == visitor_key(
        visitor("192.0.2.250"), salt=SALT
    )


@pytest.mark.parametrize(
    "other", [visitor("192.0.3.7"), visitor(agent="Chromium"), visitor(member=1)], ids=str
)
def test_another_network_browser_or_member_is_another_visitor(other: Visitor) -> None:
    assert visitor_key(visitor(), salt=SALT) != visitor_key(other, salt=SALT)


def test_member_is_the_same_visitor_everywhere() -> None:
    at_home = visitor("192.0.2.7", agent="Firefox", member=1)
    on_the_tram = visitor("198.51.100.9", agent="Safari", member=1)

    assert visitor_key(at_home, salt=SALT) == visitor_key(on_the_tram, salt=SALT)


@given(agent=st.text(alphabet=st.characters()))
def test_any_user_agent_gives_a_short_key(agent: str) -> None:
    assert len(visitor_key(visitor(agent=agent), salt=SALT)) == 22


def test_all_processes_share_the_salt_of_a_day(redis: Client) -> None:
    assert salt_of(DAY, redis=redis) == salt_of(DAY, redis=redis)


def test_each_day_has_a_salt_of_its_own(redis: Client) -> None:
    assert salt_of(DAY, redis=redis) != salt_of(DAY + timedelta(days=1), redis=redis)


def test_salt_is_destroyed_after_two_days(redis: Client) -> None:
    salt_of(DAY, redis=redis)

    ttl = redis.ttl(key("counting", "salt", DAY.isoformat()))

    assert 0 < ttl <= SALT_TTL.total_seconds()


def test_asking_again_does_not_prolong_the_life_of_a_salt(redis: Client) -> None:
    salt_of(DAY, redis=redis)
    redis.expire(key("counting", "salt", DAY.isoformat()), 10)

    salt_of(DAY, redis=redis)

    assert redis.ttl(key("counting", "salt", DAY.isoformat())) <= 10


def test_todays_key_is_tomorrows_key_of_yesterday(redis: Client) -> None:
    today = datetime(2026, 2, 3, 23, 59, tzinfo=UTC)

    key_today, _before = keys_of(visitor(), now=today, redis=redis)
    _tomorrow, key_before = keys_of(visitor(), now=today + timedelta(minutes=2), redis=redis)

    assert key_today == key_before
