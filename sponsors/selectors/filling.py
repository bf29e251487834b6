"""How slots fill."""

from datetime import date

from django.db.models import Sum

from sponsors.models import SlotTotal


def asked_and_filled(*, on: date) -> tuple[int, int]:
    """How often slots were asked for on a day (UTC), and how often a creative was found, over all slots."""
    sums = SlotTotal.objects.filter(counted_on=on).aggregate(
        asked=Sum("decision_count", default=0), filled=Sum("filled_count", default=0)
    )
    return sums["asked"], sums["filled"]
