"""The ways to read the feed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feed.models import Category, Tag


class Tab(StrEnum):
    """The ways to sort or choose; the value is also the address."""

    LATEST = "latest"
    HOT = "hot"
    TOP = "top"
    FOLLOWING = "following"
    FOR_YOU = "for-you"

    @property
    def label(self) -> Promise:
        return TAB_LABELS[self]

    @property
    def is_personal(self) -> bool:
        return self in (Tab.FOLLOWING, Tab.FOR_YOU)


class Window(StrEnum):
    """How far back Top looks; the value is also the address."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    ALL = "all"

    @property
    def label(self) -> Promise:
        return WINDOW_LABELS[self]

    def begins_at(self, now: datetime) -> datetime | None:
        """None: at the beginning of the site."""
        length = WINDOW_LENGTHS[self]
        return now - length if length else None


TAB_LABELS: Final[dict[Tab, Promise]] = {
    Tab.LATEST: _("Latest"),
    Tab.HOT: _("Hot"),
    Tab.TOP: pgettext_lazy("feed", "Top"),
    Tab.FOLLOWING: _("Following"),
    Tab.FOR_YOU: _("For you"),
}
WINDOW_LABELS: Final[dict[Window, Promise]] = {
    Window.DAY: _("Day"),
    Window.WEEK: _("Week"),
    Window.MONTH: _("Month"),
    Window.YEAR: _("Year"),
    Window.ALL: _("All time"),
}
WINDOW_LENGTHS: Final[dict[Window, timedelta | None]] = {
    Window.DAY: timedelta(days=1),
    Window.WEEK: timedelta(days=7),
    Window.MONTH: timedelta(days=30),
    Window.YEAR: timedelta(days=365),
    Window.ALL: None,
}
# A week holds enough to choose from on a small site, and is young enough on a large one.
USUAL_WINDOW: Final = Window.WEEK
SORTS: Final = (Tab.LATEST, Tab.HOT, Tab.TOP)


@dataclass(frozen=True)
class TabLink:
    """One tab of a row of tabs."""

    label: Promise
    url: str
    is_open: bool


def front_tabs(open_tab: Tab, *, home: str) -> list[TabLink]:
    """The tabs of the front page; `home` is the address of Latest."""
    return [
        TabLink(tab.label, home if tab is Tab.LATEST else front_path(tab), tab is open_tab)
        for tab in Tab
    ]


def filed_tabs(under: Category | Tag, open_tab: Tab) -> list[TabLink]:
    """The tabs of a category or tag."""
    return [TabLink(tab.label, filed_path(under, tab), tab is open_tab) for tab in SORTS]


def windows(paths: Sequence[str], open_window: Window) -> list[TabLink]:
    """How far Top may look back; `paths` in the order of Window."""
    return [
        TabLink(window.label, path, window is open_window)
        for window, path in zip(Window, paths, strict=True)
    ]


def front_path(tab: Tab, window: Window | None = None) -> str:
    """Address of a tab of the front page; Latest is the front page itself."""
    if tab is Tab.LATEST:
        return reverse("feed:latest")
    if tab is Tab.TOP and window and window is not USUAL_WINDOW:
        return reverse("feed:top", args=[window.value])
    return reverse(f"feed:{tab.value}")


def filed_path(under: Category | Tag, tab: Tab, window: Window | None = None) -> str:
    """Address of a tab of a category or tag."""
    kind = under._meta.model_name
    if tab is Tab.LATEST:
        return under.get_absolute_url()
    if tab is Tab.TOP and window and window is not USUAL_WINDOW:
        return reverse(f"feed:{kind}-top", args=[under.slug, window.value])
    return reverse(f"feed:{kind}-{tab.value}", args=[under.slug])
