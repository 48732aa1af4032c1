"""What a deed is that is tried with a fault in every place."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from config.testing.client import Api

Make = Callable[..., Any]


class Deed(ABC):
    """A request that can be made again; `again` is its status where the first had done it, its answer being lost.

    `is_once` says that the second request then changes nothing.
    """

    success = 200
    again = 200
    is_once = True

    def __init__(self, make: Make) -> None:
        self.api = Api()
        self.prepare(make)

    def prepare(self, make: Make) -> None:  # noqa: B027 - not every request is about something
        """Make what the request is about."""

    @abstractmethod
    def ask(self) -> Any:
        """Make the request."""

    def prove(self) -> None:  # noqa: B027 - of some the numbers say all
        """What must work in the end, whatever failed."""
