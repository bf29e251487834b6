"""Amounts of money as people write them."""

from decimal import Decimal

from django.utils.formats import number_format


def money(cents: int, currency: str) -> str:
    """Such as "EUR 1,234.50", in the reader's language; `cents` in the currency's smallest unit."""
    return (
        f"{currency}\N{NO-BREAK SPACE}{number_format(Decimal(cents) / 100, 2, force_grouping=True)}"
    )
