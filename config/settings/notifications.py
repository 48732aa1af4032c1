"""Notifications: how long they are kept, and when digests go out."""

from __future__ import annotations

from config.settings.base import env

# Days that archived notifications are kept.
NOTIFICATIONS_KEPT_DAYS = env.whole("NOTIFICATIONS_KEPT_DAYS", 365, least=1, most=36_500)

# When daily and weekly digests go out, by each member's own clock, and on which day the weekly ones do.
DIGESTS_AT = env.choice("DIGESTS_AT", "08:00", [f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30)])
DIGESTS_ON = env.choice("DIGESTS_ON", "mon", ["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
