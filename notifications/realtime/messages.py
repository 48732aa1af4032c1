"""What clients may say: a table of types and their fields. What is not in it reaches nothing."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import msgspec

from config.api.parsers import check_value
from config.errors import DomainError

MOST_CID = 64
MOST_TEXT = 4_096
MOST_SEQ = 2**63 - 1

# By type: the fields that must be there, and those that may.
FIELDS: Final[dict[str, tuple[dict[str, type], dict[str, type]]]] = {
    "auth": ({}, {"token": str, "ticket": str}),
    "subscribe": ({"channel": str}, {}),
    "unsubscribe": ({"channel": str}, {}),
    "resume": ({"channel": str, "seq": int}, {}),
    "ack": ({"channel": str, "seq": int}, {}),
    "typing": ({"channel": str}, {}),
    "ping": ({}, {}),
}


class Unreadable(Exception):
    """No JSON object with a type: whoever sends this is no client of ours."""


class Wrong(Exception):
    """A message that cannot be taken; `code` says why, and the socket stays."""

    def __init__(self, code: str, detail: str, cid: str | None) -> None:
        super().__init__(code)
        self.code, self.detail, self.cid = code, detail, cid


class Said(NamedTuple):
    """One message of a client."""

    type: str
    fields: dict[str, Any]
    cid: str | None


def read(text: str) -> Said:
    """The message in a text frame."""
    try:
        value = msgspec.json.decode(text.encode())
        if not isinstance(value, dict):
            raise Unreadable
        check_value(value)
    except (msgspec.DecodeError, RecursionError, ValueError, DomainError):
        raise Unreadable from None
    type_ = value.pop("type", None)
    if not isinstance(type_, str):
        raise Unreadable
    cid = value.pop("cid", None)
    if cid is not None and (not isinstance(cid, str) or len(cid) > MOST_CID):
        raise Wrong("invalid_message", f"cid must be a text of {MOST_CID} letters at most", None)
    if type_ not in FIELDS:
        raise Wrong("unknown_type", "there is no such type of message", cid)
    must, may = FIELDS[type_]
    known = must | may
    for name, given in value.items():
        if name not in known or not _is(given, known[name]):
            raise Wrong("invalid_message", f"{type_} takes no such {name[:40]}", cid)
    if missing := sorted(must.keys() - value.keys()):
        raise Wrong("invalid_message", f"{type_} needs {', '.join(missing)}", cid)
    return Said(type_, value, cid)


def _is(given: Any, wanted: type) -> bool:
    if wanted is int:
        return type(given) is int and 0 <= given <= MOST_SEQ
    return isinstance(given, str) and len(given) <= MOST_TEXT
