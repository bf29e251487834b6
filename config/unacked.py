"""Messages that a worker holds over a connection to the broker that is gone. A leaf: imports nothing of ours.

Kombu would answer for them over a connection that it cannot make any more, and the worker would end for it: where a
task was in hand while the broker was restarted, or sentinels chose another. Left alone, such a message comes again after the
visibility time-out; every task may be done twice.
"""

import logging
from typing import Any

from kombu.transport import redis, virtual

logger = logging.getLogger(__name__)


class SteadyQoS(redis.QoS):
    """What is still owed to a broker is given up with the connection."""

    def restore_unacked(self, client: Any = None) -> None:
        if self._is_gone():
            held: Any = self._delivered
            held.clear()
        else:
            super().restore_unacked(client)

    def ack(self, delivery_tag: str) -> None:
        if self._is_gone():
            logger.warning(
                "A task was done that the broker will send again: its connection is gone."
            )
            virtual.QoS.ack(self, delivery_tag)
        else:
            super().ack(delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:  # noqa: FBT001, FBT002  (Kombu's)
        if self._is_gone():
            virtual.QoS.ack(self, delivery_tag)
        else:
            super().reject(delivery_tag, requeue=requeue)

    def _is_gone(self) -> bool:
        transport: Any = self.channel.connection
        return transport is None or transport.client is None


def survive_the_broker() -> None:
    """From now on channels of this process are steady."""
    redis.Channel.QoS = SteadyQoS
