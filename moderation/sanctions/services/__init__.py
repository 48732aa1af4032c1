"""The deeds of sanctions: imposing them, lifting them, ending them by the clock, and following what others do."""

from moderation.sanctions.services.expiring import expire_due
from moderation.sanctions.services.following import on_account_change
from moderation.sanctions.services.imposing import impose
from moderation.sanctions.services.lifting import lift, lift_all_of, restore_thing

__all__ = ["expire_due", "impose", "lift", "lift_all_of", "on_account_change", "restore_thing"]
