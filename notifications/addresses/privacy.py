"""What becomes of addresses in exports and in erasure: the addresses themselves, and never a secret."""

from __future__ import annotations

from config.privacy import Delete, Export, NotExported, register
from config.privacy.registry import USUAL

_KEY = "what messages to a browser are encrypted with, a secret"


def declare() -> None:
    register(
        "notifications.AddressCode",
        of="address__user",
        export=NotExported("a proof under way, gone in minutes"),
        erase=Delete(),
        place=USUAL - 1,
    )
    register(
        "notifications.Address",
        of="user",
        export=Export(left_out={"auth": _KEY, "p256dh": _KEY, "digest": "of the address that stands beside it"}),
        erase=Delete(),
    )
