"""For whom a flag is on, as a rule that is asked without the database."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID

from config.roles import Viewer

SHARES = 10_000


@dataclass(frozen=True, slots=True)
class Rule:
    """`everyone` decides alone where it is set; else a flag is on for whoever one of the rest admits.

    `share` is in ten-thousandths of all members. A visitor who has not signed in is admitted by `everyone` alone.
    """

    everyone: bool | None = None
    share: int = 0
    roles: frozenset[str] = frozenset()
    members: frozenset[UUID] = frozenset()

    def admits(self, name: str, viewer: Viewer) -> bool:
        """Whether the flag `name`, with this rule, is on for `viewer`."""
        if self.everyone is not None:
            return self.everyone
        if not viewer.is_authenticated or viewer.pk is None:
            return False
        return viewer.pk in self.members or viewer.role in self.roles or place_of(name, viewer.pk) < self.share

    @property
    def admits_nobody(self) -> bool:
        """Whether it is off for everyone there could be."""
        if self.everyone is not None:
            return not self.everyone
        return not (self.share or self.roles or self.members)


def place_of(name: str, member_id: UUID) -> int:
    """Where a member stands in the order in which a growing percentage takes members in, from 0 to 9,999.

    The same in every process and for ever; of its own for each flag, so that it is not always the same members.
    """
    digest = hashlib.blake2b(member_id.bytes, digest_size=8, key=name.encode()[:64]).digest()
    return int.from_bytes(digest) % SHARES
