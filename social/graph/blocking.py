"""The port through which a block reaches whoever keeps something between two members that may not outlive it.

A block and all that ends with it are one transaction. Slices above, which the graph does not know, register themselves
here when the app is ready.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Blocked:
    """`blocker_id` has just blocked `blocked_id`."""

    blocker_id: UUID
    blocked_id: UUID


Listener = Callable[[Blocked], None]

_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Have `listener` called in the transaction of every block, while the lock of the pair is held."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(blocked: Blocked) -> None:
    """Tell the listeners; called in the transaction that set the block."""
    for listener in _listeners:
        listener(blocked)
