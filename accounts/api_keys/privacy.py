"""What becomes of API keys and their use in exports and in erasure."""

from __future__ import annotations

from config.privacy import Clear, Delete, Export, register

FIRST = 40


def declare() -> None:
    register(
        "accounts.ApiKey",
        of=("user", "made_by"),
        export=Export(
            left_out={"digest": "of the key, a secret", "old_digest": "of the key, a secret"},
            of="user",
            because="keys that an admin made for a service account are the service account's",
        ),
        erase=(Delete(of="user"), Clear(because="it is a service account's", values={"made_by": None}, of="made_by")),
    )
    register("accounts.ApiKeyUsage", of="key__user", export=Export(), erase=Delete(), place=FIRST)
