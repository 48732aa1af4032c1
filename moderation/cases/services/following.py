"""Cases follow what screening says: what is flagged or held opens one, what it takes back closes it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from moderation.cases.choices import Category, Outcome, Sort, State
from moderation.cases.models import Case, CaseEntry
from moderation.cases.queries import THIS_ROUND
from moderation.cases.services.deciding import close, make_decision
from moderation.cases.services.gathering import gather
from moderation.cases.texts import quoted
from moderation.screening.choices import Label
from moderation.screening.queries import labels_of, open_screening_of
from moderation.screening.services import is_there

_CATEGORIES = {Label.SPAM.value: Category.SPAM, Label.TOXICITY.value: Category.HARASSMENT}


def gather_flag(
    *, kind: str, thing_id: UUID | None, screening_id: UUID, reasons: Sequence[str], is_held: bool, cause: int
) -> None:
    """Open or add to the case of what screening flagged or held.

    A thing that is not there has none; neither has what was settled before it came here.
    """
    if thing_id is None or not is_there(kind, thing_id) or open_screening_of(kind, thing_id) is None:
        return
    gather(
        kind=kind,
        thing_id=thing_id,
        category=category_of(reasons),
        sort=Sort.FLAGGED,
        actor_id=None,
        data={"screening": str(screening_id), "reasons": list(reasons), "is_held": is_held},
        cause=cause,
    )


def category_of(reasons: Sequence[str]) -> Category:
    """What screening's reasons come to: a rule on toxicity means harassment, one on spam spam, by label or by name."""
    labels = labels_of(reasons)
    for word in (Label.TOXICITY.value, Label.SPAM.value):
        if word in labels or any(word in code for code in reasons):
            return _CATEGORIES[word]
    return Category.OTHER


@transaction.atomic
def close_flagged(
    *, kind: str, thing_id: UUID | None, screening_id: UUID, decision: str, actor_id: UUID | None
) -> None:
    """Close the waiting case of what was settled without it, where flags alone lie on it and none is left open.

    That is what the analyser takes back, and what somebody has put aside since the thing is gone.
    """
    if thing_id is None:
        return
    waiting = Case.objects.select_for_update(no_key=True).filter(kind=kind, thing_id=thing_id)
    case = waiting.exclude(state=State.DECIDED).filter(report_count=0).first()
    if case is None or open_screening_of(kind, thing_id) is not None or not _opened_it(case, screening_id):
        return
    # Of a text that no moderator has looked at nobody can say that it is fine.
    thing = replace(quoted(kind, thing_id), digest="")
    made = make_decision(case, thing, outcome=Outcome.DISMISSED, actor_id=actor_id)
    close(case, made, thing, told={"screening": decision})


def _opened_it(case: Case, screening_id: UUID) -> bool:
    flags = CaseEntry.objects.filter(THIS_ROUND, case=case, sort=Sort.FLAGGED)
    return flags.filter(data__screening=str(screening_id)).exists()
