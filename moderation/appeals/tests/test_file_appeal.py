"""A member appeals against a decision about them: once, in time, while there is something to appeal against."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from config import clock
from config.testing.client import codes
from config.testing.crowd import tried_at_once
from moderation.appeals import services
from moderation.appeals.errors import AlreadyAppealed, NothingToAppeal
from moderation.appeals.events import AppealFiled, AppealWithdrawn
from moderation.appeals.models import Appeal
from moderation.appeals.tests.making import HIDE, MUTE, SUSPEND, WARN, acted, appealed, locked_out
from moderation.cases import queries as cases
from moderation.cases import shapes
from moderation.cases.tests.making import decide, held_against
from moderation.sanctions import services as sanctions
from moderation.sanctions.queries import sanctions_of

pytestmark = pytest.mark.django_db

DAYS_30 = timedelta(days=30)


def filed(client, decision, **headers):
    return client.post("/appeals", {"decision": str(decision.pk), "text": "This is wrong."}, **headers)


def test_the_member_appeals_and_is_told_where_it_stands(api, owner, moderator, recorded):
    decision = acted(owner, moderator)
    answer = filed(api.as_(owner), decision)
    told = answer.json()
    assert answer.status_code == 201, told
    assert (told["status"], told["text"], told["reason"], told["messages"]) == ("open", "This is wrong.", "", [])
    assert told["decision"]["id"] == str(decision.pk)
    assert answer["Location"] == f"/api/v1/appeals/{told['id']}"
    (event,) = recorded(AppealFiled)
    assert (event.actor_id, str(event.appeal_id), event.decision_id) == (owner.pk, told["id"], decision.pk)


def test_the_case_can_be_named_and_means_the_newest_decision_that_can_be_appealed(api, owner, stranger, moderator):
    hidden = acted(owner, moderator)
    again = acted(owner, moderator, reporter=stranger)
    client, body = api.as_(owner), {"case": str(hidden.case_id), "text": "This is wrong."}
    for decision in (again, hidden):
        answer = client.post("/appeals", body)
        assert (answer.status_code, answer.json()["decision"]["id"]) == (201, str(decision.pk))
    assert client.post("/appeals", body).json()["code"] == "already_appealed"
    (newest, _first) = client.get("/moderation/decisions/mine").json()["results"]
    assert newest["case"] == str(hidden.case_id)


def test_either_the_case_or_the_decision_is_named(api, owner, stranger, moderator):
    decision = acted(owner, moderator)
    both = {"case": str(decision.case_id), "decision": str(decision.pk), "text": "This is wrong."}
    for body in (both, {"text": "This is wrong."}):
        assert codes(api.as_(owner).post("/appeals", body)) == {"case": "required"}
    of_another = api.as_(stranger).post("/appeals", {"case": str(decision.case_id), "text": "This is wrong."})
    assert (of_another.status_code, of_another.json()["code"]) == (404, "decision_not_found")


def test_the_case_tells_of_it(api, owner, moderator):
    appeal = appealed(owner, moderator)
    case_id = appeal.decision.case_id
    entry = cases.entries_of(case_id).filter(sort="appealed").get()
    assert (entry.actor_id, entry.data["appeal"]) == (owner.pk, str(appeal.pk))
    shown = api.as_(moderator).get(f"/moderation/cases/{case_id}").json()["appeals"]
    assert [(each["id"], each["status"], each["decided_by"]) for each in shown] == [(str(appeal.pk), "open", None)]


@pytest.mark.parametrize("act", [SUSPEND, MUTE])
def test_whoever_is_suspended_or_muted_can_appeal(api, owner, moderator, act):
    decision = acted(owner, moderator, act)
    owner.refresh_from_db()
    client = locked_out(owner) if act is SUSPEND else api.as_(owner)
    answer = filed(client, decision)
    assert answer.status_code == 201, answer.content
    assert client.get("/appeals/mine").json()["results"][0]["id"] == answer.json()["id"]
    assert client.post(f"/appeals/{answer.json()['id']}/messages", {"body": "Please."}).status_code == 201
    assert client.post(f"/appeals/{answer.json()['id']}/withdraw").status_code == 200


def test_nobody_else_can_and_learns_nothing(api, owner, stranger, moderator, manager):
    decision = acted(owner, moderator)
    for person in (stranger, manager, moderator):
        answer = filed(api.as_(person), decision)
        assert (answer.status_code, answer.json()["code"]) == (404, "decision_not_found")
    assert filed(api, decision).status_code == 401
    nothing = api.as_(owner).post("/appeals", {"decision": str(uuid4()), "text": "x"})
    assert (nothing.status_code, nothing.json()["code"]) == (404, "decision_not_found")


def test_what_found_nothing_wrong_is_no_decision_about_the_member(api, owner, moderator):
    restored = decide(held_against(owner), moderator, "restored")
    answer = filed(api.as_(owner), restored)
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_appeal")
    dismissed = decide(held_against(owner), moderator)
    assert filed(api.as_(owner), dismissed).status_code == 404


def test_what_was_lifted_can_be_appealed_against_while_its_strike_counts(owner, moderator, settings):
    settings.MODERATION_STRIKE_LIFETIME = timedelta(days=3)
    decision = acted(owner, moderator)
    for row in sanctions_of([decision.pk])[decision.pk]:
        sanctions.lift(sanction_id=row.pk, actor=moderator)
    with clock.standing_at(clock.now() + timedelta(days=4)), pytest.raises(NothingToAppeal):
        services.file_appeal(actor=owner, decision_id=decision.pk, text="x")
    assert services.file_appeal(actor=owner, decision_id=decision.pk, text="x").state == "open"


def test_what_was_lifted_in_part_can_be_appealed_against(owner, moderator):
    decision = acted(owner, moderator, HIDE, WARN)
    sanctions.lift(sanction_id=sanctions_of([decision.pk])[decision.pk][0].pk, actor=moderator)
    assert services.file_appeal(actor=owner, decision_id=decision.pk, text="x").state == "open"


def test_until_when_is_told_where_it_is_possible_and_only_there(api, owner, moderator):
    decision = acted(owner, moderator)

    def told():
        (shown,) = shapes.own_decisions([decision], owner)
        return shown["can_appeal_until"]

    assert told() is not None
    with clock.standing_at(decision.created_at + DAYS_30):
        assert told() is None
    api.as_(owner).post("/appeals", {"decision": str(decision.pk), "text": "This is wrong."})
    assert told() is None


def test_what_only_ran_out_can_be_appealed_against(owner, moderator):
    decision = acted(owner, moderator, MUTE)
    with clock.standing_at(clock.now() + timedelta(hours=49)):
        assert sanctions.expire_due() == 1
        assert services.file_appeal(actor=owner, decision_id=decision.pk, text="x").state == "open"


def test_it_is_in_time_to_the_moment(owner, moderator):
    decision = acted(owner, moderator)
    with clock.standing_at(decision.created_at + DAYS_30), pytest.raises(NothingToAppeal):
        services.file_appeal(actor=owner, decision_id=decision.pk, text="x")
    with clock.standing_at(decision.created_at + DAYS_30 - timedelta(microseconds=1)):
        assert services.file_appeal(actor=owner, decision_id=decision.pk, text="x").state == "open"


def test_one_appeal_a_decision_whatever_became_of_the_first(api, owner, moderator):
    appeal = appealed(owner, moderator)
    answer = filed(api.as_(owner), appeal.decision)
    assert (answer.status_code, answer.json()["code"]) == (409, "already_appealed")
    services.withdraw_appeal(actor=owner, appeal_id=appeal.pk)
    assert filed(api.as_(owner), appeal.decision).json()["code"] == "already_appealed"


def test_the_same_request_again_makes_one_appeal(api, owner, moderator):
    decision, client = acted(owner, moderator), api.as_(owner)
    first, second = (filed(client, decision, Idempotency_Key="once") for _ in range(2))
    assert (first.status_code, second.status_code, second["Idempotent-Replayed"]) == (201, 201, "true")
    assert first.json() == second.json()


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"text": ""}, "text", "blank"),
        ({"text": "x" * 4_001}, "text", "max_length"),
        ({"decision": "x"}, "decision", "invalid"),
        ({"state": "overturned"}, "state", "unknown_field"),
    ],
)
def test_what_is_wrong_is_named(api, owner, moderator, body, field, code):
    sent = {"decision": str(uuid4()), "text": "This is wrong."} | body
    answer = api.as_(owner).post("/appeals", sent)
    assert (answer.status_code, codes(answer)) == (400, {field: code})


def test_it_is_taken_back_once(api, owner, stranger, moderator, recorded):
    appeal, client = appealed(owner, moderator), api.as_(owner)
    path = f"/appeals/{appeal.pk}/withdraw"
    assert api.as_(stranger).post(path).status_code == 404
    told = client.post(path).json()
    assert (told["status"], told["decided_at"] is not None) == ("withdrawn", True)
    assert client.post(path).json()["code"] == "appeal_closed"
    assert len(recorded(AppealWithdrawn)) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_one_is_filed(owner, moderator):
    decision = acted(owner, moderator)

    def act(_number):
        return services.file_appeal(actor=owner, decision_id=decision.pk, text="x")

    results = tried_at_once(act, 20)
    assert sorted(type(result).__name__ for result in results) == sorted([AlreadyAppealed.__name__] * 19 + ["Appeal"])
    assert Appeal.objects.count() == 1
    assert cases.entries_of(decision.case_id).filter(sort="appealed").count() == 1
