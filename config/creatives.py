"""Sponsors' creatives that wait for approval, in the one review queue: the wiring knows both apps."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from moderation.selectors.elsewhere import Waiting
from sponsors.selectors.desk import waiting_creatives


def creatives_waiting_for(member: User) -> Iterator[Waiting]:
    """For who may approve them."""
    if not member.has_perm("sponsors.change_creative"):
        return
    for creative in waiting_creatives():
        yield Waiting(
            kind=_("creative"),
            title=creative.headline,
            text=f"{creative.sponsor.name}: {creative.text}",
            since=creative.created_at,
            url=reverse("admin:sponsors_creative_change", args=[creative.pk]),
        )
