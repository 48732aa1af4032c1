"""The thing that a case is about, as it is now: its text, its name, and what knows the text again."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from uuid import UUID

from config import entities

_TITLE, _EXCERPT = 200, 500


@dataclass(frozen=True, slots=True)
class Quoted:
    """A thing in a few words; all empty where it is gone, or its kind is not known any more."""

    title: str = ""
    excerpt: str = ""
    digest: str = ""


def text_of(kind: str, thing_id: UUID) -> str | None:
    """The text as members see it; None where the thing is gone, or its kind has no texts."""
    try:
        written = entities.kind(kind).written
    except entities.UnknownKind:
        return None
    found = written([thing_id]).get(thing_id) if written else None
    return found.text if found else None


def digest_of(text: str | None) -> str:
    """What knows this very text again; empty where there is none."""
    return "" if text is None else blake2b(text.encode(errors="replace"), digest_size=16).hexdigest()


def quoted(kind: str, thing_id: UUID) -> Quoted:
    """What the thing is called, how it begins, and the digest of its text."""
    try:
        named = entities.kind(kind).summaries([thing_id]).get(thing_id)
    except entities.UnknownKind:
        return Quoted()
    text = text_of(kind, thing_id)
    excerpt = " ".join((text or "").replace("\x00", "").split())
    return Quoted(named.title[:_TITLE] if named else "", excerpt[:_EXCERPT], digest_of(text))
