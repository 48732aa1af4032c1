"""A few words around what was found, for whoever has to judge it."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from moderation.screening.normalising import fold
from moderation.screening.ruleset import Finding

LENGTH = 200


def digest_of(text: str) -> str:
    """What knows this very text again."""
    return blake2b(text.encode(errors="replace"), digest_size=8).hexdigest()


def excerpt_of(text: str, findings: Iterable[Finding]) -> str:
    """At most 200 characters around the first thing that a rule met; the beginning, where it does not stand so."""
    folded = fold(text)
    place = 0
    for finding in findings:
        met = fold(finding.matched.strip("*"))
        if met and len(folded) == len(text) and (place := folded.find(met)) >= 0:
            break
    start = max(0, place - LENGTH // 4)
    cut = " ".join(text[start : start + LENGTH * 2].replace("\x00", "").split())
    return ("…" + cut if start else cut)[:LENGTH]
