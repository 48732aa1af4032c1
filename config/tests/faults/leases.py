"""Leases that end with the id of the process that holds them, so that whoever kills one can say what it held."""

from __future__ import annotations

import os
from uuid import UUID, uuid4

_PID_BITS = 32


def lease() -> UUID:
    """A lease of this process."""
    return UUID(int=uuid4().int >> _PID_BITS << _PID_BITS | os.getpid())


def holder(lease: UUID) -> int:
    """The id of the process that took the lease."""
    return lease.int & ((1 << _PID_BITS) - 1)
