"""What can become of a delivery, and which state may follow which.

States have ranks, and a delivery only moves to a higher one. So reports of providers may come twice, late and in any
order: `delivered` before `sent`, `bounced` after `delivered`, and all orders end alike.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a delivery stands. `dead` lies among the dead letters; the three after it were not to be sent any more."""

    WAITING = "waiting", _("waiting")
    DEAD = "dead", _("dead letter")
    WITHHELD = "withheld", _("withheld")
    EXPIRED = "expired", _("expired")
    SUPPRESSED = "suppressed", _("suppressed")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("delivered")
    BOUNCED = "bounced", _("bounced")
    OPENED = "opened", _("opened")
    CLICKED = "clicked", _("clicked")
    COMPLAINED = "complained", _("complained about")


# A provider's word stands above our own: what we gave up after a time-out may have arrived all the same. A message that
# was opened was not returned, whatever a late report says.
RANK: dict[State, int] = {
    State.WAITING: 0,
    State.DEAD: 1,
    State.WITHHELD: 1,
    State.EXPIRED: 1,
    State.SUPPRESSED: 1,
    State.SENT: 2,
    State.DELIVERED: 3,
    State.BOUNCED: 4,
    State.OPENED: 5,
    State.CLICKED: 6,
    State.COMPLAINED: 7,
}

# What a provider reports, each with the column that keeps when.
REPORTED: dict[State, str] = {
    State.DELIVERED: "delivered_at",
    State.BOUNCED: "ended_at",
    State.OPENED: "opened_at",
    State.CLICKED: "clicked_at",
    State.COMPLAINED: "ended_at",
}

UNSENT = (State.DEAD, State.WITHHELD, State.EXPIRED, State.SUPPRESSED)


def below(state: State) -> list[State]:
    """The states from which a delivery may move to `state`."""
    return [known for known, rank in RANK.items() if rank < RANK[state]]
