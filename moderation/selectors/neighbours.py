"""Who else came from the same network lately, by hashes that nobody can read back: a hint, no proof."""

from collections.abc import Collection
from typing import Any, Final

from django.db.models import QuerySet

from accounts.models import SignInHint

SHOWN: Final = 6


def neighbours_of(member_pks: Collection[int]) -> dict[int, list[str]]:
    """By member: usernames of at most SHOWN others, as long as hints are kept. Two queries, none for nobody."""
    if not member_pks:
        return {}
    places = dict[str, set[int]]()
    for place, pk in _hints(member__in=member_pks).values_list("address_hash", "member_id"):
        places.setdefault(place, set()).add(pk)
    found: dict[int, set[str]] = {}
    rows = _hints(address_hash__in=places).values_list("address_hash", "member_id", "member__username")  # fmt: skip
    for place, other, name in rows.order_by("-member_id")[:1_000]:
        for pk in places[place] - {other}:
            found.setdefault(pk, set()).add(name)
    return {pk: sorted(names)[:SHOWN] for pk, names in found.items()}


def _hints(**conditions: Any) -> QuerySet[SignInHint]:
    return SignInHint.objects.filter(**conditions)
