"""Which events do not count, and why: an ordered table; the first rule that holds names the class."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.http import HttpRequest

from counting.models import EventClass
from counting.tokens import Token

# A token from further ahead than this was issued by a machine whose clock is wrong.
MAX_CLOCK_SKEW: Final = timedelta(minutes=5)

# What programs that do not hide call themselves; browsers carry none of these words.
BOT_WORDS: Final = re.compile(
    r"(?<!cu)bot(?:\b|_)|crawl|spider|slurp|scrap|fetch|archiver|monitor|preview|validator|checker|headless|phantomjs"
    r"|lighthouse|facebookexternalhit|whatsapp|mediapartners|feedburner|python|curl|wget|httpie|httpx"
    r"|aiohttp|okhttp|axios|node\b|go-http|java/|apache-http|ruby|perl|php|\+https?://",
    re.IGNORECASE,
)
# Headers by which a browser says that nobody is looking yet.
PURPOSE_HEADERS: Final = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
UNSEEN: Final = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)


@dataclass(frozen=True)
class Circumstances:
    """How a request came. `purpose`: values of PURPOSE_HEADERS, joined."""

    user_agent: str
    purpose: str
    now: datetime


@dataclass(frozen=True)
class Arrival:
    """One event as it came in. `token`: None if it is forged, or of a kind that nobody registered."""

    token: Token | None
    max_age: timedelta
    circumstances: Circumstances

    @property
    def is_within_time(self) -> bool:
        if self.token is None:
            return False
        return -MAX_CLOCK_SKEW <= self.token.age(self.circumstances.now) <= self.max_age


@dataclass(frozen=True)
class Rule:
    """`holds`: whether the event breaks this rule, and so is of `event_class`."""

    name: str
    event_class: EventClass
    holds: Callable[[Arrival], bool]


RULES: Final = (
    Rule("not our token", EventClass.FORGED, lambda one: one.token is None),
    Rule("no user agent", EventClass.BOT, lambda one: not one.circumstances.user_agent.strip()),
    Rule(
        "declared bot",
        EventClass.BOT,
        lambda one: bool(BOT_WORDS.search(one.circumstances.user_agent)),
    ),
    Rule(
        "not looked at yet",
        EventClass.BOT,
        lambda one: bool(UNSEEN.search(one.circumstances.purpose)),
    ),
    Rule("token out of its time", EventClass.EXPIRED, lambda one: not one.is_within_time),
)


def broken_rule(arrival: Arrival) -> Rule | None:
    """The first rule that the event breaks; None if it counts, unless it is a duplicate."""
    return next((rule for rule in RULES if rule.holds(arrival)), None)


def circumstances_of(request: HttpRequest, *, now: datetime) -> Circumstances:
    return Circumstances(
        user_agent=request.headers.get("User-Agent", ""),
        purpose=" ".join(request.headers.get(name, "") for name in PURPOSE_HEADERS),
        now=now,
    )
