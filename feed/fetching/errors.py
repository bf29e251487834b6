"""Why something was not fetched; `str()` is a sentence for the person who gave the address."""

import re
from datetime import timedelta
from typing import ClassVar, Final, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.images import BROKEN, TOO_LARGE
from feed.errors import FeedError

UNREACHABLE: Final = gettext_noop("%(host)s cannot be reached.")
TOO_SLOW: Final = gettext_noop("The page did not answer within %(seconds)s seconds.")
BAD_STATUS: Final = gettext_noop("The page answers with status %(status)s.")
PARTS: Final = re.compile(r"%\\\((\w+)\\\)s")
PATTERNS: Final = {
    words: re.compile(PARTS.sub(r"(?P<\1>.+)", re.escape(words)))
    for words in (UNREACHABLE, TOO_SLOW, BAD_STATUS, TOO_LARGE, *BROKEN.values())
}


def retold(sentence: str) -> str:
    """In the reader's language what a worker noted in the source's; what is no sentence of ours stays as it is."""
    for words, pattern in PATTERNS.items():
        if found := pattern.fullmatch(sentence):
            return _(words) % found.groupdict()
    return _(sentence) if sentence else ""


class FetchError(FeedError):
    """Nothing usable came back. `is_final`: trying again later will not help. `is_slow`: we waited in vain."""

    is_final: ClassVar[bool] = False
    is_slow = False


class AddressRefusedError(FetchError):
    """We do not connect to this address, whoever asks; `reason` names the rule."""

    is_final = True

    def __init__(self, url: str, *, reason: str) -> None:
        super().__init__(reason)
        self.url = url
        self.reason = reason

    @classmethod
    def too_long(cls, url: str) -> Self:
        return cls(url, reason=_("This address is too long."))

    @classmethod
    def malformed(cls, url: str) -> Self:
        return cls(url, reason=_("This is not a complete web address."))


class UnreachableError(FetchError):
    """No such name, no connection, no valid certificate, or no HTTP; `cause` is for the log."""

    def __init__(self, host: str, *, cause: str, is_slow: bool = False) -> None:
        super().__init__(_(UNREACHABLE) % {"host": host})
        self.host = host
        self.cause = cause
        self.is_slow = is_slow


class HostRestsError(FetchError):
    """Nobody was asked: the host was silent a moment ago, or is busy with us. Come again after `rests_for`; it is no failure."""

    def __init__(self, host: str, *, rests_for: timedelta) -> None:
        super().__init__(_(UNREACHABLE) % {"host": host})
        self.host = host
        self.rests_for = rests_for


class TooSlowError(FetchError):
    """The whole answer was not there within `seconds`."""

    is_slow = True

    def __init__(self, *, seconds: float) -> None:
        super().__init__(_(TOO_SLOW) % {"seconds": f"{seconds:g}"})
        self.seconds = seconds


class TooLargeError(FetchError):
    """The answer, packed or unpacked, or its headers are larger than what was wanted allows."""

    is_final = True

    def __init__(self) -> None:
        super().__init__(_("The answer is larger than we read."))


class RedirectsRefusedError(FetchError):
    """The answer sends us on once too often, or from https to http; `hops` addresses were asked."""

    is_final = True

    def __init__(self, *, hops: int) -> None:
        super().__init__(_("The page sends us on and on, or to an unsafe address."))
        self.hops = hops


class BadStatusError(FetchError):
    """The server answered, but not with 200; gone for good or passing, as `status` says.

    `retry_after`: when to come again, as the server wrote it (seconds or a date); "" if it did not.
    """

    def __init__(self, *, status: int, retry_after: str = "") -> None:
        super().__init__(_(BAD_STATUS) % {"status": status})
        self.status = status
        self.retry_after = retry_after


class WrongTypeError(FetchError):
    """The answer is of another kind than was asked for, or packed in a way we do not unpack."""

    is_final = True

    def __init__(self, *, content_type: str) -> None:
        super().__init__(_("The answer is of a kind that we do not read."))
        self.content_type = content_type
