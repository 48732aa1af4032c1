"""Where the words of a message come from: the templates of its type, named here by whoever keeps them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from notifications.delivery.sources import Wording
from notifications.types import Channel

Worded = Callable[[str, Channel, str, Mapping[str, object]], Wording]

_worded: list[Worded] = []


class NoWording(LookupError):
    """Nobody has said where the words of types come from."""


def use(worded: Worded) -> None:
    """Have `worded(type, channel, locale, values)` find the words of every message whose source gives none."""
    _worded[:] = [worded]


def worded(type_name: str, channel: Channel, locale: str, values: Mapping[str, object]) -> Wording:
    """The words of a message of that type."""
    if not _worded:
        raise NoWording("no templates are in use")
    return _worded[0](type_name, channel, locale, values)
