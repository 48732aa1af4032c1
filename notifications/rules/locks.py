"""What is held while something is told of a thing, or taken back: so that neither slips past the other."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from config.db import wait_locks


def hold_things(ids: Iterable[UUID]) -> None:
    """Hold off whoever else tells of these things or takes them back, until the transaction ends.

    Whoever takes something back comes before, and then it is not seen any more; or after, and then finds what was told.
    """
    wait_locks(f"notifications:{thing_id}" for thing_id in set(ids))
