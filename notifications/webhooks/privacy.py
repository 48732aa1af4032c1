"""What becomes of webhooks in exports and in erasure: they are the installation's, the name of who made one goes.

Messages hold ids, which lead nowhere once an account is erased, and attempts what a stranger's program answered; both
are no member's rows (`PRIVACY_NO_PERSON`) and go after `WEBHOOKS_KEPT_DAYS`.
"""

from __future__ import annotations

from config.privacy import Clear, NotExported, register


def declare() -> None:
    register(
        "notifications.WebhookEndpoint",
        of="made_by",
        export=NotExported("endpoints are the installation's, whoever registered them"),
        erase=Clear(because="it is the installation's", values={"made_by": None}),
    )
