"""The documented form of cases and decisions, and of what is done to them."""

from __future__ import annotations

from typing import Any

from config.api import Answer, Body
from config.api import fields as f
from config.roles import Role
from moderation.cases.api import examples
from moderation.cases.asked import MOST_HOURS
from moderation.cases.choices import KINDS, Category, Outcome, Priority, Sort, State
from moderation.cases.sections import documented_sections
from moderation.sanctions.choices import Act, Ended, Label


class Person(Answer):
    """Somebody in few words."""

    id = f.Id()
    username = f.Text()
    full_name = f.Text()
    avatar_url = f.Url(allow_null=True)

    class Meta:
        example = examples.PERSON


class Entity(Answer):
    """What a case is about. `url` is null where it is gone."""

    type = f.Text()
    id = f.Id()
    title = f.Text()
    url = f.Text(allow_null=True)

    class Meta:
        example = examples.ENTITY


class CategoryCount(Answer):
    """How many reported it for what, in the present round."""

    category = f.Choice(Category.values)
    count = f.Integer()

    class Meta:
        example = examples.CASE["categories"][0]


class Case(Answer):
    """A case in the queue, with how many reports and reasons of screening (`flags`) its present round has.

    Waiting raises `score` and `priority`; `due_at` stays as it was set.
    """

    id = f.Id()
    entity = f.Nested(Entity)
    owner = f.Nested(Person, allow_null=True)
    status = f.Choice(State.values)
    category = f.Choice(Category.values)
    priority = f.Choice(Priority.values)
    score = f.Integer()
    needs_role = f.Choice([Role.MODERATOR.value, Role.MANAGER.value, Role.ADMIN.value])
    assignee = f.Nested(Person, allow_null=True)
    round = f.Integer()
    reports = f.Integer()
    flags = f.Integer()
    flagged_for = f.Items(f.Text())
    categories = f.Nested(CategoryCount, many=True)
    reach = f.Integer()
    created_at = f.Moment()
    opened_at = f.Moment()
    claimed_at = f.Moment(allow_null=True)
    due_at = f.Moment()
    decided_at = f.Moment(allow_null=True)
    is_overdue = f.Flag()
    version = f.Integer()

    class Meta:
        example = examples.CASE


class Entry(Answer):
    """One line of a case's history. `facts` are what its sort knows: ids and words of lists."""

    id = f.Id()
    sort = f.Choice(Sort.values)
    actor = f.Text(allow_null=True)
    text = f.Text()
    facts = f.Anything()
    created_at = f.Moment()

    class Meta:
        example = examples.ENTRY


class Reason(Answer):
    """Why screening caught the text."""

    code = f.Text()
    outcome = f.Text()
    matched = f.Text()

    class Meta:
        example = examples.REASON


class CaughtBy(Answer):
    """What screening said of the thing."""

    outcome = f.Text()
    excerpt = f.Text()
    reasons = f.Nested(Reason, many=True)
    created_at = f.Moment()
    settled_at = f.Moment(allow_null=True)
    settled_as = f.Text()

    class Meta:
        example = examples.SCREENING


class OwnerRecord(Answer):
    """What was done to the owner before, the points of strikes that count, and what so many of them suggest."""

    actions = f.Mapping(f.Integer())
    points = f.Integer()
    in_force = f.Items(f.Text())
    suggested = f.Items(f.Text())

    class Meta:
        example = examples.RECORD


class Done(Answer):
    """One action of a decision, and whether it holds still."""

    id = f.Id()
    kind = f.Choice(Act.values)
    label = f.Choice(["", *Label.values])  # type: ignore[assignment] # a field, not DRF's attribute of that name
    until = f.Moment(allow_null=True)
    is_in_force = f.Flag()
    ended_as = f.Choice(["", *Ended.values])

    class Meta:
        example = examples.ACTION


class StaffDone(Done):
    """The same with what moderators wrote beside it for each other."""

    note = f.Text()

    class Meta:
        example = examples.STAFF_ACTION


class Decided(Answer):
    """What ended a round of a case, with the thing as it was then."""

    id = f.Id()
    outcome = f.Choice(Outcome.values)
    category = f.Choice(Category.values)
    reason = f.Text()
    actions = f.Nested(Done, many=True)
    title = f.Text()
    excerpt = f.Text()
    created_at = f.Moment()
    overturned_at = f.Moment(allow_null=True)

    class Meta:
        example = examples.DECISION


class StaffDecision(Decided):
    """A decision as the staff sees it."""

    actions = f.Nested(StaffDone, many=True)
    round = f.Integer()
    note = f.Text()
    made_by = f.Text(allow_null=True)
    overturned_by = f.Text(allow_null=True)

    class Meta:
        example = examples.STAFF_DECISION


class OwnDecision(Decided):
    """A decision about one's own. `can_appeal_until` is null where there is nothing to appeal against."""

    case = f.Id()
    entity = f.Nested(Entity)
    can_appeal_until = f.Moment(allow_null=True)

    class Meta:
        example = examples.OWN_DECISION


class WholeCase(Case):
    """A case with all that it takes to decide it. Of entries the newest hundred are here.

    `text` is the thing's text as members see it, null where it is gone; `text_digest` can be sent with a decision.
    """

    text = f.Text(allow_null=True)
    text_digest = f.Text()
    screenings = f.Nested(CaughtBy, many=True)
    owner_record = f.Nested(OwnerRecord, allow_null=True)
    entries = f.Nested(Entry, many=True)
    decisions = f.Nested(StaffDecision, many=True)

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | documented_sections()

    class Meta:
        example = examples.WHOLE_CASE


class ClaimBody(Body):
    """With `take_over` a manager takes it from whoever has claimed it."""

    take_over = f.Flag(required=False)

    class Meta:
        example: dict[str, Any] = {}


class NoteBody(Body):
    """A word to the other moderators."""

    text = f.Text(max_length=2_000, lines=True)

    class Meta:
        example = {"text": "The third one this week."}


class EscalateBody(Body):
    """Why a higher role must decide."""

    reason = f.Text(max_length=500, lines=True)

    class Meta:
        example = {"reason": "A lawyer has written to us."}


class ActionBody(Body):
    """One action. A mute or a suspension has `hours` or `until`; a label has its word. `note` stays with the staff."""

    kind = f.Choice(KINDS)
    hours = f.Integer(required=False, allow_null=True, min_value=1, max_value=MOST_HOURS)
    until = f.Moment(required=False, allow_null=True)
    label = f.Choice(["", *Label.values], required=False)  # type: ignore[assignment] # a field, as above
    note = f.Text(max_length=2_000, lines=True, required=False, allow_blank=True)

    class Meta:
        example = {"kind": "mute", "hours": 24}


class DecideBody(Body):
    """What is decided: to dismiss, to restore, or anything else, several at once, and why: the owner is told that.

    With `text_digest` the decision is about that text: where the thing was edited meanwhile it is stale.
    """

    actions = f.Nested(ActionBody, many=True, max_length=len(KINDS))
    category = f.Choice(Category.values, required=False, allow_null=True)
    reason = f.Text(max_length=500, required=False, allow_blank=True)
    note = f.Text(max_length=2_000, lines=True, required=False, allow_blank=True)
    text_digest = f.Text(max_length=32, required=False, allow_blank=True)

    class Meta:
        example = {"actions": [{"kind": "hide"}], "reason": "This is advertising."}
