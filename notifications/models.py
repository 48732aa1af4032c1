"""Index of the app's models: imports only, one line a slice."""

from notifications.addresses.models import Address, AddressCode
from notifications.delivery.models import Attempt, Delivery, ProviderHealth, Receipt, Suppression
from notifications.mail.models import SentMail

__all__ = [
    "Address",
    "AddressCode",
    "Attempt",
    "Delivery",
    "ProviderHealth",
    "Receipt",
    "SentMail",
    "Suppression",
]
