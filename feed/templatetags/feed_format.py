"""How figures are printed."""

from django import template
from django.utils import formats
from django.utils.translation import pgettext_lazy

register = template.Library()

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
