"""The deeds of the inbox. Each holds the inboxes that it changes, and does nothing more when it is done again."""

from notifications.inbox.services.collecting import (
    count_waiting,
    hold_due,
    note_mailed,
    put_off,
    take_into,
    told_again,
)
from notifications.inbox.services.delivered import note_outcomes
from notifications.inbox.services.holding import hold
from notifications.inbox.services.reading import (
    archive,
    delete,
    read_all,
    read_before,
    read_notification,
    read_notifications,
)
from notifications.inbox.services.settling import archive_old, prune, settle
from notifications.inbox.services.taking_back import (
    causes_about,
    causes_between,
    causes_of,
    forget_actor,
    forget_actor_for_good,
    recipients_of,
    take_back,
)
from notifications.inbox.services.telling import tell

__all__ = [
    "archive",
    "archive_old",
    "causes_about",
    "causes_between",
    "causes_of",
    "count_waiting",
    "delete",
    "forget_actor",
    "forget_actor_for_good",
    "hold",
    "hold_due",
    "note_mailed",
    "note_outcomes",
    "prune",
    "put_off",
    "read_all",
    "read_before",
    "read_notification",
    "read_notifications",
    "recipients_of",
    "settle",
    "take_back",
    "take_into",
    "tell",
    "told_again",
]
