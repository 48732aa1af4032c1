"""Index of the app's admin: imports only, one line a slice."""

from notifications.addresses import admin as addresses
from notifications.delivery import admin as delivery
from notifications.realtime import admin as realtime
from notifications.templates import admin as templates

__all__ = ["addresses", "delivery", "realtime", "templates"]
