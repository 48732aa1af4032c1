"""The analyser that is always there: a few signs of spam and of insult, added up. It is quick, open and crude.

It knows no meaning: it finds shouting, heaps of links, repetition, hidden characters, and phrases of a list. Its scores
are for rules that flag; whoever wants to hold by a score names a better analyser.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from moderation.screening.choices import Label
from moderation.screening.links import hosts_in
from moderation.screening.normalising import Reading, read
from moderation.screening.terms import Terms

_DATA = Path(__file__).parent / "data" / "phrases.txt"
_TO_SOMEBODY = frozenset({"you", "your", "youre", "du", "dich", "dein", "ihr", "sie"})


@lru_cache(maxsize=1)
def _phrases() -> Terms[tuple[Label, float]]:
    entries = []
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            label, weight, term = line.split(" ", 2)
            entries.append(((Label(label), int(weight) / 100), term))
    return Terms(entries)


def analyse(kind: str, text: str) -> dict[str, float]:
    """Scores for spam and for toxicity, from 0 to 1."""
    return scores_of(read(text))


_SPAM, _TOXICITY = Label.SPAM.value, Label.TOXICITY.value


def scores_of(reading: Reading) -> dict[str, float]:
    """The scores of a text that was read already."""
    words = reading.ways[0]
    met = {(label.value, value): weight for (label, weight), value in _phrases().found_in(reading)}
    toxic = _together(weight for (label, _value), weight in met.items() if label == _TOXICITY)
    if toxic and not _TO_SOMEBODY.isdisjoint(words):
        toxic = _together([toxic, 0.3])
    shouts = 0.25 if _shouts(reading.raw) else 0.0
    signs = [
        min(0.5, 0.12 * len(hosts_in(reading.plain))),
        shouts,
        0.45 if len(words) >= 20 and len(set(words)) * 4 < len(words) else 0.0,
        0.2 if sum(map(reading.raw.count, "!$€£%")) * 20 > max(40, len(reading.raw)) else 0.0,
        0.3 if any(map(reading.raw.count, "\u200b\u200c\u2060\u00ad")) else 0.0,
        *(weight for (label, _value), weight in met.items() if label == _SPAM),
    ]
    return {
        _SPAM: round(_together(signs), 3),
        _TOXICITY: round(_together([toxic, shouts / 2]) if toxic else 0.0, 3),
    }


def _together(signs: Iterable[float]) -> float:
    """Signs that speak for the same thing: each takes its share of the doubt that the others leave."""
    doubt = 1.0
    for sign in signs:
        doubt *= 1.0 - sign
    return 1.0 - doubt


def _shouts(text: str) -> bool:
    """Whether most letters are capitals, in a text of some length."""
    capitals = sum(map(str.isupper, text)) if len(text) <= 2_000 else sum(map(str.isupper, text[:2_000]))
    return capitals >= 15 and capitals * 2 > min(len(text), 2_000)
