"""Index of the app's models: imports only, one line a slice."""

from notifications.addresses.models import Address, AddressCode
from notifications.delivery.models import Attempt, Delivery, ProviderHealth, Receipt, Suppression
from notifications.templates.models import Template
from notifications.webhooks.models import WebhookAttempt, WebhookEndpoint, WebhookMessage

__all__ = [
    "Address",
    "AddressCode",
    "Attempt",
    "Delivery",
    "ProviderHealth",
    "Receipt",
    "Suppression",
    "Template",
    "WebhookAttempt",
    "WebhookEndpoint",
    "WebhookMessage",
]
