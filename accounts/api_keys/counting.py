"""What keys use, counted in the memory of this process: a few additions a request, written down later.

A cell is a key's use of one endpoint on one day. At most `MOST_CELLS` are kept between two writings; a request that
would need another one is not counted, and how many those were is said in the log.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from threading import Lock
from uuid import UUID

from accounts.api_keys.latency import BOUNDS_MS

MOST_CELLS = 20_000
_BOUNDS_US = [bound * 1_000 for bound in BOUNDS_MS]

# The key, the day as its ordinal, the method and the route.
Place = tuple[UUID, int, str, str]


class Cell:
    """The sums of one place; `last_at` is the time of its newest request, in seconds since 1970."""

    __slots__ = ("count", "errors_4xx", "errors_5xx", "histogram", "last_at", "total_us")

    def __init__(self) -> None:
        self.count = self.errors_4xx = self.errors_5xx = self.total_us = 0
        self.histogram = [0] * (len(BOUNDS_MS) + 1)
        self.last_at = 0.0

    def add(self, other: Cell) -> None:
        self.count += other.count
        self.errors_4xx += other.errors_4xx
        self.errors_5xx += other.errors_5xx
        self.total_us += other.total_us
        self.histogram = [mine + theirs for mine, theirs in zip(self.histogram, other.histogram, strict=True)]
        self.last_at = max(self.last_at, other.last_at)


Cells = dict[Place, Cell]


class Tally:
    """The cells since they were last taken."""

    def __init__(self) -> None:
        self.begin_anew()

    def begin_anew(self) -> None:
        """Know nothing, as one made just now: a child of a fork can trust not even its parent's lock."""
        self._lock = Lock()
        self._cells: Cells = {}
        self.uncounted = 0
        self.begun: Callable[[], None] = lambda: None

    def count(self, place: Place, status: int, microseconds: int, at: float) -> None:
        """Count one answered request."""
        with self._lock:
            is_first = not self._cells
            cell = self._cells.get(place)
            if cell is None:
                if len(self._cells) >= MOST_CELLS:
                    self.uncounted += 1
                    return
                cell = self._cells[place] = Cell()
            cell.count += 1
            cell.total_us += microseconds
            cell.histogram[bisect_left(_BOUNDS_US, microseconds)] += 1
            cell.last_at = at
            if status >= 500:
                cell.errors_5xx += 1
            elif status >= 400:
                cell.errors_4xx += 1
        if is_first:
            self.begun()

    def take(self) -> Cells:
        """All cells, which are forgotten here."""
        with self._lock:
            cells, self._cells = self._cells, {}
            return cells

    def put_back(self, cells: Cells) -> None:
        """Have cells that could not be written once more, added to what has come since, and have it tried again."""
        with self._lock:
            for place, cell in cells.items():
                known = self._cells.get(place)
                if known is not None:
                    known.add(cell)
                elif len(self._cells) < MOST_CELLS:
                    self._cells[place] = cell
                else:
                    self.uncounted += cell.count
        self.begun()

    def take_uncounted(self) -> int:
        """How many requests found no room; the number is forgotten here."""
        with self._lock:
            uncounted, self.uncounted = self.uncounted, 0
            return uncounted


tally = Tally()
