"""Whichever statement of a request fails, and wherever its process dies: it happened as a whole, or not at all.

Each deed is first done without a fault, which says by how much the database changes. Then it is done once for every
statement it makes, on fresh members and things, with that statement failing; the database must have changed by all of
that or by nothing, and the checker must find nothing. The same request again must then succeed, and leave the change
there once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest

from accounts.auth import revocation
from config.testing import checker
from config.testing.failing import Died, failing
from config.testing.snapshot import Numbers, changed, snapshot, together
from config.tests.faults import deeds
from config.tests.faults.deeds import Deed
from moderation.screening import memory as screening

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

FEWEST_STATEMENTS = 4


@dataclass
class Trial:
    """One deed with a fault: what was answered, what failed, and what changed."""

    deed: Deed
    statement: str
    answer: Any
    change: Numbers = field(default_factory=dict)


def ask(deed: Deed) -> Any:
    # A process that has just begun knows no revocations and no rules of screening: the first request reads them, so the
    # statements are the same.
    revocation.reset()
    screening.reset()
    return deed.ask()


def tried(kind: type[Deed], make: Callable[..., Any], number: int, *, dies: bool) -> Trial:
    deed = kind(make)
    before = snapshot()
    answer = None
    with failing(number, dies=dies) as fault:
        try:
            answer = ask(deed)
        except Died:
            assert dies
    return Trial(deed, fault.statement, answer, changed(before, snapshot()))


def check_answer(trial: Trial, *, dies: bool) -> None:
    if dies:
        assert trial.answer is None, f"somebody caught the end of the process at {trial.statement}"
        return
    assert trial.answer.status_code == 503, trial.statement
    assert trial.answer["Content-Type"] == "application/problem+json"
    assert trial.answer.json()["code"] == "service_unavailable"
    assert trial.answer["Retry-After"] == "2"


def check_again(trial: Trial, whole: Numbers) -> None:
    """The same request succeeds, or says what was done already; what was meant to be there is there once."""
    was_done = bool(trial.change)
    before = snapshot()
    answer = ask(trial.deed)
    wanted = trial.deed.again if was_done else trial.deed.success
    assert answer.status_code == wanted, f"after {trial.statement or 'a lost answer'}: {answer.content}"
    if trial.deed.is_once or not was_done:
        assert together(trial.change, changed(before, snapshot())) == whole, trial.statement
    trial.deed.prove()


# `make test` tries one on PostgreSQL and the other on SQLite, `make faults` both on PostgreSQL.
@pytest.mark.parametrize(
    "dies",
    [
        pytest.param(False, id="statement-fails", marks=pytest.mark.deep),
        pytest.param(True, id="process-dies", marks=pytest.mark.once),
    ],
)
@pytest.mark.parametrize("kind", deeds.ALL, ids=lambda kind: kind.__name__)
def test_a_deed_happens_as_a_whole_or_not_at_all(kind: type[Deed], dies: bool, person: Callable[..., Any]) -> None:
    numbers = count(1)

    def make(**values: Any) -> Any:
        return person(f"member-{next(numbers)}", **values)

    assert ask(kind(make)).status_code == kind.success  # fills what a process remembers
    clean = tried(kind, make, 0, dies=False)
    whole = clean.change
    assert whole
    undone = 0
    for number in count(1):
        trial = tried(kind, make, number, dies=dies)
        assert trial.change in ({}, whole), f"by half: {trial.statement}"
        assert checker.findings() == [], trial.statement
        undone += not trial.change
        if trial.statement:
            check_answer(trial, dies=dies)
        check_again(trial, whole)
        if not trial.statement:
            break
    assert undone >= FEWEST_STATEMENTS
