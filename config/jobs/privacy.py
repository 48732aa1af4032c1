"""What becomes of runs of jobs in exports and in erasure."""

from __future__ import annotations

from django.db.models import Q

from config.jobs.models import Outcome
from config.privacy import Clear, NotExported, Person, register
from config.privacy.registry import LOGS


def of(person: Person) -> Q:
    """Runs that have ended, whose arguments or errors name somebody. Those under way need what they were given."""
    found = Q()
    for mark in (str(person.id), *person.emails):
        found |= Q(error__icontains=mark) | Q(arguments__icontains=mark)
    return found & ~Q(outcome__in=[Outcome.WAITING, Outcome.RUNNING])


def declare() -> None:
    register(
        "jobs.TaskRun",
        of=of,
        export=NotExported("what our own processes did, and what went wrong with it; it is kept for 30 days"),
        erase=Clear(
            because="that a job ran, and when, is no fact about a member", values={"error": "", "arguments": {}}
        ),
        place=LOGS,
    )
