"""Notifications: how long they are kept."""

from __future__ import annotations

from config.settings.base import env

# Days that archived notifications are kept.
NOTIFICATIONS_KEPT_DAYS = env.whole("NOTIFICATIONS_KEPT_DAYS", 365, least=1, most=36_500)
