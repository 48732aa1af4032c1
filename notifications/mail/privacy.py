"""What becomes of the list of sent mails in exports and in erasure. Neither addresses nor words of mails are kept."""

from __future__ import annotations

from config.privacy import Delete, Export, register


def declare() -> None:
    register("notifications.SentMail", of="user", export=Export(), erase=Delete())
