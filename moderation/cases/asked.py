"""What a decision asks to be done, and whether it can be asked so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from config.errors import FieldError, InvalidInput
from moderation.cases.choices import Category, Outcome
from moderation.sanctions.choices import ENDING, Act, Label

MOST_HOURS = 8_760


@dataclass(frozen=True, slots=True)
class AskedAct:
    """One act: a mute or a suspension says for how many `hours` or `until` when, a label which word."""

    act: str
    hours: int | None = None
    until: datetime | None = None
    label: str = ""

    def end(self, now: datetime) -> datetime | None:
        """When it ends; None where it does not by itself."""
        return self.until if self.hours is None else now + timedelta(hours=self.hours)


def check_asked(*, outcome: str, category: str | None, acts: Sequence[AskedAct], reason: str, now: datetime) -> None:
    """Refuse, field by field, what is no decision."""
    errors = [*_of_decision(outcome, category, acts, reason)]
    for number, asked in enumerate(acts):
        errors += [FieldError(f"acts.{number}.{field}", code, text) for field, code, text in _of_act(asked, now)]
    if errors:
        raise InvalidInput(errors=errors)


def _of_decision(outcome: str, category: str | None, acts: Sequence[AskedAct], reason: str) -> Iterator[FieldError]:
    if outcome not in Outcome.values:
        yield FieldError("outcome", "invalid_choice", _("This is no outcome."))
    if category is not None and category not in Category.values:
        yield FieldError("category", "invalid_choice", _("This is no category."))
    if outcome == Outcome.ACTED and not acts:
        yield FieldError("acts", "required", _("Say what is to be done."))
    if outcome == Outcome.ACTED and not reason.strip():
        yield FieldError("reason", "required", _("Say why: whoever it is done to is told."))
    if outcome != Outcome.ACTED and acts:
        yield FieldError("acts", "not_used", _("Nothing else is done where this is the outcome."))
    if len({asked.act for asked in acts}) < len(acts):
        yield FieldError("acts", "repeated", _("Each act stands here once."))


def _of_act(asked: AskedAct, now: datetime) -> Iterator[tuple[str, str, str]]:
    if asked.act not in Act.values:
        yield "act", "invalid_choice", _("This is no act.")
        return
    if asked.act not in ENDING:
        for field in ("hours", "until"):
            if getattr(asked, field) is not None:
                yield field, "not_used", _("This act has no end.")
    elif asked.hours is None and asked.until is None:
        field = "hours" if asked.act == Act.MUTE else "until"
        yield field, "required", _("Say when it ends.")
    elif asked.hours is not None and asked.until is not None:
        yield "until", "not_used", _("Say either the hours or the end.")
    elif asked.hours is not None and not 1 <= asked.hours <= MOST_HOURS:
        yield "hours", "out_of_range", _("The hours are a whole number from 1 to 8760.")
    elif asked.until is not None and asked.until <= now:
        yield "until", "past", _("The end must lie in the future.")
    if asked.act == Act.LABEL and asked.label not in Label.values:
        yield "label", "invalid_choice" if asked.label else "required", _("Say which label.")
    if asked.act != Act.LABEL and asked.label:
        yield "label", "not_used", _("This act has no label.")
