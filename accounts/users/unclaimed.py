"""Accounts that nobody has claimed: the authors of content that came from elsewhere. Nobody can sign in to them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.profiles import services as profiles
from accounts.users.models import KeptUsername, User
from accounts.users.names import checked_username
from accounts.users.queries import ids_by_usernames
from config import clock
from config.errors import InvalidInput

_ADDRESS = "{}@unclaimed.invalid"
DELETED = "deleted-user"


@transaction.atomic
def create_unclaimed_many(usernames: Iterable[str]) -> tuple[dict[str, UUID], dict[str, str]]:
    """The account of each name, made where there is none; and the names that can have none, with the reason's code.

    A name that is there already is found, whoever holds it. All are made in two statements, profiles included.
    """
    wanted = set(usernames)
    found = ids_by_usernames(wanted)
    refused: dict[str, str] = {}
    for name in wanted - found.keys():
        try:
            if checked_username(name) != name:
                refused[name] = "invalid"
        except InvalidInput as error:
            refused[name] = error.errors[0].code
    missing = sorted(wanted - found.keys() - refused.keys())
    kept = KeptUsername.objects.filter(username__in=missing, until__gt=clock.now()).values_list("username", flat=True)
    refused |= dict.fromkeys(kept, "taken")
    made = [_unclaimed(name) for name in missing if name not in refused]
    User.objects.bulk_create(made, ignore_conflicts=True)
    found |= ids_by_usernames([user.username for user in made])
    profiles.create_profiles(user_ids=[user.pk for user in made if found.get(user.username) == user.pk])
    refused |= {user.username: "taken" for user in made if user.username not in found}
    return found, refused


@transaction.atomic
def account_of_the_deleted() -> UUID:
    """The account that stands in the place of members who are gone; made when it is first needed.

    Its name is reserved, so nobody else has it, and nobody can sign in to it.
    """
    made = _unclaimed(DELETED)
    User.objects.bulk_create([made], ignore_conflicts=True)
    found = ids_by_usernames([DELETED])[DELETED]
    profiles.create_profiles(user_ids=[found])
    return found


def _unclaimed(name: str) -> User:
    return User(username=name, email=_ADDRESS.format(name), password=make_password(None), is_claimed=False)
