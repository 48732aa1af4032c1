"""What becomes of templates in exports and in erasure: the wording is the installation's, the name goes."""

from __future__ import annotations

from config.privacy import Clear, NotExported, register


def declare() -> None:
    register(
        "notifications.Template",
        of="made_by",
        export=NotExported("wordings are the installation's, whoever wrote them down"),
        erase=Clear(because="it is the installation's", values={"made_by": None}),
    )
