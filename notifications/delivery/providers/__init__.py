"""Providers: who carries messages out of the house, behind one small protocol."""

from notifications.delivery.providers.protocol import (
    AddressGone,
    Message,
    Permanent,
    Provider,
    Result,
    Sent,
    Session,
    Transient,
)
from notifications.delivery.providers.registry import email_providers, per_second, provider, push_providers

__all__ = [
    "AddressGone",
    "Message",
    "Permanent",
    "Provider",
    "Result",
    "Sent",
    "Session",
    "Transient",
    "email_providers",
    "per_second",
    "provider",
    "push_providers",
]
