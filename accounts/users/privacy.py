"""What becomes of accounts in exports and in erasure: the account's own row goes last of all."""

from __future__ import annotations

from django.db.models import Q

from accounts.users.models import User
from config.privacy import By, Delete, Export, Person, register
from config.privacy.registry import LAST, NAMES


def _account(person: Person) -> Q:
    return Q(pk=person.id)


def remove_account(person: Person) -> int:
    """Delete the account. What still points at it goes with it, or loses its pointer."""
    return int(bool(User.objects.filter(pk=person.id).delete()[0]))


def declare() -> None:
    register(
        "accounts.User",
        of=_account,
        export=Export(
            left_out={
                "password": "a hash of the password: a secret",
                "token_version": "a number by which our processes tell tokens that have ended",
            }
        ),
        erase=By(remove_account, "deleted, when all else is done"),
        place=LAST,
    )
    register("accounts.KeptUsername", of="user", export=Export(), erase=Delete(), place=NAMES)
    register("accounts.EmailChange", of="user", export=Export(), erase=Delete(), place=NAMES)
