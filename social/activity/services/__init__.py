"""The deeds of activity."""

from social.activity.services.acting import (
    delete_item,
    follow_decision,
    hide_item,
    pin_item,
    restore_item,
    unpin_item,
)
from social.activity.services.backfilling import Progress, backfill
from social.activity.services.flagging import flag
from social.activity.services.keeping import keep_up
from social.activity.services.pruning import prune, prune_what_is_gone
from social.activity.services.tracking import track

__all__ = [
    "Progress",
    "backfill",
    "delete_item",
    "flag",
    "follow_decision",
    "hide_item",
    "keep_up",
    "pin_item",
    "prune",
    "prune_what_is_gone",
    "restore_item",
    "track",
    "unpin_item",
]
