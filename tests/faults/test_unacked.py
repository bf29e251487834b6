"""A worker that loses the broker with tasks in hand goes on: what it cannot answer for is sent again later."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as active
from kombu import Connection, Queue
from kombu.transport import redis as transport

from config.redis import Client, broker, key
from config.unacked import survive_the_broker

HELD = key("celery") + ":unacked"


@pytest.fixture
def message(redis: Client) -> Iterator[Any]:
    """Taken, and not answered for yet; then the broker is gone, and Celery has let go of the connection."""
    kombus = transport.Channel.QoS
    survive_the_broker()
    options = active.CELERY_BROKER_TRANSPORT_OPTIONS
    with Connection(active.CELERY_BROKER_URL, transport_options=options) as connection:
        channel: Any = connection.channel()
        queue = Queue("counts", routing_key="counts")(channel)
        queue.declare()
        connection.Producer(channel).publish("a word", routing_key="counts")
        taken = queue.get()
        channel._disconnect_pools()
        connection._do_close_transport()
        yield taken
    transport.Channel.QoS = kombus


@pytest.mark.parametrize("answer", ["ack", "reject", "requeue"])
def test_task_that_ends_later_ends_nothing_else(message: Any, answer: str) -> None:
    getattr(message, answer)()

    assert broker().hlen(HELD) == 1


def test_channel_that_is_closed_leaves_its_messages_where_they_are(message: Any) -> None:
    message.channel.close()

    assert broker().hlen(HELD) == 1
