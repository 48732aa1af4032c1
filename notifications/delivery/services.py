"""What others ask of the queue."""

from __future__ import annotations

from notifications.delivery.orders import Order, enqueue

__all__ = ["Order", "enqueue"]
