"""The contrast of every pair of colours that the pages use, from `tokens.css`: `python -m config.pages.contrast`.

By WCAG 2.2: text needs 4.5 to 1 on its ground (1.4.3), edges of fields and parts of charts 3 to 1 (1.4.11).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

TOKENS = Path(__file__).resolve().parent.parent / "static" / "design" / "tokens.css"
TEXT, EDGE = 4.5, 3.0

_GROUNDS = ("ground", "sheet", "raised")
PAIRS: list[tuple[str, str, float]] = [
    *((ink, ground, TEXT) for ink in ("ink", "quiet", "accent", "accent-strong") for ground in _GROUNDS),
    *((word, ground, TEXT) for word in ("bad", "good", "warn") for ground in ("sheet", "raised")),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-strong", TEXT),
    *((f"tint-ink-{number}", f"tint-{number}", TEXT) for number in range(6)),
    *(("edge", ground, EDGE) for ground in _GROUNDS),
    *((f"chart-{number}", "sheet", EDGE) for number in range(1, 6)),
]


def schemes() -> dict[str, dict[str, str]]:
    """The colours of each scheme by their names; dark has those of light where it says nothing else."""
    text = TOKENS.read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", text, re.DOTALL)
    named = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in (light, dark)]
    return {"light": named[0], "dark": named[0] | named[1]}


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def table() -> Iterator[tuple[str, str, str, float, float]]:
    """Scheme, ink, ground, what the pair has and what it needs."""
    for scheme, colours in schemes().items():
        for ink, ground, needed in PAIRS:
            yield scheme, ink, ground, contrast(colours[ink], colours[ground]), needed


def main() -> int:
    """Print the table; 1 where a pair has too little."""
    short = 0
    for scheme, ink, ground, has, needed in table():
        short += has < needed
        print(f"{scheme:<6} {ink:<14} on {ground:<14} {has:5.2f} of {needed}{'' if has >= needed else '  TOO LITTLE'}")
    return int(short > 0)


if __name__ == "__main__":
    sys.exit(main())
