"""How figures and moments are printed."""

from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django import template
from django.contrib.humanize.templatetags.humanize import naturalday, naturaltime
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy

from feed.fetching import errors
from feed.models import Post

register = template.Library()
register.filter("retold", errors.retold)

# (from this figure on, how it is printed); one decimal below ten units.
UNITS = (
    (1_000_000_000, pgettext_lazy("billions", "%(figure)sB")),
    (1_000_000, pgettext_lazy("millions", "%(figure)sM")),
    (1_000, pgettext_lazy("thousands", "%(figure)sK")),
)


@register.filter
def compact(count: int) -> str:
    """A short count: 0, 999, 1.2K, 12K, 3.4M; cut, never rounded up, as the reader's language writes it."""
    for size, form in UNITS:
        if count >= size:
            tenths = count * 10 // size
            decimals = 1 if tenths < 100 and tenths % 10 else 0
            figure = formats.number_format(tenths / 10 if decimals else tenths // 10, decimals)
            return form % {"figure": figure}
    return str(count)


@register.filter
def bdi(words: str) -> SafeString | str:
    """Somebody's words for a place that takes text alone, kept apart: “412 birds” stays so on an Arabic page."""
    return format_html("<bdi>{}</bdi>", words) if words else ""


@register.simple_tag
def figure(template_name: str, count: int) -> SafeString:
    """A component that shows nothing but a count. Pages show the same counts again and again, and words are dear."""
    return _figure(template_name, count, get_language() or "")


def counts_of(post: Post, *, language: str) -> dict[str, str]:
    """What is counted of a post, as every card and page prints it."""
    return {
        "comment_count": _figure("components/_comment_figure.html", post.comment_count, language),
        "view_count": _figure("components/_view_figure.html", post.view_count, language),
        "reading_time": _figure("components/_reading_figure.html", post.reading_minutes, language),
    }


@lru_cache(maxsize=4_096)
def _figure(template_name: str, count: int, _language: str) -> SafeString:
    return SafeString(render_to_string(template_name, {"count": count}).strip())


class Clock(NamedTuple):
    """When and by whom a page is read. `now`: in the reader's zone."""

    now: datetime
    language: str


def clock() -> Clock:
    """To be asked once for many moments: each of its questions takes longer than to recall the words of one."""
    return Clock(timezone.localtime(), get_language() or "")


@register.simple_tag
def moment(at: datetime | None) -> SafeString:
    """A `time` element: today as an interval ("2 hours ago"), before that as a day; "" for None."""
    return moment_by(clock(), at)


def moment_by(read: Clock, at: datetime | None) -> SafeString:
    """As `moment`, for who knows the clock."""
    if at is None:
        return SafeString()
    now = read.now
    here = at.astimezone(now.tzinfo)
    is_today = here.date() == now.date()
    # The words of today change each minute, those of other days each day.
    turn = now.replace(second=0, microsecond=0) if is_today else now.date()
    return _moment(here, turn, read.language)


@lru_cache(maxsize=2_048)
def _moment(at: datetime, turn: datetime | date, language: str) -> SafeString:
    """Pages show the same moments again and again, and dates in words are dear. `at`: local."""
    words = naturaltime(at) if isinstance(turn, datetime) else _day(at.date(), turn, language)
    exact = formats.date_format(at, "DATETIME_FORMAT")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', at.isoformat(timespec="seconds"), exact, words
    )


@lru_cache(maxsize=1_024)
def _day(day: date, _today: date, _language: str) -> str:
    return str(naturalday(day, "DATE_FORMAT"))
