"""The documented form of rules and trials, and of what makes and changes them."""

from __future__ import annotations

from typing import Any

from config.api import Answer, Body
from config.api import fields as f
from moderation.screening.choices import Label, Outcome, Sort, State, TrialState
from moderation.screening.definitions import LONGEST_VALUE, MOST_VALUES
from moderation.screening.services.trials import MOST_DAYS, MOST_TEXTS

DEFINITION: dict[str, Any] = {
    "sort": "terms",
    "outcome": "hold",
    "values": ["casino bonus", "double your bitcoin"],
    "kinds": ["comment"],
    "most": None,
    "window_minutes": None,
    "new_account_hours": None,
    "label": "",
    "threshold": None,
}
RULE: dict[str, Any] = {
    "id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9e",
    "slug": "casino-spam",
    **DEFINITION,
    "state": "draft",
    "note": "Seen in comments since Monday.",
    "is_shipped": False,
    "made_by": "ana",
    "caught_30_days": 0,
    "created_at": "2026-11-20T16:25:00Z",
    "updated_at": "2026-11-20T16:25:00Z",
    "live_at": None,
}
TRIAL: dict[str, Any] = {
    "id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9f",
    "state": "done",
    "days": 30,
    "most": 500,
    "looked_at": 812,
    "caught": 3,
    "samples": [
        {
            "type": "comment",
            "id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8da0",
            "matched": "casino bonus",
            "excerpt": "Get your casino bonus today",
            "written_at": "2026-11-19T08:00:00Z",
        }
    ],
    "definition": DEFINITION,
    "made_by": "ana",
    "created_at": "2026-11-20T16:30:00Z",
    "finished_at": "2026-11-20T16:30:00Z",
}


class Definition(Answer):
    """What a rule looks for, and what then comes of the text."""

    sort = f.Choice(Sort.values)
    outcome = f.Choice(Outcome.values)
    values = f.Items(f.Text())
    kinds = f.Items(f.Text())
    most = f.Integer(allow_null=True)
    window_minutes = f.Integer(allow_null=True)
    new_account_hours = f.Integer(allow_null=True)
    label = f.Choice(["", *Label.values])  # type: ignore[assignment] # a field, not DRF's attribute of that name
    threshold = f.Integer(allow_null=True)

    class Meta:
        example = DEFINITION


class Rule(Definition):
    """A rule. `caught_30_days` counts the texts that it flagged, held or refused."""

    id = f.Id()
    slug = f.Text()
    state = f.Choice(State.values)
    note = f.Text()
    is_shipped = f.Flag()
    made_by = f.Text(allow_null=True)
    caught_30_days = f.Integer()
    created_at = f.Moment()
    updated_at = f.Moment()
    live_at = f.Moment(allow_null=True)

    class Meta:
        example = RULE


class DefinitionBody(Body):
    """What a rule does. Which numbers a rule needs depends on its sort."""

    outcome = f.Choice(Outcome.values, required=False)
    values = f.Items(f.Text(max_length=LONGEST_VALUE), required=False, max_length=MOST_VALUES)
    kinds = f.Items(f.Text(max_length=40), required=False, max_length=20)
    most = f.Integer(required=False, allow_null=True, max_value=1_000)
    window_minutes = f.Integer(required=False, allow_null=True, min_value=1, max_value=1_440)
    new_account_hours = f.Integer(required=False, allow_null=True, min_value=1, max_value=8_760)
    label = f.Choice(["", *Label.values], required=False)  # type: ignore[assignment] # a field, as above
    threshold = f.Integer(required=False, allow_null=True, min_value=1, max_value=100)


class NewRuleBody(DefinitionBody):
    """A draft: its name, in letters, digits and hyphens, and what it does."""

    slug = f.Text(max_length=60)
    sort = f.Choice(Sort.values)
    note = f.Text(max_length=500, required=False, allow_blank=True)

    class Meta:
        example = {
            "slug": "casino-spam",
            "sort": "terms",
            "outcome": "hold",
            "values": ["casino bonus", "double your bitcoin"],
            "kinds": ["comment"],
            "note": "Seen in comments since Monday.",
        }


class EditRuleBody(DefinitionBody):
    """What changes. A rule goes live in a form that was tried, unless `without_trial`; `reason` is for the audit."""

    note = f.Text(max_length=500, required=False, allow_blank=True)
    state = f.Choice([State.DRAFT.value, State.LIVE.value], required=False)
    without_trial = f.Flag(required=False)
    reason = f.Text(max_length=500, required=False)

    class Meta:
        example = {"state": "live", "without_trial": True, "reason": "A wave of spam since this morning."}


class Sample(Answer):
    """A text that the rule would have caught, and that you may see."""

    type = f.Text()
    id = f.Id()
    matched = f.Text()
    excerpt = f.Text()
    written_at = f.Moment()

    class Meta:
        example = TRIAL["samples"][0]


class Trial(Answer):
    """What a rule in that form would have caught of the newest `most` texts of each kind, `days` back."""

    id = f.Id()
    state = f.Choice(TrialState.values)
    days = f.Integer()
    most = f.Integer()
    looked_at = f.Integer()
    caught = f.Integer()
    samples = f.Nested(Sample, many=True)
    definition = f.Nested(Definition)
    made_by = f.Text(allow_null=True)
    created_at = f.Moment()
    finished_at = f.Moment(allow_null=True)

    class Meta:
        example = TRIAL


class TrialBody(DefinitionBody):
    """How far to look; with fields of the rule, what it would catch if they were so."""

    days = f.Integer(required=False, min_value=1, max_value=MOST_DAYS)
    most = f.Integer(required=False, min_value=1, max_value=MOST_TEXTS)

    class Meta:
        example = {"days": 30, "most": 500, "values": ["casino bonus"]}
