"""The deeds of the queue: asking for messages, taking reports, suppressing addresses, what staff do to deliveries."""

from notifications.delivery.orders import Order, enqueue
from notifications.delivery.services.reporting import take_reports
from notifications.delivery.services.staff import redrive, redrive_all, resend
from notifications.delivery.services.suppressing import forget_suppression, lift_suppression, suppress

__all__ = [
    "Order",
    "enqueue",
    "forget_suppression",
    "lift_suppression",
    "redrive",
    "redrive_all",
    "resend",
    "suppress",
    "take_reports",
]
