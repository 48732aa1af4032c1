"""Index of the app's models: imports only, one line a slice."""

from notifications.addresses.models import Address, AddressCode
from notifications.delivery.models import Attempt, Delivery, ProviderHealth, Receipt, Suppression
from notifications.realtime.models import Gateway, Socket
from notifications.templates.models import Template

__all__ = [
    "Address",
    "AddressCode",
    "Attempt",
    "Delivery",
    "Gateway",
    "ProviderHealth",
    "Receipt",
    "Socket",
    "Suppression",
    "Template",
]
