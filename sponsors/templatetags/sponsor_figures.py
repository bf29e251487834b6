"""Figures as sponsors read them: `{% load sponsor_figures %}{{ rate|percent }}`, `{{ cents|money:currency }}`."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from sponsors import money as amounts

register = template.Library()


@register.filter
def percent(rate: float | None) -> str:
    """A rate in 0…1 with two decimals, a dash where there is none."""
    if rate is None:
        return "–"
    return _("%(figure)s%%") % {"figure": number_format(round(100 * rate, 2), 2)}


@register.filter
def money(cents: int, currency: str) -> str:
    return amounts.money(cents, currency)
