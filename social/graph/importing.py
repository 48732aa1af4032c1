"""Edges from elsewhere: a file with two names a line, of who follows whom or who is whose friend.

Names without an account get one that nobody has claimed. What stands already is passed over, so a file may be given
again, and goes on where it was broken off. Imports tell nobody: they are no news. Counts are kept as ever, and no edge
comes to stand across a block.
"""

from __future__ import annotations

import gzip
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from accounts.profiles.services import bump_counts
from accounts.users.unclaimed import create_unclaimed_many
from social.graph.errors import UnreadableGraph
from social.graph.models import Block, Follow, Friendship
from social.graph.services.pairs import lock_pairs

FOLLOWS, FRIENDS = "follows", "friends"
BATCH = 1_000
LONGEST_LINE = 200
_APART = re.compile(r"[\s,;]+")

Pair = tuple[UUID, UUID]


@dataclass(slots=True)
class Totals:
    """What came of the lines of a file."""

    lines: int = 0
    made: int = 0
    stood: int = 0
    refused: Counter[str] = field(default_factory=Counter)


def lines_of(path: Path) -> Iterator[str]:
    """The lines of a text file, packed with gzip or not, without comments (`#`) and empty ones."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        source = gzip.GzipFile(fileobj=file) if packed else file
        try:
            for number, line in enumerate(io.TextIOWrapper(source, encoding="utf-8")):
                if len(line) > LONGEST_LINE:
                    raise UnreadableGraph(f"line {number + 1} is longer than {LONGEST_LINE} characters")
                if (said := line.strip()) and not said.startswith("#"):
                    yield said
        except (UnicodeDecodeError, gzip.BadGzipFile, EOFError) as error:
            raise UnreadableGraph(str(error)) from None


def import_edges(
    lines: Iterable[str], *, kind: str, prefix: str = "", on_batch: Callable[[int], None] = lambda read: None
) -> Totals:
    """Make the edges of these lines, in batches of their own; `prefix` stands before every name."""
    totals, source = Totals(), iter(lines)
    while batch := list(islice(source, BATCH)):
        _import_batch(_pairs(batch, prefix, totals), kind, totals)
        totals.lines += len(batch)
        on_batch(len(batch))
    return totals


def _pairs(lines: list[str], prefix: str, totals: Totals) -> list[tuple[str, str]]:
    found = []
    for line in lines:
        names = _APART.split(line)
        if len(names) != 2 or names[0] == names[1]:
            totals.refused["oneself" if len(names) == 2 else "not two names"] += 1
            continue
        found.append((f"{prefix}{names[0]}".lower(), f"{prefix}{names[1]}".lower()))
    return found


@transaction.atomic
def _import_batch(named: list[tuple[str, str]], kind: str, totals: Totals) -> None:
    people, refused = create_unclaimed_many({name for pair in named for name in pair})
    pairs: dict[Pair, None] = {}
    for one, other in named:
        if bad := refused.get(one) or refused.get(other):
            totals.refused[f"username {bad}"] += 1
        elif (pair := (people[one], people[other])) in pairs:
            totals.stood += 1
        else:
            pairs[pair] = None
    lock_pairs(pairs)
    blocked = _blocked_among({person for pair in pairs for person in pair})
    apart = [pair for pair in pairs if pair in blocked or pair[::-1] in blocked]
    totals.refused["block"] += len(apart)
    wanted = [pair for pair in pairs if pair not in set(apart)]
    made = _make_follows(wanted) if kind == FOLLOWS else _make_friends(wanted)
    totals.made += made
    totals.stood += len(wanted) - made
    totals.refused += Counter()  # without those of which there were none


def _blocked_among(people: set[UUID]) -> set[Pair]:
    rows = Block.objects.filter(Q(blocker_id__in=people) & Q(blocked_id__in=people))
    return set(rows.values_list("blocker_id", "blocked_id"))


def _inserted(rows: list[models.Model]) -> set[UUID]:
    """The keys of those that were not there; the unique constraint decides."""
    if not rows:
        return set()
    manager = type(rows[0])._default_manager
    manager.bulk_create(rows, ignore_conflicts=True)
    return set(manager.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))


def _make_follows(pairs: list[Pair]) -> int:
    rows = {row.pk: row for row in (Follow(follower_id=one, followee_id=other) for one, other in pairs)}
    made = [rows[pk] for pk in _inserted([*rows.values()])]
    changes: dict[UUID, Counter[str]] = {}
    for row in made:
        changes.setdefault(row.followee_id, Counter())["followers"] += 1
        changes.setdefault(row.follower_id, Counter())["following"] += 1
    bump_counts(changes)
    return len(made)


def _make_friends(pairs: list[Pair]) -> int:
    halves = [Friendship(member_id=one, friend_id=other) for pair in pairs for one, other in (pair, pair[::-1])]
    return len(_inserted([*halves])) // 2
