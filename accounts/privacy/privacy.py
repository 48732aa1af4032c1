"""What becomes of this slice's own rows in exports and in erasure."""

from __future__ import annotations

from accounts.privacy.models import DataExport
from accounts.privacy.services.exporting import remove_exports
from config.privacy import By, Clear, Delete, Export, Person, register
from config.privacy.registry import LAST


def _remove_exports(person: Person) -> int:
    return remove_exports(person.id)


def declare() -> None:
    register(
        f"accounts.{DataExport.__name__}",
        of="user",
        export=Export(
            left_out={
                "sealed_key": "what the link of an export carries: a secret",
                "file": "the name of a private file",
                "token_version": "a number by which our processes tell tokens that have ended",
            }
        ),
        erase=By(_remove_exports, "deleted with their files"),
    )
    register("accounts.Consent", of="user", export=Export(), erase=Delete())
    register(
        "accounts.Deletion",
        of="user_id",
        export=Export(left_out={"lease": "a number by which our processes tell who is at work"}),
        erase=Clear(
            because="it says that an account was erased, and when, by an id that leads nowhere",
            values={"before_reason": "", "before_status": "", "before_until": None},
        ),
        place=LAST,
    )
