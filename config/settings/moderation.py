"""Moderation: how fast cases are decided, how long strikes count, how long one can appeal, how much one may report."""

from __future__ import annotations

from datetime import timedelta

from config.settings.base import env

# Hours in which a case of each priority is to be decided, from when it opened.
MODERATION_SLA_HOURS = env.wholes(
    "MODERATION_SLA_HOURS", {"urgent": 1, "high": 4, "normal": 24, "low": 72}, least=1, most=8_760
)
# Hours after which a case that was claimed and not decided is anybody's again.
MODERATION_CLAIM_HOURS = env.whole("MODERATION_CLAIM_HOURS", 24, least=1, most=8_760)
# Days in which whoever a decision is about can appeal.
MODERATION_APPEAL_DAYS = env.whole("MODERATION_APPEAL_DAYS", 30, least=1, most=3_650)
# Reports that one member can have open at a time.
MODERATION_MOST_OPEN_REPORTS = env.whole("MODERATION_MOST_OPEN_REPORTS", 100, least=1, most=10_000)
# A warning, a hidden or removed thing, a mute and a suspension bring strikes (moderation/sanctions).
MODERATION_STRIKE_LIFETIME = timedelta(days=env.whole("MODERATION_STRIKE_DAYS", 180, least=1, most=3_650))
MODERATION_STRIKE_STEPS = env.steps(
    "MODERATION_STRIKE_STEPS", [(3, "mute"), (5, "suspend"), (8, "ban")], ["warn", "mute", "suspend", "ban"]
)
