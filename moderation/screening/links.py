"""The links of a text, and whether a host belongs to a list, by whole labels.

Hosts are read from what a person sees: with or without a scheme, written wide, with other scripts' dots, as
`example[.]com` or `example dot com`. A look-alike host counts both as what it is and as what it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

import idna

from moderation.screening.normalising import fold

MOST_HOSTS = 200
"""Of more hosts in one text the first so many are looked at; all are counted."""

Owner = TypeVar("Owner")

_DOTS = re.compile(r"\s?(?:\[\s?(?:\.|dot)\s?\]|\(\s?(?:\.|dot)\s?\))\s?|\s(?:dot)\s")
_HOST = re.compile(r"(?<![\w.@-])(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_]{2,24}(?![\w-])")
_ADDRESS = re.compile(r"https?://(?:[^\s/?#@]{0,100}@)?([^\s/?#@\"'<>\\]{1,253})")
_HOST_VALUE = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")


class HostRefused(ValueError):
    """This is no host's name."""


def host_of(value: str) -> str:
    """The host that a rule's value names, in ASCII; `HostRefused` for what is none."""
    name = value.strip().lower().removeprefix("*.").rstrip(".")
    try:
        name = name if name.isascii() else idna.encode(name, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise HostRefused(value) from None
    if len(name) > 253 or not _HOST_VALUE.fullmatch(name):
        raise HostRefused(value)
    return name


def hosts_in(plain: str) -> list[str]:
    """The hosts that a folded text names, each as often as it does. Of a mail address the host does not count."""
    if "dot" in plain or "[" in plain or "(" in plain:
        plain = _DOTS.sub(".", plain)
    found = _HOST.findall(" ".join([token for token in plain.split() if "." in token]))
    if "://" in plain:
        known = set(found)
        addresses = (host.partition(":")[0] for host in _ADDRESS.findall(plain))
        found += [host for host in addresses if host not in known]
    return found


def hosts_as_written(raw: str) -> list[str]:
    """Hosts in other scripts as the DNS has them: what folding takes away."""
    found = []
    for host in [] if raw.isascii() else _HOST.findall(raw.casefold())[:MOST_HOSTS]:
        if not host.isascii():
            try:
                found.append(idna.encode(host, uts46=True).decode("ascii"))
            except (idna.IDNAError, UnicodeError):
                continue
    return found


class Hosts(Generic[Owner]):
    """Lists of hosts, each entry with whoever asked for it; an entry stands for all hosts below it as well."""

    def __init__(self, values: Iterable[tuple[Owner, str]]) -> None:
        self._owners: dict[str, list[tuple[Owner, str]]] = {}
        for owner, value in values:
            self._owners.setdefault(host_of(value), []).append((owner, value))

    def __bool__(self) -> bool:
        return bool(self._owners)

    def of(self, host: str) -> Iterator[tuple[Owner, str]]:
        """Who asked for this host, or for one that it lies below."""
        labels = host.split(".")
        for start in range(len(labels) - 1):
            yield from self._owners.get(".".join(labels[start:]), ())


def host_of_url(url: str) -> str:
    """The host of an address of our own, folded as texts are."""
    return fold(url).partition("://")[2].partition("/")[0].partition(":")[0]
