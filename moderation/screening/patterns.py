"""Patterns in a form that is known to end: what could take long is refused when the rule is made.

Python's `re` backtracks and cannot be interrupted, so its cost is bounded before it runs. A pattern may hold
characters, classes, alternatives, groups, `^`, `$`, `\\b`, and repeats of at most `MOST_REPEATS`; no back-references,
no looking around, nothing endless. From its parse tree follows how many steps it can take from one position of a text
at most (`cost`), whatever the text. A pattern may cost `MOST_COST`, all live ones together `MOST_COST_OF_ALL`.
"""

from __future__ import annotations

import re
import warnings
from importlib import import_module
from typing import Any

from django.utils.translation import gettext_lazy as _

# Where `re` takes a pattern apart; both have no types.
ops: Any = import_module("re._constants")
parser: Any = import_module("re._parser")

LONGEST_PATTERN = 200
MOST_REPEATS = 50
MOST_COST = 300
MOST_COST_OF_ALL = 3_000
LEAST_WIDTH = 3
_INFINITE = 10**12
_SINGLE = {ops.LITERAL, ops.NOT_LITERAL, ops.ANY, ops.IN}


class PatternRefused(ValueError):
    """The pattern is not one, or may take long; the message says why."""


def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, ready to search folded texts; `PatternRefused` where its cost is not bounded tightly enough."""
    cost(pattern)
    return re.compile(pattern)


def cost(pattern: str) -> int:
    """How many steps the pattern can take from one position of a text at most."""
    if len(pattern) > LONGEST_PATTERN:
        raise PatternRefused(_("A pattern has at most 200 characters."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tree = parser.parse(pattern)
    except (re.error, OverflowError, RecursionError, Warning):
        raise PatternRefused(_("This is not a pattern.")) from None
    if tree.state.flags & ~re.UNICODE:
        raise PatternRefused(_("A pattern sets no flags: texts are folded to small letters before."))
    if tree.getwidth()[0] < LEAST_WIDTH:
        raise PatternRefused(_("A pattern matches at least three characters."))
    steps, _paths = _weigh(tree)
    if steps > MOST_COST:
        raise PatternRefused(_("This pattern may take too long: use fewer or shorter repeats and alternatives."))
    return steps


def _weigh(tree: Any) -> tuple[int, int]:
    """Steps and paths of a sequence: each way through what comes first may try all of what comes after."""
    steps, paths = 0, 1
    for op, argument in tree:
        more, ways = _weigh_one(op, argument)
        steps, paths = min(_INFINITE, steps + paths * more), min(_INFINITE, paths * ways)
    return steps, paths


def _weigh_one(op: Any, argument: Any) -> tuple[int, int]:
    if op in _SINGLE or op is ops.AT:
        return 1, 1
    if op is ops.SUBPATTERN:
        _group, add, remove, inner = argument
        if add or remove:
            raise PatternRefused(_("A pattern sets no flags: texts are folded to small letters before."))
        return _weigh(inner)
    if op is ops.BRANCH:
        weighed = [_weigh(each) for each in argument[1]]
        return sum(steps for steps, _paths in weighed) + 1, sum(paths for _steps, paths in weighed)
    if op in {ops.MAX_REPEAT, ops.MIN_REPEAT}:
        return _weigh_repeat(*argument)
    raise PatternRefused(_("A pattern has no back-references and does not look around."))


def _weigh_repeat(least: int, most: Any, inner: Any) -> tuple[int, int]:
    if most is ops.MAXREPEAT or most > MOST_REPEATS:
        raise PatternRefused(_("A repeat has an end, at most 50: write {0,50} for * and {1,50} for +."))
    if inner.getwidth()[0] == 0 and most > 1:
        raise PatternRefused(_("A pattern repeats nothing that can be empty."))
    once, ways = _weigh(inner)
    steps, paths, through = 0, 0, 1
    for number in range(most + 1):
        if number >= least:
            paths = min(_INFINITE, paths + through)
        if number < most:
            steps = min(_INFINITE, steps + through * once)
            through = min(_INFINITE, through * ways)
    return steps, paths
