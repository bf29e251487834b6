from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from counting.classify import Arrival, Circumstances, broken_rule
from counting.data_centres import is_data_centre, parse_networks
from counting.models import EventClass
from counting.tokens import Token

NOON = datetime(2026, 2, 3, 12, tzinfo=UTC)
DAY = timedelta(hours=24)

PEOPLE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36 Edg/144.0.0.0",
    "Mozilla/5.0 (Linux; Android 10; CUBOT X30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 [FBAN/FBIOS;FBAV/500.0;FBDV/iPhone15,2]",
    "Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
    "Lynx/2.9.0dev.12 libwww-FM/2.14",
)
BOTS = (
    "",
    "   ",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/144.0.0.0 Safari/537.36",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "Mozilla/5.0 (compatible; YandexRenderResourcesBot/1.0; +http://yandex.com/bots)",
    "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "WhatsApp/2.23.20.0",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/144.0.0.0 Safari/537.36",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
    "curl/8.9.1",
    "Wget/1.24.5",
    "python-requests/2.32.3",
    "Go-http-client/2.0",
    "node",
    "Java/21.0.2",
    "archive.org_bot",
    "UptimeMonitor/1.0",
)


def arrival(
    *,
    agent: str = PEOPLE[0],
    purpose: str = "",
    age: timedelta = timedelta(0),
    is_forged: bool = False,
) -> Arrival:
    token = None if is_forged else Token("view", 1, NOON - age, "id")
    return Arrival(token, DAY, Circumstances(user_agent=agent, purpose=purpose, now=NOON))


@pytest.mark.parametrize("agent", PEOPLE)
def test_browsers_of_people_break_no_rule(agent: str) -> None:
    assert broken_rule(arrival(agent=agent)) is None


@pytest.mark.parametrize("agent", BOTS)
def test_declared_bots_are_bots(agent: str) -> None:
    rule = broken_rule(arrival(agent=agent))

    assert rule
    assert rule.event_class == EventClass.BOT


@pytest.mark.parametrize("purpose", ["prefetch", "prefetch;prerender", "preview", "Prerender"])
def test_what_nobody_looks_at_yet_does_not_count(purpose: str) -> None:
    rule = broken_rule(arrival(purpose=purpose))

    assert rule
    assert rule.event_class == EventClass.BOT


@pytest.mark.parametrize(
    ("age", "is_expired"),
    [
        (DAY, False),
        (DAY + timedelta(seconds=1), True),
        (timedelta(days=7), True),
        (-timedelta(minutes=5), False),
        (-timedelta(minutes=6), True),
    ],
    ids=str,
)
def test_token_counts_within_its_time_only(age: timedelta, *, is_expired: bool) -> None:
    rule = broken_rule(arrival(age=age))

    assert (rule is not None) == is_expired
    assert not rule or rule.event_class == EventClass.EXPIRED


def test_forgery_is_named_before_all_else() -> None:
    rule = broken_rule(arrival(agent="curl/8", purpose="prefetch", is_forged=True))

    assert rule
    assert rule.event_class == EventClass.FORGED


def how(**given: Any) -> Circumstances:
    return replace(Circumstances(user_agent=PEOPLE[0], purpose="", now=NOON), **given)


def event_class(circumstances: Circumstances, *, is_own: bool = False) -> EventClass | None:
    token = Token("view", 1, NOON, "id")
    rule = broken_rule(Arrival(token, DAY, circumstances, is_own=is_own))
    return rule.event_class if rule else None


@pytest.mark.parametrize(
    "marks",
    [
        {"hints": '"Chromium";v="144", "HeadlessChrome";v="144"'},
        {"is_automated": True},
        {"address": "34.65.1.2"},
        {"address": "2a01:4f8:1:2::3"},
    ],
    ids=str,
)
def test_driven_browsers_and_computing_centres_are_bots(marks: dict[str, Any]) -> None:
    assert event_class(how(**marks)) == EventClass.BOT


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::1", "", "unix:"])
def test_people_come_from_elsewhere(address: str) -> None:
    assert event_class(how(address=address)) is None


def test_member_in_a_computing_centre_is_a_person() -> None:
    assert event_class(how(address="34.65.1.2", member_pk=1)) is None


@pytest.mark.parametrize(
    ("uncounted", "is_own", "is_staff", "expected"),
    [
        (("authors",), True, False, EventClass.OWN),
        (("authors",), False, True, None),
        (("staff",), False, True, EventClass.OWN),
        (("staff",), True, False, None),
        (("nobody",), True, True, None),
    ],
)
def test_site_decides_whether_authors_and_staff_count(
    settings: Settings,
    *,
    uncounted: tuple[str, ...],
    is_own: bool,
    is_staff: bool,
    expected: EventClass | None,
) -> None:
    settings.UNCOUNTED_READERS = uncounted

    assert event_class(how(member_pk=1, is_staff=is_staff), is_own=is_own) == expected


def test_network_lists_allow_remarks_and_refuse_nonsense() -> None:
    parsed = parse_networks(["192.0.2.0/24 # ours", "", "# nothing"])

    assert parsed == {4: [(0xFFFFFF00, frozenset({0xC0000200}))], 6: []}
    with pytest.raises(ValueError, match="does not appear"):
        parse_networks(["example.org"])


def test_built_in_list_holds_no_network_of_documentation() -> None:
    assert not is_data_centre("198.51.100.7")
