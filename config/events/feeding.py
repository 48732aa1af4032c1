"""How an event reads in feeds, said where it is declared: so that a feed need not know the app that records it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Thing:
    """What an event is about: a kind that is registered in `config.entities`, and the event's field with its id."""

    kind: str
    field: str


@dataclass(frozen=True, slots=True)
class Feed:
    """The actor did `verb` to `thing`; `target` is what the thing belongs to or is aimed at, where that is another.

    `choice` names the profile's choice (`show_favorites`) that lets others see this beside `show_activity`. Where the
    thing is a person, theirs must allow it, too.
    """

    verb: str
    thing: Thing
    target: Thing | None = None
    choice: str = ""


@dataclass(frozen=True, slots=True)
class TakesBack:
    """The event ends what earlier ones of these wire names told of the same actor and thing.

    With `either_way`, also what they told with actor and thing changed round: a friendship is ended by either friend.
    With `turned`, that alone: a follow that the one who is followed ends.
    """

    wires: tuple[str, ...]
    either_way: bool = False
    turned: bool = False

    @property
    def may_be_turned(self) -> bool:
        """Whether actor and thing may be changed round."""
        return self.either_way or self.turned

    def sides(self, actor: P, thing: P) -> list[tuple[P, P]]:
        """Actor and thing of what is ended by this actor and thing; and the other way: of what ends theirs."""
        same = [] if self.turned else [(actor, thing)]
        return [*same, (thing, actor)] if self.may_be_turned else same
