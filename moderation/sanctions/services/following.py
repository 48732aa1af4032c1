"""Following what is done to accounts by hand: that ends sanctions which say otherwise."""

from __future__ import annotations

from accounts.users.changes import AccountChange
from accounts.users.queries import user_by_id
from accounts.users.standing import GRAVITY
from moderation.sanctions.choices import STATE, Ended
from moderation.sanctions.queries import in_force_on_account
from moderation.sanctions.services.ending import close


def on_account_change(change: AccountChange) -> None:
    """Somebody put the account into another state than sanctions did: those as grave or graver are lifted.

    Milder ones stay, and hold the account again when the state that was set by hand ends. What sanctions do themselves
    changes nothing here, nor does an owner who leaves.
    """
    user = change.user
    if change.reason != "status_changed" or user.status not in GRAVITY:
        return
    rows = in_force_on_account(user.pk)
    if not rows or (STATE[rows[0].act], rows[0].until) == (user.status, user.status_until):
        return
    actor = user_by_id(change.actor_id) if change.actor_id is not None else None
    for row in rows:
        if GRAVITY[STATE[row.act]] >= GRAVITY[user.status]:
            close(row, ended_as=Ended.LIFTED, actor=actor, reason=user.status_reason)
