"""Writing an entry, with nothing in it that could forge a line of a log or a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

import msgspec

from config import clock, context
from config.roles import Viewer

# Control, format (direction marks among them) and surrogate characters, and the separators that end a line.
ESCAPED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
LONGEST_REASON = 2000


def note(
    *,
    action: str,
    actor: Viewer | None,
    target: tuple[str, object] | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> int:
    """Add an entry in the caller's transaction and return its id; request id and address come from the context.

    `actor` is None where no account acts: a command, a job, a sign-in that failed.
    """
    from config.audit.models import AuditEntry

    current = context.current()
    target_type, target_id = target if target is not None else ("", "")
    entry = AuditEntry.objects.create(
        at=clock.now(),
        action=escaped(action)[:80],
        actor_id=actor.pk if actor is not None else None,
        actor_name=escaped(str(getattr(actor, "username", "")))[:150],
        target_type=escaped(target_type)[:40],
        target_id=escaped(str(target_id))[:64],
        before=_plain(before or {}),
        after=_plain(after or {}),
        reason=escaped(reason)[:LONGEST_REASON],
        request_id=escaped(current.request_id)[:64],
        address=escaped(current.address)[:64],
    )
    return entry.pk


def escaped(text: str) -> str:
    """The text on one line: characters that steer a terminal, a log or a reader's eye are written out as escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_written_out(char) if unicodedata.category(char) in ESCAPED else char for char in text)


def _written_out(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def _plain(value: Any) -> Any:
    """The value as JSON holds it, escaped throughout."""
    if isinstance(value, str):
        return escaped(str(value))
    if isinstance(value, Mapping):
        return {escaped(str(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return escaped(str(msgspec.to_builtins(value, enc_hook=str)))
