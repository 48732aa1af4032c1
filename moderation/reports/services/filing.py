"""A member reports a thing: once while a report is open, and at once answered where the text was found fine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from config import clock, entities
from config.db import insert_once, wait_lock
from config.errors import InvalidInput, NotSignedIn
from config.events import record
from config.roles import Viewer
from config.text import clean
from moderation.cases import services as cases
from moderation.cases.choices import Category, Sort
from moderation.cases.texts import quoted
from moderation.reports import queries
from moderation.reports.choices import State
from moderation.reports.errors import OwnThing, ThingNotFound, TooManyOpenReports
from moderation.reports.events import ReportFiled
from moderation.reports.models import Report
from moderation.reports.services.answering import tell_answer

LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Filed:
    """A report, and whether it was made just now."""

    report: Report
    is_new: bool


class _FiledAlready(Exception):
    """Somebody at the same moment was first."""


def file_report(*, reporter: Viewer, kind: str, thing_id: UUID, category: str, text: str = "") -> Filed:
    """Report a thing that the reporter can see and that is not theirs.

    While a report of theirs on it is open, they get that one back; so they do with one that was answered at once.
    """
    words = _checked(category, text)
    thing = _visible(reporter, kind, thing_id)
    reporter_id = cast(UUID, reporter.pk)
    if thing.owner_of(thing_id) == reporter_id:
        raise OwnThing.of("entity_id", "own_thing", OwnThing.detail)
    try:
        with transaction.atomic():
            return _filed(reporter_id, thing, thing_id, category, words)
    except _FiledAlready:
        found = queries.open_report(reporter_id, kind, thing_id)
        if found is None:  # and answered meanwhile: this is the next one
            return file_report(reporter=reporter, kind=kind, thing_id=thing_id, category=category, text=text)
        return Filed(found, is_new=False)


def _checked(category: str, text: str) -> str:
    words = clean(text, lines=True)
    if category not in Category.values:
        raise InvalidInput.of("category", "invalid_choice", _("This is no category."))
    if len(words) > LONGEST:
        raise InvalidInput.of("text", "max_length", _("This is too long."))
    return words


def _visible(reporter: Viewer, kind: str, thing_id: UUID) -> entities.Kind:
    """The kind of a thing that the reporter sees. What was deleted may leave its place, and is nothing to report."""
    if reporter.pk is None:
        raise NotSignedIn
    try:
        thing = entities.kind(kind)
    except entities.UnknownKind:
        raise InvalidInput.of("entity_type", "unknown", _("There is no such kind of thing.")) from None
    if not thing.visible_to(reporter).filter(pk=thing_id).exists():
        raise ThingNotFound
    if thing.written and thing_id not in thing.written([thing_id]):
        raise ThingNotFound
    return thing


def _filed(reporter_id: UUID, thing: entities.Kind, thing_id: UUID, category: str, text: str) -> Filed:
    """One reporter's reports come one after the other, so that none slips past the limit."""
    wait_lock(f"reports:{reporter_id}")
    found = queries.open_report(reporter_id, thing.name, thing_id)
    if found is not None:
        return Filed(found, is_new=False)
    standing = queries.record_of(reporter_id)
    if standing.open >= settings.MODERATION_MOST_OPEN_REPORTS:
        raise TooManyOpenReports(most=settings.MODERATION_MOST_OPEN_REPORTS)
    made = Report(
        reporter_id=reporter_id,
        kind=thing.name,
        thing_id=thing_id,
        category=category,
        text=text,
        title=quoted(thing.name, thing_id).title,
    )
    gathered = cases.gather(
        kind=thing.name,
        thing_id=thing_id,
        category=category,
        sort=Sort.REPORTED,
        actor_id=reporter_id,
        weight=standing.weight,
        data={"report": str(made.pk)},
    )
    made.case_id, made.round = gathered.case.pk, gathered.case.round
    if gathered.is_fine:
        answered = Report.objects.filter(case_id=made.case_id, round=made.round, reporter_id=reporter_id).first()
        if answered is not None:
            return Filed(answered, is_new=False)
        made.state, made.answered_at = State.DISMISSED, clock.now()
    if not insert_once(made):
        raise _FiledAlready
    record(
        ReportFiled(
            actor_id=reporter_id,
            report_id=made.pk,
            case_id=made.case_id,
            kind=made.kind,
            thing_id=thing_id,
            category=category,
        )
    )
    if gathered.is_fine:
        tell_answer(made, actor_id=None)
    return Filed(made, is_new=True)
