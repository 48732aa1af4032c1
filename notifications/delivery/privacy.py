"""What becomes of the queue in exports and in erasure. Neither addresses nor words of messages are kept."""

from __future__ import annotations

from config.privacy import Delete, Export, register
from config.privacy.registry import USUAL

_OURS = "how our own machinery holds the row"


def declare() -> None:
    # What hangs on deliveries goes before them.
    register("notifications.Attempt", of="delivery__recipient", export=Export(), erase=Delete(), place=USUAL - 1)
    register("notifications.Receipt", of="delivery__recipient", export=Export(), erase=Delete(), place=USUAL - 1)
    register(
        "notifications.Delivery",
        of="recipient",
        export=Export(left_out={"lease": _OURS, "leased_until": _OURS, "crashes": _OURS}),
        erase=Delete(),
    )
    register(
        "notifications.Suppression",
        of="user",
        export=Export(left_out={"digest": "of an address that stands beside it, masked"}),
        erase=Delete(),
    )
