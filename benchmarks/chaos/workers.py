"""The processes of the harness: those that send, and those that drain until they are killed."""

import json
import time
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from multiprocessing.synchronize import Event as Flag
from pathlib import Path
from random import Random
from typing import Final
from uuid import uuid4

from benchmarks.chaos.kinds import EVENT, VIEW
from benchmarks.chaos.wrong import CLAIM_AFTER, drain_wrongly

SUBJECTS: Final = 20
EVENTS: Final = 2
HEADERS: Final = {"Sec-Fetch-Site": "same-origin", "Content-Type": "text/plain;charset=UTF-8"}


def make_tables() -> None:
    """Counting's tables alone; the rest of the site is not asked for."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] == "counting"])


def send(port: int, log: Path, number: int, stop: Flag) -> None:
    """Report views and events as browsers do, and write down what became of each beacon.

    A line of the log: whether it was acknowledged, the view's subject, and the events with their subjects. Tokens of
    a beacon that failed are sent again, as are some that were acknowledged: neither may count twice.
    """
    rng, connection = Random(number), HTTPConnection("127.0.0.1", port, timeout=5)
    again: list[tuple[str, int, str]] = []
    with log.open("w") as lines:
        for count in range(1_000_000):
            if stop.is_set():
                return
            subject = rng.randrange(1, SUBJECTS)
            events = again or [_event(rng) for _ in range(EVENTS)]
            tokens = [_token(VIEW, subject), *(token for _id, _subject, token in events)]
            agent = f"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.{number}.{count}"
            is_counted = _post(connection, tokens, agent=agent)
            sent = [(event_id, one) for event_id, one, _token_text in events]
            lines.write(json.dumps([is_counted, subject, sent]) + "\n")
            again = events if not is_counted or rng.random() < 0.1 else []
            if not is_counted:
                time.sleep(0.02)


def _event(rng: Random) -> tuple[str, int, str]:
    from counting.tokens import new_event_id

    event_id, subject = new_event_id(), rng.randrange(1, SUBJECTS)
    return event_id, subject, _token(EVENT, subject, event_id)


def _token(kind: str, subject: int, event_id: str = "") -> str:
    from django.utils import timezone

    from counting.tokens import make_token

    return make_token(kind, subject=subject, now=timezone.now(), event_id=event_id)


def _post(connection: HTTPConnection, tokens: list[str], *, agent: str) -> bool:
    """Whether it was acknowledged; otherwise nobody knows."""
    try:
        body = json.dumps({"tokens": tokens})
        connection.request("POST", "/beacon/", body, HEADERS | {"User-Agent": agent})
        response = connection.getresponse()
        response.read()
    except (OSError, HTTPException):
        connection.close()
        return False
    return response.status == 204


def drain_for_ever(broken: str, is_held: Flag) -> None:
    """Drain until killed, whatever goes wrong meanwhile. `broken`: "", or one of wrong.WAYS, which sets `is_held`."""
    from django.db import connections

    connections["default"].settings_dict["OPTIONS"]["pool"] = None
    rng = Random()
    while True:
        try:
            if broken:
                drain_wrongly(broken, is_held=is_held, rng=rng)
            else:
                drain_once()
        except Exception:  # noqa: BLE001  (a server has just been killed; the next round tells)
            connections.close_all()
        time.sleep(0.01)


def drain_once(claim_after: timedelta = CLAIM_AFTER) -> int:
    """What beat has the worker do; how many events were moved."""
    from config.redis import events
    from counting.drain import drain_events, drain_kind

    moved = drain_events(EVENT, redis=events(), consumer=uuid4().hex, claim_after=claim_after)
    return moved + drain_kind(EVENT, redis=events()) + drain_kind(VIEW, redis=events())
