"""Whom an export or an erasure is about, and how the rows about them are found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q


@dataclass(frozen=True, slots=True)
class Person:
    """A member by all that rows may know them by.

    `usernames` and `emails` are those of now and those of before that are still kept. `heir` is the account of deleted
    members: with `keeps_content` it is given what the member published, and it holds together threads that others
    answered in either way.
    """

    id: UUID
    usernames: tuple[str, ...]
    emails: tuple[str, ...]
    heir: UUID | None = None
    keeps_content: bool = False

    @property
    def marks(self) -> tuple[str, ...]:
        """What names them in a text."""
        return (str(self.id), self.id.hex, *self.usernames, *self.emails)


Of = str | Sequence[str] | Callable[[Person], Q]
"""Which rows are about somebody: paths to the account (`user`, `session__user`), or a function that makes a `Q`."""


def rows_of(of: Of, person: Person) -> Q:
    """The condition of the rows that are about `person`."""
    if callable(of):
        return of(person)
    paths = (of,) if isinstance(of, str) else of
    condition = Q()
    for path in paths:
        condition |= Q(**{path: person.id})
    return condition
