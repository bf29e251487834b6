"""Data around every page; a web process remembers them until they are touched."""

from copy import copy
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.safestring import SafeString

from config.freshness import remembered
from feed.models import Category, SiteSettings


@dataclass
class Frame:
    """What stands around every page, of one moment; shared between requests, so only `parts` ever grows.

    `parts`: rendered from nothing but this frame's own rows, so they go when the frame goes (feed.templatetags.feed_frame).
    """

    parts: dict[tuple[object, ...], SafeString] = field(default_factory=dict)

    @cached_property
    def settings(self) -> SiteSettings:
        return _stored_settings()

    @cached_property
    def categories(self) -> list[Category]:
        return _stored_categories()


def site_frame() -> Frame:
    """The same until the site is touched; rows are read when they are first asked for."""
    return remembered("frame", Frame)


def site_settings() -> SiteSettings:
    """The one row, or the defaults where nobody has saved it yet."""
    return copy(site_frame().settings)


def all_categories() -> list[Category]:
    """Every category in editorial order, with its stored count of posts."""
    return list(site_frame().categories)


def _stored_settings() -> SiteSettings:
    return SiteSettings.objects.filter(pk=SiteSettings.ONLY).first() or SiteSettings(
        pk=SiteSettings.ONLY
    )


def _stored_categories() -> list[Category]:
    return list(Category.objects.all())
