"""What a decision asks to be done, and whether it can be asked so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from config.errors import FieldError, InvalidInput
from moderation.cases.choices import ALONE, KINDS, Category, Outcome
from moderation.sanctions.asked import wrong_reason, wrong_with
from moderation.sanctions.choices import ENDING, Act

MOST_HOURS = 8_760


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that is decided: `dismiss` and `restore` alone, any other kind beside others.

    A mute or a suspension says for how many `hours` or `until` when, a label which word. `note` stays with the staff.
    """

    kind: str
    hours: int | None = None
    until: datetime | None = None
    label: str = ""
    note: str = ""

    def end(self, now: datetime) -> datetime | None:
        """When it ends; None where it does not by itself."""
        return self.until if self.hours is None else now + timedelta(hours=self.hours)


def outcome_of(actions: Sequence[Action]) -> Outcome:
    """What a decision with these actions says."""
    return ALONE.get(actions[0].kind, Outcome.ACTED)


def check_asked(*, actions: Sequence[Action], category: str | None, reason: str, now: datetime) -> None:
    """Refuse, field by field, what is no decision, before any of it is done."""
    errors = [*_of_decision(actions, category, reason)]
    for number, asked in enumerate(actions):
        errors += [replace(error, field=f"actions.{number}.{error.field}") for error in _of_action(asked, now)]
    if errors:
        raise InvalidInput(errors=errors)


def _of_decision(actions: Sequence[Action], category: str | None, reason: str) -> Iterator[FieldError]:
    kinds = [asked.kind for asked in actions]
    if category is not None and category not in Category.values:
        yield FieldError("category", "invalid_choice", _("This is no category."))
    if not kinds:
        yield FieldError("actions", "required", _("Say what is to be done."))
    if len(set(kinds)) < len(kinds):
        yield FieldError("actions", "repeated", _("Each kind of action stands here once."))
    elif len(kinds) > 1 and ALONE.keys() & set(kinds):
        yield FieldError("actions", "not_used", _("To dismiss or to restore is a whole decision."))
    if set(kinds) - ALONE.keys() and not reason.strip():
        yield FieldError("reason", "required", _("Say why: whoever it is done to is told."))
    yield from wrong_reason(reason)


def _of_action(asked: Action, now: datetime) -> Iterator[FieldError]:
    if asked.kind not in KINDS:
        yield FieldError("kind", "invalid_choice", _("This is no kind of action."))
    elif asked.kind in ALONE:
        yield from _of_no_sanction(asked)
    elif wrong := [*_of_hours(asked)]:
        yield from wrong
    else:  # what a sanction may be is the sanctions' to say
        yield from wrong_with(asked.kind, until=asked.end(now), label=asked.label, now=now)


def _of_no_sanction(asked: Action) -> Iterator[FieldError]:
    for field in ("hours", "until"):
        if getattr(asked, field) is not None:
            yield FieldError(field, "not_used", _("This action has no end."))
    if asked.label:
        yield FieldError("label", "not_used", _("This action has no label."))


def _of_hours(asked: Action) -> Iterator[FieldError]:
    """Cases let an end be given in hours as well: whether exactly one of the two ways is used, and rightly."""
    if asked.kind not in ENDING:
        if asked.hours is not None:
            yield FieldError("hours", "not_used", _("This action has no end."))
    elif asked.hours is None and asked.until is None:
        yield FieldError("hours" if asked.kind == Act.MUTE else "until", "required", _("Say when it ends."))
    elif asked.hours is not None and asked.until is not None:
        yield FieldError("until", "not_used", _("Say either the hours or the end."))
    elif asked.hours is not None and not 1 <= asked.hours <= MOST_HOURS:
        yield FieldError("hours", "out_of_range", _("The hours are a whole number from 1 to 8760."))
