"""What runs now, for everybody to see."""

from dataclasses import dataclass, field
from datetime import datetime

from sponsors.models import Creative, Sponsor


@dataclass
class Shown:
    """A sponsor with its creatives of the moment, oldest first, none of them twice."""

    sponsor: Sponsor
    creatives: list[Creative] = field(default_factory=list)


def library(*, now: datetime) -> list[Shown]:
    """Sponsors by name; the house is none of them. One query."""
    running = Creative.objects.running(now=now).filter(is_house=False).with_sponsor()
    found: dict[int, Shown] = {}
    seen: set[tuple[int, str, str]] = set()
    for creative in running.order_by("flight__campaign__sponsor__name", "pk"):
        words = (creative.sponsor.pk, creative.headline, creative.text)
        if words not in seen:
            seen.add(words)
            found.setdefault(creative.sponsor.pk, Shown(creative.sponsor)).creatives.append(
                creative
            )
    return list(found.values())
