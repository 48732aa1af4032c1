"""An appeal is decided by somebody else than who decided, from the version that they have seen, and once."""

from __future__ import annotations

import pytest

from config.audit.models import AuditEntry
from config.errors import StaleVersion
from config.testing.crowd import tried_at_once
from moderation.appeals import services
from moderation.appeals.events import AppealDecided
from moderation.appeals.models import Appeal
from moderation.appeals.tests.making import HIDE, SUSPEND, WARN, acted, appealed, decide_over_http
from moderation.cases import queries as cases
from moderation.cases.events import DecisionOverturned
from moderation.cases.models import Case, Decision
from moderation.cases.tests.making import held_against
from moderation.sanctions.queries import sanctions_of, strike_points

pytestmark = pytest.mark.django_db


@pytest.fixture
def another(person):
    return person("moderator-n", role="moderator")


def test_overturned_all_is_undone_and_everybody_learns_of_it(api, owner, moderator, another, recorded):
    appeal = appealed(owner, moderator, HIDE, WARN, SUSPEND)
    told = decide_over_http(api.as_(another), appeal).json()
    assert (told["status"], told["reason"], told["decided_by"]) == ("overturned", "Looked at again.", another.username)
    assert (told["decision"]["overturned_by"], told["can_decide"]) == (another.username, False)
    imposed = sanctions_of([appeal.decision_id])[appeal.decision_id]
    assert {sanction.ended_as for sanction in imposed} == {"overturned"}
    owner.refresh_from_db()
    assert (owner.status, strike_points(owner.pk)) == ("active", 0)
    assert Decision.objects.get().overturned_by_id == another.pk
    (event,) = recorded(AppealDecided)
    assert (event.actor_id, event.appellant_id, event.state) == (another.pk, owner.pk, "overturned")
    assert len(recorded(DecisionOverturned)) == 1
    noted = AuditEntry.objects.get(action="appeal.decided")
    assert (noted.actor_id, noted.target_id, noted.reason) == (another.pk, str(appeal.pk), "Looked at again.")
    assert (noted.before, noted.after["state"]) == ({"state": "open"}, "overturned")


def test_upheld_all_stays_and_the_case_tells_of_it(api, owner, moderator, another, recorded):
    appeal = appealed(owner, moderator, HIDE)
    told = decide_over_http(api.as_(another), appeal, overturn=False).json()
    assert (told["status"], told["decision"]["actions"][0]["is_in_force"]) == ("upheld", True)
    entry = cases.entries_of(appeal.decision.case_id).filter(sort="appeal_decided").get()
    assert (entry.actor_id, entry.text, entry.data["overturned"]) == (another.pk, "Looked at again.", False)
    assert recorded(DecisionOverturned) == []
    assert recorded(AppealDecided)[0].state == "upheld"
    own = api.as_(owner).get(f"/appeals/{appeal.pk}").json()
    assert (own["status"], own["reason"]) == ("upheld", "Looked at again.")
    assert another.username not in str(own)


def test_an_overturned_appeal_leaves_one_entry_in_the_case(api, owner, moderator, another):
    appeal = appealed(owner, moderator)
    decide_over_http(api.as_(another), appeal)
    entry = cases.entries_of(appeal.decision.case_id).filter(sort="appeal_decided").get()
    assert (entry.actor_id, entry.data["overturned"]) == (another.pk, True)


def refused(api, person, appeal):
    shown = api.as_(person).get(f"/moderation/appeals/{appeal.pk}").json()
    assert shown["can_decide"] is False
    answer = decide_over_http(api.as_(person), appeal)
    assert Appeal.objects.get().state == "open"
    return answer.status_code, answer.json()["code"]


def test_not_by_whoever_decided(api, owner, moderator):
    assert refused(api, moderator, appealed(owner, moderator)) == (403, "own_decision")


def test_not_by_whoever_reported_it(api, owner, moderator, another):
    appeal = appealed(owner, moderator, reporter=another)
    assert refused(api, another, appeal) == (403, "own_decision")


def test_not_by_a_role_below_the_one_that_decided(api, owner, moderator, manager, admin):
    appeal = appealed(owner, admin)
    assert refused(api, moderator, appeal) == (403, "needs_higher_role")
    assert refused(api, manager, appeal) == (403, "needs_higher_role")


def test_not_below_the_role_that_the_case_was_escalated_to(api, owner, moderator, another):
    appeal = appealed(owner, moderator)
    Case.objects.update(needs_role="manager")
    assert refused(api, another, appeal) == (403, "needs_higher_role")


def test_not_about_somebody_of_the_same_role(api, owner, moderator, another):
    appeal = appealed(owner, moderator)
    type(owner).objects.filter(pk=owner.pk).update(role="moderator")
    assert refused(api, another, appeal) == (403, "rank_too_low")


def test_staff_does_not_even_see_its_own_appeal_among_the_others(api, owner, manager, moderator, admin):
    appeal = appealed(moderator, admin)
    client = api.as_(moderator)
    assert client.get(f"/moderation/appeals/{appeal.pk}").status_code == 404
    assert client.get("/moderation/appeals").json()["results"] == []
    sent = client.post(
        f"/moderation/appeals/{appeal.pk}/decide", {"outcome": "overturn", "reason": "Yes."}, If_Match='"v1"'
    )
    assert sent.status_code == 404
    assert admin.username not in client.get(f"/appeals/{appeal.pk}").content.decode()


def test_where_nobody_may_decide_it_stays_open_and_says_so(api, owner, moderator, another):
    appealed(owner, moderator)
    row = api.as_(moderator).get("/moderation/appeals").json()["results"][0]
    assert (row["status"], row["can_decide"], row["decision"]["made_by"]) == ("open", False, moderator.username)
    assert api.as_(another).get("/moderation/appeals").json()["results"][0]["can_decide"] is True


def test_the_version_may_be_left_out(api, owner, moderator, another):
    appeal = appealed(owner, moderator)
    body = {"outcome": "uphold", "reason": "Yes."}
    answer = api.as_(another).post(f"/moderation/appeals/{appeal.pk}/decide", body)
    assert (answer.status_code, answer.json()["status"], answer.json()["reason"]) == (200, "upheld", "Yes.")


def test_a_version_that_is_said_must_be_the_newest(api, owner, moderator, another):
    appeal, client = appealed(owner, moderator), api.as_(another)
    path, body = f"/moderation/appeals/{appeal.pk}", {"outcome": "overturn", "reason": "Yes."}
    seen = client.get(path)["ETag"]
    assert client.get(path, If_None_Match=seen).status_code == 304
    services.write_message(actor=owner, appeal_id=appeal.pk, body="One word more.")
    stale = client.post(f"{path}/decide", body, If_Match=seen)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    assert decide_over_http(client, appeal).status_code == 200
    assert client.post(f"{path}/decide", body, If_Match=seen).status_code == 412
    closed = decide_over_http(client, appeal)
    assert (closed.status_code, closed.json()["code"]) == (409, "appeal_closed")


def test_the_same_decision_sent_again_is_one(api, owner, moderator, another, recorded):
    appeal, client = appealed(owner, moderator), api.as_(another)
    etag = client.get(f"/moderation/appeals/{appeal.pk}")["ETag"]
    first, second = (decide_over_http(client, appeal, etag=etag, Idempotency_Key="once") for _ in range(2))
    assert (first.status_code, first.json()) == (200, second.json())
    assert len(recorded(AppealDecided)) == 1


def test_a_withdrawn_appeal_is_not_decided(api, owner, moderator, another):
    appeal = appealed(owner, moderator)
    services.withdraw_appeal(actor=owner, appeal_id=appeal.pk)
    assert decide_over_http(api.as_(another), appeal).json()["code"] == "appeal_closed"


def test_members_decide_nothing(api, owner, agent, stranger, moderator):
    appeal = appealed(owner, moderator)
    for person in (owner, stranger, agent):
        for path in ("/moderation/appeals", f"/moderation/appeals/{appeal.pk}"):
            assert api.as_(person).get(path).status_code == 403
        body = {"outcome": "overturn", "reason": "Yes."}
        assert api.as_(person).post(f"/moderation/appeals/{appeal.pk}/decide", body, If_Match='"v1"').status_code == 403


def test_an_appeal_against_an_earlier_round_leaves_the_later_one(api, owner, moderator, another):
    appeal = appealed(owner, moderator, WARN)
    later = acted(owner, moderator, HIDE)
    assert held_against(owner).round == 3
    decide_over_http(api.as_(another), appeal)
    assert sanctions_of([later.pk])[later.pk][0].ended_at is None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_decides_and_the_other_is_stale(owner, moderator, another, manager):
    appeal, people = appealed(owner, moderator), (another, manager)

    def act(number):
        return services.decide_appeal(
            actor=people[number], appeal_id=appeal.pk, expected_version=1, overturn=number == 0, reason="Yes."
        )

    results = tried_at_once(act, 2)
    assert sorted(type(result).__name__ for result in results) == ["Appeal", StaleVersion.__name__]
    assert AuditEntry.objects.filter(action="appeal.decided").count() == 1
    assert cases.entries_of(appeal.decision.case_id).filter(sort="appeal_decided").count() == 1
