"""A round of mail over one connection, which ends where the server fails."""

import logging
from collections.abc import Callable, Iterable
from smtplib import SMTPException
from typing import Any, TypeVar

from django.core.mail import get_connection

from config.breaker import Breaker

T = TypeVar("T")

logger = logging.getLogger(__name__)
# Of the mail server, for requests and workers. Longer than EMAIL_TIMEOUT, so that one waits and no other.
server = Breaker(rest_seconds=10)


def send_each(due: Iterable[T], send: Callable[[T, Any], bool], *, what: str) -> int:
    """How many messages went out. Where the server fails, that is logged once and the rest stays due.

    Args:
        send: claims what is due and sends it over the connection; whether a message went out.
        what: for the log, such as "Letters are".
    """
    sent = 0
    if not server.may_ask():
        return sent
    try:
        with get_connection() as connection:
            for each in due:
                sent += send(each, connection)
    except (SMTPException, OSError) as error:
        server.failed()
        logger.warning("%s not sent now, and will be tried again: %s", what, error)
    else:
        server.worked()
    return sent
