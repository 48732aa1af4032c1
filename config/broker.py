"""Reading from the broker so that no message, whatever it is, ends the worker that reads it.

A message that Celery cannot take apart raises out of the worker's loop: the worker ends, the message goes back to the
queue, and the next worker ends of it too. Here it is logged and dropped. Nothing is lost by that: messages are
wake-ups, and what is to be done lies in the database (docs/decisions/0002).
"""

from __future__ import annotations

import logging
from queue import Empty
from typing import Any

from kombu import transport
from kombu.transport import redis

logger = logging.getLogger(__name__)

SHOWN = 500


class Channel(redis.Channel):
    """Takes messages off the queues."""

    def _brpop_read(self, **options: Any) -> Any:
        try:
            return super()._brpop_read(**options)  # type: ignore[misc] # kombu's stubs leave it out
        except (*self.connection_errors, Empty):  # type: ignore[attr-defined]
            raise
        except Exception as error:  # no JSON at all; it is off the queue by now
            logger.error("a message that cannot be read was dropped: %s", error)
            return True


class Transport(redis.Transport):
    """Hands messages to the worker."""

    Channel = Channel

    def _deliver(self, message: Any, queue: str | None) -> None:
        try:
            super()._deliver(message, queue)
        except KeyError as error:  # which kombu counts among the errors of connections
            self._let_go(message, error)
        except (*self.connection_errors, *self.channel_errors):
            raise
        except Exception as error:  # whatever Celery stumbles over in it
            self._let_go(message, error)

    def _let_go(self, message: Any, error: Exception) -> None:
        """Acknowledge it, or it would come back when the connection ends."""
        logger.error("a message that cannot be taken was dropped: %r: %s", error, str(message)[:SHOWN])
        properties = message.get("properties") if isinstance(message, dict) else None
        tag = properties.get("delivery_tag") if isinstance(properties, dict) else None
        if isinstance(tag, str):
            for channel in self.channels or []:
                channel.basic_ack(tag)


def take_over() -> None:
    """Have every connection to Redis read so."""
    for scheme in ("redis", "rediss"):
        transport.TRANSPORT_ALIASES[scheme] = f"{__name__}:Transport"
