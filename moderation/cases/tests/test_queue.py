"""Cases over HTTP: the queue with its filters, one case with all that decides it, and what moderators do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.profiles.models import Profile
from config import clock
from config.testing.client import codes
from config.tests.routes.counting import counted
from moderation.cases import services
from moderation.cases.models import Case, Decision
from moderation.cases.tests.making import decide, edit, held_against
from moderation.reports import services as reports

pytestmark = pytest.mark.django_db

CASES = "/moderation/cases"


def listed(api, person, query=""):
    answer = api.as_(person).get(f"{CASES}{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


@pytest.fixture
def case(owner, stranger):
    return held_against(owner, by=stranger, category="harassment")


def test_the_queue_shows_the_most_urgent_first_and_what_one_needs_to_choose(api, case, friend, moderator):
    held_against(friend, category="spam")
    grave = held_against(moderator, category="hate")
    rows = listed(api, moderator)
    assert [row["category"] for row in rows] == ["harassment", "spam"]
    assert str(grave.pk) not in {row["id"] for row in rows}, "nobody sees cases about their own"
    row = rows[0]
    assert row["entity"] == {"type": "profile", "id": str(case.owner_id), "title": "owner", "url": "/u/owner"}
    assert (row["owner"]["username"], row["assignee"], row["reports"]) == ("owner", None, 1)
    assert row["categories"] == [{"category": "harassment", "count": 1}]
    assert (row["status"], row["priority"], row["is_overdue"], row["version"]) == ("open", "high", False, 1)


def test_the_queue_is_narrowed(api, case, friend, stranger, moderator, manager):
    other = held_against(friend, by=stranger, category="spam")
    services.claim(actor=moderator, case_id=other.pk)
    decided = held_against(stranger, category="spam")
    decide(decided, manager)
    escalated = held_against(manager, category="spam")
    Case.objects.filter(pk=escalated.pk).update(needs_role="admin", due_at=clock.now() - timedelta(hours=1))

    def ids(query):
        return {row["id"] for row in listed(api, moderator, query)}

    one, two, three = str(case.pk), str(other.pk), str(escalated.pk)
    assert ids("") == {one, two, three}
    assert ids("?status=open") == {one, three}
    assert ids("?status=claimed") == ids("?assignee=me") == ids("?assignee=Moderator-M") == {two}
    assert ids("?status=decided") == {str(decided.pk)}
    assert ids("?assignee=none") == {one, three}
    assert ids("?assignee=nobody-of-that-name") == set()
    assert ids("?priority=high&type=profile") == {one}
    assert ids("?type=comment") == set()
    assert ids("?needs_role=admin") == ids("?overdue=true") == {three}
    assert ids("?overdue=false") == {one, two}
    for query in ("?status=lost", "?type=stone", "?priority=none", "?needs_role=member", "?overdue=yes", "?sort=1"):
        assert api.as_(moderator).get(f"{CASES}{query}").status_code == 400, query


def test_pages_follow_each_other_in_the_order_of_the_queue(api, person, moderator):
    categories = ["spam", "hate", "spam", "harassment", "misinformation"]
    for number, category in enumerate(categories):
        held_against(person(f"member-{number}"), category=category)
    client, found = api.as_(moderator), []
    answer = client.get(f"{CASES}?limit=2").json()
    while True:
        found += [row["score"] for row in answer["results"]]
        if answer["next"] is None:
            break
        answer = client.request("GET", answer["next"], absolute=True).json()
    assert found == [65, 45, 25, 15, 15]


def test_a_longer_queue_costs_no_more_statements(api, person, stranger, moderator):
    client = api.as_(moderator)
    counts = []
    for number in range(4):
        made = held_against(person(f"member-{number}"), by=stranger)
        if number % 2:
            services.claim(actor=moderator, case_id=made.pk)
        with counted() as statements:
            assert len(client.get(CASES).json()["results"]) == number + 1
        counts.append(statements.count)
    assert len(set(counts[1:])) == 1, counts


def test_one_case_shows_all_that_it_takes_to_decide(api, owner, stranger, moderator, manager):
    edit(owner, "Buy my things")
    filed = reports.file_report(reporter=stranger, kind="profile", thing_id=owner.pk, category="spam", text="Look")
    case = filed.report.case
    decide(case, manager, "acted", note="The first")
    edit(owner, "Buy more things")
    held_against(owner, by=stranger)
    shown = api.as_(moderator).get(f"{CASES}/{case.pk}").json()
    assert shown["text"] == "owner\nBuy more things"
    assert [entry["sort"] for entry in shown["entries"]] == ["reported", "reopened", "decided", "reported", "opened"]
    assert shown["entries"][0]["actor"] == "stranger"
    decision = shown["decisions"][0]
    assert (decision["outcome"], decision["made_by"], decision["note"]) == ("acted", "manager-m", "The first")
    assert [(act["kind"], act["is_in_force"]) for act in decision["actions"]] == [("hide", True)]
    assert (shown["owner_record"]["points"], shown["owner_record"]["actions"]["hide"]) == (1, 1)
    report = shown["reported"][0]
    assert (report["reporter"], report["text"], report["record"]["weight"]) == ("stranger", "Look", 10)


def test_what_is_gone_is_named_so(api, case, owner, moderator):
    Case.objects.filter(pk=case.pk).update(thing_id=case.pk)
    shown = api.as_(moderator).get(f"{CASES}/{case.pk}").json()
    assert (shown["entity"]["url"], shown["text"], shown["text_digest"]) == (None, None, "")


def test_the_etag_changes_with_what_is_seen(api, case, friend, moderator):
    client, path = api.as_(moderator), f"{CASES}/{case.pk}"
    etag = client.get(path)["ETag"]
    assert client.get(path, If_None_Match=etag).status_code == 304
    held_against(case.owner, by=friend)
    assert client.get(path, If_None_Match=etag).status_code == 200


def test_a_decision_says_from_which_version_it_is_made(api, case, moderator):
    client, path = api.as_(moderator), f"{CASES}/{case.pk}"
    body = {"actions": [{"kind": "hide"}], "reason": "Insults"}
    for headers in ({}, {"If_Match": "*"}):
        answer = client.post(f"{path}/decide", body, **headers)
        assert (answer.status_code, answer.json()["code"]) == (428, "version_required")
    claimed = client.post(f"{path}/claim", {})
    stale = client.post(f"{path}/decide", body, If_Match='"v1"')
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    done = client.post(f"{path}/decide", body, If_Match=claimed["ETag"])
    assert (done.status_code, done.json()["status"]) == (200, "decided")
    assert done.json()["decisions"][0]["reason"] == "Insults"
    assert client.post(f"{path}/decide", body, If_Match=claimed["ETag"]).status_code == 412
    assert client.post(f"{path}/decide", body, If_Match=done["ETag"]).json()["code"] == "case_closed"
    assert Profile.objects.get(pk=case.owner_id).hidden_at is not None


def test_the_same_decision_with_its_key_is_made_once(api, case, moderator):
    body = {"actions": [{"kind": "dismiss"}]}
    sent = [
        api.as_(moderator).post(f"{CASES}/{case.pk}/decide", body, If_Match='"v1"', Idempotency_Key="once")
        for _ in range(2)
    ]
    assert [answer.status_code for answer in sent] == [200, 200]
    assert sent[1]["Idempotent-Replayed"] == "true"
    assert Decision.objects.count() == 1


def test_what_is_wrong_with_a_decision_is_named(api, case, moderator):
    client = api.as_(moderator)
    answer = client.post(f"{CASES}/{case.pk}/decide", {"actions": [{"kind": "mute"}]}, If_Match='"v1"')
    assert answer.status_code == 400
    assert codes(answer) == {"reason": "required", "actions.0.hours": "required"}
    edited = {"actions": [{"kind": "dismiss"}], "text_digest": "0" * 32}
    assert client.post(f"{CASES}/{case.pk}/decide", edited, If_Match='"v1"').status_code == 412


def test_claims_notes_and_escalations_answer_with_the_case(api, case, moderator, manager):
    client, path = api.as_(moderator), f"{CASES}/{case.pk}"
    assert client.post(f"{path}/claim", {}).json()["assignee"]["username"] == "moderator-m"
    noted = client.post(f"{path}/notes", {"text": "Third time"})
    assert (noted.status_code, noted.json()["entries"][0]["text"]) == (201, "Third time")
    taken = api.as_(manager).post(f"{path}/claim", {"take_over": True}).json()
    assert taken["assignee"]["username"] == "manager-m"
    assert client.post(f"{path}/release").json()["code"] == "not_claimed"
    assert api.as_(manager).post(f"{path}/release").json()["status"] == "open"
    escalated = client.post(f"{path}/escalate", {"reason": "A lawyer wrote"}).json()
    assert escalated["needs_role"] == "manager"
    refused = client.post(f"{path}/claim", {})
    assert (refused.status_code, refused.json()["code"]) == (403, "needs_higher_role")
    assert client.get(path).status_code == 200


def test_cases_are_closed_to_members_and_to_those_they_are_about(api, owner, agent, moderator):
    own, other = held_against(moderator), held_against(owner)
    for person in (owner, agent):
        assert api.as_(person).get(CASES).status_code == 403
        assert api.as_(person).get(f"{CASES}/{other.pk}").status_code == 403
    for method, end in (("GET", ""), ("POST", "/claim"), ("POST", "/release")):
        body = {} if method == "POST" else None
        assert api.as_(moderator).request(method, f"{CASES}/{own.pk}{end}", body).status_code == 404
    decided = api.as_(moderator).post(f"{CASES}/{own.pk}/decide", {"actions": [{"kind": "dismiss"}]}, If_Match='"v1"')
    assert decided.status_code == 404
