"""The deeds of the queue: asking for messages, suppressing addresses, and what staff do to deliveries."""

from notifications.delivery.orders import Order, enqueue
from notifications.delivery.services.suppressing import forget_suppression, suppress

__all__ = ["Order", "enqueue", "forget_suppression", "suppress"]
