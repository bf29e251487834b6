"""How figures are printed."""

from django import template
from django.utils import formats

register = template.Library()

# (from this figure on, unit); one decimal below ten units.
UNITS = ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K"))


@register.filter
def compact(count: int) -> str:
    """A count in at most four characters: 0, 999, 1.2K, 12K, 3.4M; cut, never rounded up, localised."""
    for size, unit in UNITS:
        if count >= size:
            tenths = count * 10 // size
            decimals = 1 if tenths < 100 and tenths % 10 else 0
            return f"{formats.number_format(tenths / 10 if decimals else tenths // 10, decimals)}{unit}"
    return str(count)
