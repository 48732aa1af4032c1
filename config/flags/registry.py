"""Which flags there are: those that code has declared, and no others."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = re.compile(r"[a-z][a-z0-9_]{1,49}")

_flags: dict[str, Declared] = {}


class UndeclaredFlag(LookupError):
    """No code has declared a flag of this name: a mistake in a program, not in a request."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A flag as its code states it. `title` says what it stands before, for operators; it may be a lazy text."""

    name: str
    title: object
    on_by_default: bool


def declare(name: str, *, title: object, on_by_default: bool) -> str:
    """Declare a flag and return its name. `on_by_default` is what it begins as, and nothing once it was changed."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"a flag's name is a word in lower case, not {name!r}")
    made = Declared(name, title, on_by_default)
    known = _flags.get(name)
    if known is not None and (known.title, known.on_by_default) != (title, on_by_default):
        raise RuntimeError(f"the flag {name!r} is declared twice")
    _flags[name] = made
    return name


def find(name: str) -> Declared:
    """The flag of that name."""
    try:
        return _flags[name]
    except KeyError:
        raise UndeclaredFlag(f"no code declares a flag {name!r}") from None


def declared() -> list[Declared]:
    """All flags, by name."""
    return [_flags[name] for name in sorted(_flags)]


def forget(name: str) -> None:
    """Take a flag out of the registry; for tests that declare their own."""
    _flags.pop(name, None)
