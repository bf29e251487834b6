"""The way from the front page down to a page."""

from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from feed.models import Category, Tag


@dataclass(frozen=True)
class Crumb:
    """A page above this one, or this one; `path` begins with a slash."""

    label: str
    path: str


def front_crumb() -> Crumb:
    return _front_crumb(get_language())


def categories_crumb() -> Crumb:
    return _categories_crumb(get_language())


@lru_cache(maxsize=64)
def _front_crumb(_language: str | None) -> Crumb:
    return Crumb(_("Front page"), reverse("feed:latest"))


@lru_cache(maxsize=64)
def _categories_crumb(_language: str | None) -> Crumb:
    return Crumb(_("Categories"), reverse("feed:categories"))


def crumbs_to(under: Category | Tag) -> tuple[Crumb, ...]:
    """From the front page to a category or tag, itself included."""
    above = (front_crumb(), categories_crumb()) if isinstance(under, Category) else (front_crumb(),)
    return (*above, Crumb(under.name, under.get_absolute_url()))
