"""Telling every process that what is booked has changed."""

import logging

from django.db import transaction
from redis.exceptions import RedisError

from config.redis import events
from sponsors.reservations import renew_version

logger = logging.getLogger(__name__)


def what_is_booked_changed() -> None:
    """After the commit: slots are filled by what is booked now. What Redis does not hear, it finds out within seconds."""
    transaction.on_commit(_renew, robust=True)


def _renew() -> None:
    try:
        renew_version(redis=events())
    except RedisError as error:
        logger.warning("The version of what is booked was not renewed: %r", error)
