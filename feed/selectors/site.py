"""Data around every page; a web process remembers them until they are touched."""

from copy import copy

from config.freshness import remembered
from feed.models import Category, SiteSettings


def site_settings() -> SiteSettings:
    """The one row, or the defaults where nobody has saved it yet."""
    return copy(remembered("site_settings", _stored_settings))


def all_categories() -> list[Category]:
    """Every category in editorial order, with its stored count of posts."""
    return list(remembered("categories", _stored_categories))


def _stored_settings() -> SiteSettings:
    return SiteSettings.objects.filter(pk=SiteSettings.ONLY).first() or SiteSettings(
        pk=SiteSettings.ONLY
    )


def _stored_categories() -> list[Category]:
    return list(Category.objects.all())
