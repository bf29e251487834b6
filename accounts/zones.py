"""The clock on a member's wall."""

from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from accounts.errors import NoSuchTimeError, NoSuchZoneError
from accounts.models import User

# The gathered message of a day is there with the coffee.
DIGEST_TIME: Final = time(8)


AREAS: Final = (
    "Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/",
)  # fmt: skip
# What browsers say where no place is set.
PLACELESS: Final = ("UTC", "GMT", "Etc/")


@cache
def zone_names() -> tuple[str, ...]:
    """Names that people look for, such as Europe/Amsterdam, in alphabetical order; UTC first."""
    return ("UTC", *sorted(name for name in available_timezones() if name.startswith(AREAS)))


@cache
def _known() -> frozenset[str]:
    return frozenset(name for name in available_timezones() if name.startswith(AREAS + PLACELESS))


def zone_of(member: User, *, browser_zone: str = "") -> ZoneInfo:
    """The member's own choice, else what the browser says, else UTC; an unknown name is passed over."""
    for name in (member.time_zone, browser_zone):
        if name in _known():
            return ZoneInfo(name)
    return ZoneInfo("UTC")


def clock_of(member: User, *, browser_zone: str = "") -> ZoneInfo:
    """As `zone_of`, for a time that the member typed and that must not be misread.

    Raises:
        NoSuchZoneError: the member chose no zone, and the browser names one that does not exist.
    """
    if browser_zone and not {member.time_zone, browser_zone} & _known():
        raise NoSuchZoneError(browser_zone)
    return zone_of(member, browser_zone=browser_zone)


def instant_of(wall: datetime, *, zone: ZoneInfo) -> datetime:
    """The instant at which a clock in `zone` shows `wall` (naive); of two, the earlier one.

    Raises:
        NoSuchTimeError: the clock skips this time, because summer time begins.
    """
    instant = wall.replace(tzinfo=zone)
    if instant.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall:
        raise NoSuchTimeError(wall, zone.key)
    return instant.astimezone(UTC)


def next_digest_at(member: User, *, now: datetime) -> datetime:
    """The next DIGEST_TIME on the member's own clock, after `now`."""
    here = now.astimezone(zone_of(member))
    today = here.replace(hour=DIGEST_TIME.hour, minute=0, second=0, microsecond=0)
    return today if today > here else today + timedelta(days=1)
