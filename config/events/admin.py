"""The log and what is owed of it, on the desk."""

from __future__ import annotations

from config.events.desk.deliveries import DeliveryAdmin
from config.events.desk.log import DomainEventAdmin

__all__ = ["DeliveryAdmin", "DomainEventAdmin"]
