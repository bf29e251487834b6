"""Which events do not count, and why: an ordered table; the first rule that holds names the class."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest

from config.http import address_in
from counting.data_centres import is_data_centre
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
# Headers, as WSGI names them, by which a browser says that nobody is looking yet.
PURPOSE_HEADERS: Final = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
UNSEEN: Final = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)


# By which headers a browser without a window gives itself away, even where it calls itself another.
HINT_HEADERS: Final = ("HTTP_SEC_CH_UA",)
HEADLESS: Final = re.compile(r"headless|puppeteer|playwright|selenium", re.IGNORECASE)
AUTHORS: Final = "authors"
STAFF: Final = "staff"


@dataclass(frozen=True)
class Circumstances:
    """How a request came. `purpose`, `hints`: values of PURPOSE_HEADERS and HINT_HEADERS, joined.

    `is_automated`: the browser says that a program drives it. `member_pk`: None for those who have not signed in.
    """

    user_agent: str
    purpose: str
    now: datetime
    hints: str = ""
    address: str = ""
    is_automated: bool = False
    member_pk: int | None = None
    is_staff: bool = False


@dataclass(frozen=True)
class Arrival:
    """One event as it came in. `token`: None if it is forged, or of a kind that nobody registered.

    `is_own`: whoever reports it is the one whom the token's subject belongs to.
    """

    token: Token | None
    max_age: timedelta
    circumstances: Circumstances
    is_own: bool = False

    @property
    def is_within_time(self) -> bool:
        if self.token is None:
            return False
        return -MAX_CLOCK_SKEW <= self.token.age(self.circumstances.now) <= self.max_age

    @property
    def is_headless(self) -> bool:
        return self.circumstances.is_automated or bool(HEADLESS.search(self.circumstances.hints))

    @property
    def is_from_data_centre(self) -> bool:
        """Members are believed to be people wherever they come from."""
        how = self.circumstances
        return how.member_pk is None and is_data_centre(how.address)

    @property
    def is_uncounted_reader(self) -> bool:
        """Whether the site does not count such readers, by its settings."""
        uncounted: tuple[str, ...] = settings.UNCOUNTED_READERS
        is_staff = self.circumstances.is_staff
        return (self.is_own and AUTHORS in uncounted) or (is_staff and STAFF in uncounted)


@dataclass(frozen=True)
class Rule:
    """`holds`: whether the event breaks this rule, and so is of `event_class`."""

    name: str
    event_class: EventClass
    holds: Callable[[Arrival], bool]


@lru_cache(maxsize=1_024)
def is_bot_name(user_agent: str) -> bool:
    """Whether a program says that it is one."""
    return bool(BOT_WORDS.search(user_agent))


# Floods and duplicates are told by what came before, which only Redis and the ledger know.
RULES: Final = (
    Rule("not our token", EventClass.FORGED, lambda one: one.token is None),
    Rule("no user agent", EventClass.BOT, lambda one: not one.circumstances.user_agent.strip()),
    Rule("declared bot", EventClass.BOT, lambda one: is_bot_name(one.circumstances.user_agent)),
    Rule("no window", EventClass.BOT, lambda one: one.is_headless),
    Rule(
        "not looked at", EventClass.BOT, lambda one: bool(UNSEEN.search(one.circumstances.purpose))
    ),
    Rule("data centre", EventClass.BOT, lambda one: one.is_from_data_centre),
    Rule("token out of its time", EventClass.EXPIRED, lambda one: not one.is_within_time),
    Rule("author or staff", EventClass.OWN, lambda one: one.is_uncounted_reader),
)


def broken_rule(arrival: Arrival) -> Rule | None:
    """The first rule that the event breaks; None if it counts, unless it is a duplicate."""
    return next((rule for rule in RULES if rule.holds(arrival)), None)


def circumstances_of(
    request: HttpRequest, *, now: datetime, is_automated: bool = False
) -> Circumstances:
    """How a request came that knows its user."""
    user = request.user
    return circumstances_in(
        request.META, now=now, is_automated=is_automated, member_pk=user.pk, is_staff=user.is_staff
    )


def circumstances_in(
    meta: Mapping[str, Any],
    *,
    now: datetime,
    is_automated: bool = False,
    member_pk: int | None = None,
    is_staff: bool = False,
) -> Circumstances:
    """The same of a request as WSGI has it, and of whoever sends it."""
    return Circumstances(
        user_agent=meta.get("HTTP_USER_AGENT", ""),
        purpose=_joined(meta, PURPOSE_HEADERS),
        now=now,
        hints=_joined(meta, HINT_HEADERS),
        address=address_in(meta),
        is_automated=is_automated,
        member_pk=member_pk,
        is_staff=is_staff,
    )


def _joined(meta: Mapping[str, Any], names: Iterable[str]) -> str:
    return " ".join(meta[name] for name in names if name in meta)
