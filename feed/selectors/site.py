"""Data around every page."""

from feed.models import Category, SiteSettings


def site_settings() -> SiteSettings:
    """The one row, or the defaults where nobody has saved it yet."""
    return SiteSettings.objects.filter(pk=SiteSettings.ONLY).first() or SiteSettings(
        pk=SiteSettings.ONLY
    )


def all_categories() -> list[Category]:
    """Every category in editorial order, with its stored count of posts."""
    return list(Category.objects.all())
