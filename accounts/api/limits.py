"""How often programs may ask, and how they are told (draft-ietf-httpapi-ratelimit-headers)."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from oauth2_provider.models import AccessToken
from redis.exceptions import RedisError
from rest_framework import exceptions, status
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from accounts.models import PersonalToken
from config import redis
from config.http import client_address

WINDOW_SECONDS: Final = 60
COUNT_SCRIPT: Final = """
local used = redis.call("INCR", KEYS[1])
redis.call("EXPIRE", KEYS[1], ARGV[1])
return used
"""


# Requests for tokens by one address in each window.
DOOR_QUOTA: Final = 60


@dataclass(frozen=True)
class Limit:
    """At most `quota` requests of one asker in each WINDOW_SECONDS. `is_safe`: allowed when nothing can be counted."""

    name: str
    quota: int
    is_safe: bool
    fits: Callable[[Request], bool]


def _reads(request: Request) -> bool:
    return request.method in SAFE_METHODS


def _is_member(request: Request) -> bool:
    return bool(request.user.is_authenticated)


# The first that fits holds.
LIMITS: Final = (
    Limit("read-member", 1_200, True, lambda request: _reads(request) and _is_member(request)),
    Limit("read-address", 600, True, _reads),
    Limit("write-member", 120, False, _is_member),
    Limit("write-address", 60, False, lambda _request: True),
)


@dataclass(frozen=True)
class Allowance:
    """What is left of a limit in this window."""

    limit: Limit
    left: int
    seconds_left: int


class UncountableError(exceptions.APIException):
    """The counter does not answer, so no program may write; people still can, on the pages."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = "Requests cannot be counted at the moment, so nothing was written. Try again."
    default_code = "uncountable"
    wait = 5


def spend(request: Request, *, now: float | None = None) -> Allowance | None:
    """Count one request; None where reads cannot be counted, which lets them pass.

    Raises:
        Throttled: the limit is used up; `wait` says until when.
        UncountableError: Redis does not answer, and the request writes.
    """
    now = time.time() if now is None else now
    limit = next(each for each in LIMITS if each.fits(request))
    window = int(now // WINDOW_SECONDS)
    seconds_left = max(1, round((window + 1) * WINDOW_SECONDS - now))
    try:
        used = _count(redis.key("api", "limit", limit.name, _asker(request), window))
    except RedisError as error:
        if limit.is_safe:
            return None
        raise UncountableError from error
    if used > limit.quota:
        raise exceptions.Throttled(wait=seconds_left)
    return Allowance(limit, limit.quota - used, seconds_left)


def spend_at_door(address: str, *, now: float | None = None) -> int:
    """Count one request for tokens by one address, which tries at most as often as strangers may write.

    Returns:
        Seconds until it may go on; 0 where it may. Nobody who cannot be counted waits: codes live for a minute, and
        are too long to be guessed.
    """
    now = time.time() if now is None else now
    window = int(now // WINDOW_SECONDS)
    try:
        used = _count(redis.key("api", "limit", "oauth", address, window))
    except RedisError:
        return 0
    return 0 if used <= DOOR_QUOTA else max(1, round((window + 1) * WINDOW_SECONDS - now))


def headers_of(allowance: Allowance | None) -> dict[str, str]:
    """RateLimit-Policy says the rule, RateLimit what is left."""
    if allowance is None:
        return {}
    limit = allowance.limit
    return {
        "RateLimit-Policy": f'"{limit.name}";q={limit.quota};w={WINDOW_SECONDS}',
        "RateLimit": f'"{limit.name}";r={allowance.left};t={allowance.seconds_left}',
    }


def _count(key: str) -> int:
    """Key api:limit:policy:asker:window: requests so far; gone after two windows."""
    return int(redis.ask(redis.cache(), "EVAL", COUNT_SCRIPT, 1, key, 2 * WINDOW_SECONDS))


def _asker(request: Request) -> str:
    if isinstance(request.auth, PersonalToken):
        return f"token{request.auth.pk}"
    if isinstance(request.auth, AccessToken):  # a renewed token renews no limit
        return f"app{request.auth.application_id}member{request.user.pk}"
    if request.user.is_authenticated:
        return f"member{request.user.pk}"
    return client_address(request._request)
