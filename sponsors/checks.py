"""What is looked at before a creative may run, and every day while it runs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext_noop

from feed.fetching.errors import FetchError, HostRestsError
from feed.fetching.fetcher import Fetch, Want

if TYPE_CHECKING:
    from PIL import Image

# What loads before a reader has scrolled past it on a slow connection.
MAX_IMAGE_BYTES: Final = 200_000
# Of the lightest against the darkest twentieth of a picture; WCAG 2.2, 1.4.11 asks 3:1 of what must be told apart.
MIN_CONTRAST: Final = 3.0
LANDING: Final = Want(types=("text/html", "application/xhtml+xml"), may_cut=True, max_bytes=65_536)


@dataclass(frozen=True)
class Subject:
    """A creative as the checks see it. `slots`: (width, height) in CSS pixels; `image`: None if there is none."""

    landing_url: str
    image_alt: str
    image: "Image.Image | None"
    image_bytes: int
    slots: Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Problem:
    """`code`: one of RULES. `detail`: what was found, in words or figures, "" if there is nothing to add."""

    code: str
    detail: str = ""


@dataclass(frozen=True)
class Rule:
    """`words`: what is wrong, for the sponsor. `is_blocking`: the creative must not run."""

    code: str
    words: str
    is_blocking: bool
    found: Callable[[Subject, Fetch], str | None]


def find_problems(subject: Subject, *, fetch: Fetch) -> list[Problem]:
    """What is wrong, worst first; asks the landing page once. Raises HostRestsError: nobody can tell now."""
    return list(_problems(subject, fetch))


def _problems(subject: Subject, fetch: Fetch) -> Iterator[Problem]:
    for rule in RULES:
        detail = rule.found(subject, fetch)
        if detail is not None:
            yield Problem(rule.code, detail)


def _landing(subject: Subject, fetch: Fetch) -> str | None:
    """None if a page came, after at most three redirects; else why not. Raises HostRestsError."""
    try:
        fetch(subject.landing_url, want=LANDING)
    except HostRestsError:
        raise
    except FetchError as error:
        return str(error)
    return None


def _insecure(subject: Subject, _fetch: Fetch) -> str | None:
    return "" if urlsplit(subject.landing_url).scheme != "https" else None


def _heavy(subject: Subject, _fetch: Fetch) -> str | None:
    return f"{subject.image_bytes // 1000} kB" if subject.image_bytes > MAX_IMAGE_BYTES else None


def _small(subject: Subject, _fetch: Fetch) -> str | None:
    if subject.image is None:
        return None
    width, height = subject.image.size
    fits = all(width >= wanted or height >= high for wanted, high in subject.slots)
    return None if fits else f"{width} × {height}"


def _undescribed(subject: Subject, _fetch: Fetch) -> str | None:
    return "" if subject.image is not None and not subject.image_alt.strip() else None


def _pale(subject: Subject, _fetch: Fetch) -> str | None:
    if subject.image is None:
        return None
    ratio = contrast(subject.image)
    return f"{ratio:.1f} : 1" if ratio < MIN_CONTRAST else None


def contrast(image: "Image.Image") -> float:
    """Contrast ratio (WCAG) of the lightest to the darkest twentieth of a picture; at least 1."""
    shades = sorted(image.convert("L").resize((64, 64)).tobytes())
    dark, light = (_luminance(shades[len(shades) * part // 20]) for part in (1, 19))
    return (light + 0.05) / (dark + 0.05)


def _luminance(shade: int) -> float:
    part = shade / 255
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


RULES: Final = (
    Rule("landing", gettext_noop("The landing page does not open."), True, _landing),
    Rule("heavy", gettext_noop("The picture is too heavy; 200 kB are the most."), True, _heavy),
    Rule(
        "undescribed",
        gettext_noop("The picture has no description for those who cannot see it."),
        True,
        _undescribed,
    ),
    Rule("insecure", gettext_noop("The landing page is not encrypted (https)."), False, _insecure),
    Rule(
        "small",
        gettext_noop("The picture is smaller than its slot, and looks blurred."),
        False,
        _small,
    ),
    Rule("pale", gettext_noop("The picture has hardly any contrast."), False, _pale),
)
BY_CODE: Final = {rule.code: rule for rule in RULES}
