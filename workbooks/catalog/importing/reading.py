"""Reading a listing: first the whole file for its shape, then row by row.

A row with an open quote would swallow those after it; so a record that makes no sense gives back all its lines but the
first.
"""

from __future__ import annotations

import codecs
import csv
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from workbooks.catalog.errors import WrongListing

NEEDED = ("author", "title", "url")
KNOWN = (*NEEDED, "views", "favorites", "tags", "description", "published_at")
LONGEST_LINE = 65_536
LONGEST_RECORD = 65_536
MOST_COLUMNS = 200
_CHUNK = 1 << 20

# (line, cells by column) or (line, None) for a record that is no row
Record = tuple[int, dict[str, str] | None]
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Listing:
    """A file that has the shape of a listing: its columns in order, those nobody knows, and its size."""

    path: Path
    columns: tuple[str, ...]
    size: int
    unknown: tuple[str, ...] = field(default=())


def open_listing(path: Path) -> Listing:
    """Look through the whole file; `WrongListing` with the reason if it cannot be one."""
    if not path.is_file():
        raise WrongListing(f"{path} is not a file.")
    size = _check_encoding(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        columns = _header(file)
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise WrongListing(f"The header lacks {', '.join(missing)}; it needs {', '.join(NEEDED)}.")
    repeated = sorted({name for name in columns if name and columns.count(name) > 1})
    if repeated:
        raise WrongListing(f"The header names {', '.join(repeated)} more than once.")
    return Listing(path, columns, size, tuple(name for name in columns if name not in KNOWN))


def _check_encoding(path: Path) -> int:
    decoder, size = codecs.getincrementaldecoder("utf-8")(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            if b"\x00" in chunk:
                raise WrongListing("This is a binary file, or text that is not UTF-8.")
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                raise WrongListing(
                    f"The file is not UTF-8: {error.reason} near byte {size - len(chunk) + error.start}."
                ) from None
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise WrongListing("The file is not UTF-8: it ends in the middle of a character.") from None
    if not size:
        raise WrongListing("The file is empty.")
    return size


def _header(file: TextIO) -> tuple[str, ...]:
    line = file.readline(LONGEST_LINE + 1)
    if len(line) > LONGEST_LINE:
        raise WrongListing("The first line is too long to be a header.")
    try:
        cells = next(csv.reader([line], strict=True), [])
    except csv.Error as error:
        raise WrongListing(f"The first line is no header: {error}.") from None
    if not cells or len(cells) > MOST_COLUMNS:
        raise WrongListing("The first line is no header.")
    return tuple(cell.strip().casefold() for cell in cells)


class _Lines:
    """The lines of a file, of which those given back come again."""

    def __init__(self, file: TextIO, progress: Progress) -> None:
        self.file, self.progress = file, progress
        self.number = 1  # the header's
        self.returned: deque[str] = deque()
        self.taken: list[str] = []
        self.length = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.returned.popleft() if self.returned else self.file.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        self.taken.append(line)
        self.length += len(line)
        if len(line) == LONGEST_LINE:
            self._skip_the_rest(line)
        if self.length > LONGEST_RECORD:
            raise _TooLong
        return line

    def _skip_the_rest(self, line: str) -> None:
        while line and not line.endswith(("\n", "\r")):
            line = self.file.readline(LONGEST_LINE)
            self.progress(len(line.encode()))
        raise _TooLong

    def begin(self) -> int:
        """Begin a record; the number of its first line."""
        self.progress(sum(len(line.encode()) for line in self.taken))
        self.taken, self.length = [], 0
        return self.number + 1

    def give_back(self) -> None:
        """Have all lines of the record but its first come again."""
        rest = self.taken[1:]
        self.returned.extendleft(reversed(rest))
        self.number -= len(rest)
        self.taken = self.taken[:1]


class _TooLong(Exception):
    """A record that goes on and on: most likely an open quote."""


def records(listing: Listing, progress: Progress = lambda read: None) -> Iterator[Record]:
    """The records after the header, each with the number of its first line; `progress` is told the bytes read."""
    with listing.path.open(encoding="utf-8-sig", newline="") as file:
        progress(len(file.readline(LONGEST_LINE + 1).encode()))
        lines = _Lines(file, progress)
        while True:
            number = lines.begin()
            try:
                cells = next(csv.reader(lines, strict=True))
            except StopIteration:
                return
            except (csv.Error, _TooLong):
                cells = None
            if cells == []:
                continue
            if cells is None or len(cells) != len(listing.columns):
                lines.give_back()
                yield number, None
            else:
                yield number, dict(zip(listing.columns, cells, strict=True))
