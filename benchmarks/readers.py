"""Members who read feeds, made for a while: of so many people, or of three who do nothing or did it long ago."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any
from uuid import UUID

from accounts.auth.principal import Principal
from accounts.users.models import User
from benchmarks import members
from benchmarks.aside import one, reader_of
from social.activity import reading
from social.activity.sources import Source, source

EACH = 4
"""Readers of each kind."""
PAGE, NINTH = 20, 9
BUSY = 60
"""Items of each of ten people, so that a feed of these has a tenth page."""

_ITEMS = "FROM social_activityevent e WHERE e.actor_id = u.id"
_DOES = f"EXISTS (SELECT 1 {_ITEMS})"


def following() -> Source:
    """Whose items `?filter=following` holds."""
    found = source("following")
    assert found is not None
    return found


@dataclass
class Reader:
    """One member, as the ORM and as views see them."""

    user: User
    whose: Source = field(default_factory=following)

    @cached_property
    def principal(self) -> Principal:
        return members.principal(self.user)

    @cached_property
    def token(self) -> str:
        return members.token_of(self.user)

    def items(self, below: UUID | None = None, number: int = PAGE) -> list[dict[str, Any]]:
        """What the endpoint's query gives: so many items, and whether there is one more."""
        return list(islice(reading.items(self.principal, self.whose, below=below, wanted=number + 1), number + 1))

    @cached_property
    def above_the_tenth(self) -> UUID:
        """The last item of the ninth page."""
        found: UUID = self.items(number=PAGE * NINTH)[PAGE * NINTH - 1]["id"]
        return found


def readers_of(number: int) -> list[Reader]:
    """New members who follow so many, as far as there are so many, anybody who does something."""
    people = f"(SELECT count(*) FROM (SELECT 1 {_ITEMS} LIMIT {BUSY}) e) = {BUSY}" if number <= 10 else _DOES
    return _made(number, people)


def readers_of_dormant() -> list[Reader]:
    """New members who follow three people who never did anything that stands in feeds."""
    return _made(3, f"NOT {_DOES}")


def readers_of_quiet() -> list[Reader]:
    """New members who follow three people who did something, the last of it among the oldest twentieth of all."""
    table = "social_activityevent"
    since = one(f"SELECT id FROM {table} ORDER BY id OFFSET (SELECT count(*) / 20 FROM {table}) LIMIT 1")
    return _made(3, f"{_DOES} AND NOT EXISTS (SELECT 1 {_ITEMS} AND e.id > '{since}')")


def _made(number: int, people: str) -> list[Reader]:
    return [Reader(reader_of(number, people=people)) for _ in range(EACH)]
