"""Which channels there are, and who may listen: each is registered by its owner when the app is ready.

A channel is stored under `name` or `name:id`. An *own* channel is each member's own: stored with the member's id, and
shown to its client by the name alone. Names that begin with `!` are the platform's, and no client can say them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from config.roles import Viewer

MayListen = Callable[[Viewer, str | None], bool]

NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_ID = r"[A-Za-z0-9][A-Za-z0-9._-]{0,149}"
_SHOWN = re.compile(rf"({NAME.pattern})(?::({_ID}))?")
_STORED = re.compile(rf"!?{NAME.pattern}(?::{_ID})?")
_TYPE = re.compile(r"[a-z][a-z0-9_]{0,39}(\.[a-z][a-z0-9_]{0,38})?")


@dataclass(frozen=True, slots=True)
class Recheck:
    """After an event of this wire name, rights to a channel are asked again.

    `member` and `id` name the event's fields that say whose and which channel's; without them, everyone's and all.
    """

    wire: str
    member: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """A kind of channel.

    `may_listen(viewer, id)` is asked at subscribing, and again when the account or a fact of `recheck_on` changes; an
    own channel needs none. `automatic` ones are listened to by signing in. One that does not `keep` has frames of the
    moment alone, and `typing` lets its listeners say that they are writing. Of the types in `newest` a slow client gets
    the newest alone.
    """

    name: str
    may_listen: MayListen | None = None
    has_id: bool = False
    own: bool = False
    automatic: bool = False
    keeps: bool = True
    typing: bool = False
    newest: frozenset[str] = frozenset()
    recheck_on: tuple[Recheck | str, ...] = ()

    def rechecks(self) -> list[Recheck]:
        """What `recheck_on` says, in its long form."""
        return [each if isinstance(each, Recheck) else Recheck(each) for each in self.recheck_on]


class Place(NamedTuple):
    """A channel as one viewer means it: its kind, its id, the name it is stored under and the name it is shown by."""

    channel: Channel
    id: str | None
    stored: str
    shown: str

    def may_listen(self, viewer: Viewer) -> bool:
        """Whether the viewer may listen, as things are now. Reads the database."""
        return self.channel.may_listen is None or bool(self.channel.may_listen(viewer, self.id))


_channels: dict[str, Channel] = {}


def register_channel(channel: Channel) -> None:
    """Declare a kind of channel; again replaces what was said before."""
    if not NAME.fullmatch(channel.name):
        raise TypeError(f"{channel.name!r} is no name of a channel")
    if channel.own and channel.has_id:
        raise TypeError(f"{channel.name}: an own channel has no id but its member's")
    if not channel.own and channel.may_listen is None:
        raise TypeError(f"{channel.name}: may_listen must say who may listen")
    if channel.automatic and not channel.own:
        raise TypeError(f"{channel.name}: only an own channel can be automatic")
    _channels[channel.name] = channel


def forget_channel(name: str) -> None:
    """Take a channel out of the registry; for tests that register their own."""
    _channels.pop(name, None)


def channels() -> list[Channel]:
    """All kinds of channels, by name."""
    return [_channels[name] for name in sorted(_channels)]


def place_of(viewer: Viewer, shown: str) -> Place | None:
    """What a viewer means by a name; None for whatever is no channel. Whether they may listen is another question."""
    match = _SHOWN.fullmatch(shown) if len(shown) <= 200 else None
    channel = _channels.get(match[1]) if match else None
    if match is None or channel is None or viewer.pk is None or channel.has_id != (match[2] is not None):
        return None
    return Place(channel, match[2], f"{channel.name}:{viewer.pk}" if channel.own else shown, shown)


def own_place(viewer: Viewer, channel: Channel) -> Place:
    """The viewer's own channel of a kind."""
    return Place(channel, None, f"{channel.name}:{viewer.pk}", channel.name)


def channel_of(stored: str) -> Channel | None:
    """The kind of a stored channel; None for the platform's own, and for kinds that are gone."""
    return _channels.get(stored.partition(":")[0])


def shown_name(stored: str) -> str:
    """The name by which a stored channel is shown to those who listen."""
    channel = channel_of(stored)
    return channel.name if channel is not None and channel.own else stored


def check_names(channel: str, type_: str) -> None:
    """Refuse to post under names that no client could be told."""
    if len(channel) > 200 or not _STORED.fullmatch(channel):
        raise ValueError(f"{channel!r} is no channel to post in")
    if not _TYPE.fullmatch(type_):
        raise ValueError(f"{type_!r} is no type of a frame")
