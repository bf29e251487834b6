"""The place in the daily mail: one creative in words, without a picture, for what a mail loads tells of its reader."""

import logging
from datetime import datetime
from random import SystemRandom

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from redis.exceptions import RedisError

from accounts.inserts import Insert
from accounts.models import User
from config.redis import events
from sponsors.audience import reader_of_mail
from sponsors.page import FilledSlot
from sponsors.services.filling import fill_slots
from sponsors.standard_slots import DIGEST

logger = logging.getLogger(__name__)

_dice = SystemRandom()


def insert_of(member: User, now: datetime) -> Insert | None:
    """What a sponsor, or the house, shows in a member's mail; None for members who are spared, and where nothing fits.

    Chosen as for a page, within the same caps, and counted as asked for and filled. Effects: a promise to the flight.
    """
    reader = reader_of_mail(member, now=now)
    try:
        (filled,) = fill_slots((DIGEST,), reader=reader, redis=events(), rng=_dice)
    except RedisError as error:
        logger.warning("A mail goes out without a sponsor: %r", error)
        return None
    return _insert(filled) if filled else None


def _insert(filled: FilledSlot) -> Insert:
    shown = {
        "creative": filled.creative,
        "address": settings.BASE_URL + reverse("sponsors:click", args=[filled.click_token]),
        "why": settings.BASE_URL + reverse("sponsors:why", args=[filled.click_token]),
    }
    return Insert(
        text=render_to_string("sponsors/email/_slot.txt", shown).strip(),
        html=SafeString(render_to_string("sponsors/email/_slot.html", shown)),
    )
