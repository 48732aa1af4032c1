"""The events that integrators may hear, what of each goes out, and the rule that is asked before it does.

What does not stand here does not leave the house: drafts, messages between members, blocks and mutes, requests that
were declined, sessions and keys, and all of moderation (reports and cases are about what not everyone may see, and
about who said so). Of what stands here only the fields that are named go out: ids and words of our own, never a text
that somebody wrote, a name or an address. Who of the staff did something is not told.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec

from config.events import Event
from config.events.event import event_class

TESTED = "webhook.tested"


class Rule(StrEnum):
    """What must hold, at the moment of sending, of the thing that an event is about."""

    SHOWN = "shown"  # a visitor finds it in lists
    WAS_SHOWN = "was_shown"  # it is taken back; were it neither hidden, archived nor deleted, a visitor would find it
    ALWAYS = "always"  # nothing but an id that leads nowhere any more


@dataclass(frozen=True, slots=True)
class Open:
    """One open type: what it says, the fields that go out, the thing it is about (its kind, and the field of its id).

    `people` are fields that name members besides, each with the choice of theirs that must be "everyone".
    """

    about: str
    fields: tuple[str, ...]
    rule: Rule
    kind: str = ""
    thing: str = ""
    people: tuple[tuple[str, str], ...] = ()


def _workbook(about: str, *fields: str, rule: Rule = Rule.SHOWN) -> Open:
    return Open(about, ("workbook_id", *fields), rule, "workbook", "workbook_id")


def _comment(about: str, *fields: str, rule: Rule = Rule.SHOWN) -> Open:
    return Open(about, ("comment_id", *fields), rule, "comment", "comment_id")


OPEN: dict[str, Open] = {
    "workbook.published": _workbook("A workbook was published for the first time, by its author.", "actor_id"),
    "workbook.republished": _workbook("A workbook came back from its author's archive.", "actor_id"),
    "workbook.edited": _workbook("The author changed these fields of a workbook.", "actor_id", "fields"),
    "workbook.featured": _workbook("A workbook was picked."),
    "workbook.unfeatured": _workbook("A workbook is no pick any more."),
    "workbook.restored": _workbook("A workbook that was hidden is shown again."),
    "workbook.archived": _workbook("The author withdrew a workbook; it may come back.", rule=Rule.WAS_SHOWN),
    "workbook.hidden": _workbook("A workbook is not shown any more; it may come back.", rule=Rule.WAS_SHOWN),
    "workbook.deleted": _workbook("A workbook was deleted by its author.", rule=Rule.WAS_SHOWN),
    "comment.created": _comment("A comment was written.", "workbook_id", "parent_id", "actor_id"),
    "comment.edited": _comment("A comment was changed by its author.", "actor_id"),
    "comment.restored": _comment("A comment that was hidden is shown again."),
    "comment.hidden": _comment("A comment is not shown any more; it may come back.", rule=Rule.WAS_SHOWN),
    "comment.deleted": _comment("A comment was deleted by its author.", "workbook_id", rule=Rule.WAS_SHOWN),
    "user.registered": Open(
        "Somebody has an account now.", ("user_id",), Rule.SHOWN, people=(("user_id", "show_profile"),)
    ),
    "user.followed": Open(
        "A member (`actor_id`) follows another (`person_id`).",
        ("actor_id", "person_id"),
        Rule.SHOWN,
        people=(("actor_id", "show_activity"), ("actor_id", "show_profile"), ("person_id", "show_profile")),
    ),
    "user.deleted": Open(
        "An account was erased: drop whatever you keep about it. Its id leads nowhere any more.",
        ("user_id",),
        Rule.ALWAYS,
    ),
}


def is_open(cls: type[Event]) -> bool:
    """Whether integrators may hear events of this class."""
    return cls.wire in OPEN


def data_of(wire: str, event: Event) -> dict[str, Any]:
    """What of an event goes out."""
    whole = msgspec.to_builtins(event)
    return {field: whole[field] for field in OPEN[wire].fields}


def schema_of(wire: str) -> dict[str, Any]:
    """The JSON Schema of a type's `data`."""
    cls = event_class(wire)
    if cls is None:
        raise LookupError(wire)
    types = {field.name: field.type for field in msgspec.structs.fields(cls)}
    fields = OPEN[wire].fields
    return {
        "type": "object",
        "properties": {field: msgspec.json.schema(types[field]) for field in fields},
        "required": list(fields),
    }


_EXAMPLE_ID = "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9e"


def example_of(wire: str) -> dict[str, Any]:
    """A whole body of that type."""
    data: dict[str, Any] = dict.fromkeys(OPEN[wire].fields, _EXAMPLE_ID)
    if "fields" in data:
        data["fields"] = ["title", "description"]
    return {"type": wire, "timestamp": "2026-11-20T16:25:00Z", "data": data}
