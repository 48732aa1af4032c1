"""The audit over HTTP: who reads what of it, how it is narrowed, and taking it along as a file."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from config import clock
from config.audit import chain, exporting, note
from config.audit.models import AuditEntry
from config.context import Context, within
from config.testing.client import body_of, codes
from config.tests.routes.counting import counted
from moderation.cases.tests.making import WARN, decide, held_against
from moderation.sanctions.models import Sanction

pytestmark = pytest.mark.django_db

DAY = datetime(2026, 3, 20, 12, tzinfo=UTC)


@pytest.fixture
def entries(owner, admin, moderator):
    """One of a moderator's own, one of a case by somebody else, one of what only managers and admins see."""
    with within(Context(request_id="request-12345678", address="192.0.2.7")), clock.standing_at(DAY):
        note(action="trial.own", actor=moderator, target=("thing", "a"), reason="mine")
        note(action="case.decided", actor=admin, target=("case", "b"), before={"state": "open"}, reason="=1+1")
    with clock.standing_at(DAY + timedelta(days=2)):
        note(action="flag.changed", actor=admin, target=("flag", "remixes"))
        note(action="case.overdue", actor=None, target=("case", "b"))
    return dict(AuditEntry.objects.values_list("action", "pk"))


def found(client, **asked):
    answer = client.get("/moderation/audit", asked)
    assert answer.status_code == 200, answer.content
    return [row["action"] for row in answer.json()["results"]]


def test_moderators_see_their_own_acts_and_moderation_managers_and_admins_all(
    api, entries, moderator, manager, admin, person
):
    everything = ["case.overdue", "flag.changed", "case.decided", "trial.own"]
    assert found(api.as_(manager)) == found(api.as_(admin)) == everything
    assert found(api.as_(moderator)) == ["case.overdue", "case.decided", "trial.own"]
    assert found(api.as_(person("moderator-n", role="moderator"))) == ["case.overdue", "case.decided"]


def test_who_decided_about_ones_own_is_told_to_nobody_below_an_admin(api, desk, moderator, manager, person, admin):
    staff = person("moderator-n", role="moderator")
    case = held_against(moderator, by=staff)
    decide(case, manager, "acted", actions=WARN)
    about = ["sanction.imposed", "case.decided"]
    assert [action for action in found(api.as_(moderator)) if action in about] == []
    assert sorted(found(api.as_(staff))) == sorted(about)
    assert set(about) <= set(found(api.as_(admin)))
    sanction = Sanction.objects.get()
    assert desk(moderator).get(f"moderation/sanction/{sanction.pk}/change/").status_code != 200
    assert desk(moderator).get(f"moderation/strike/{sanction.strike.pk}/change/").status_code != 200
    assert desk(staff).get(f"moderation/sanction/{sanction.pk}/change/").status_code == 200
    own = desk(moderator).text(f"accounts/user/{moderator.pk}/change/")
    assert "This is advertising." not in own
    assert "This is advertising." in desk(staff).text(f"accounts/user/{moderator.pk}/change/")


def test_nobody_else_reads_it(api, entries, owner, agent):
    for path in ("/moderation/audit", "/moderation/audit.csv"):
        assert api.get(path).status_code == 401
        assert api.as_(owner).get(path).status_code == 403
        assert api.as_(agent).get(path).status_code == 403


def test_an_entry_tells_who_did_what_and_from_where_to_those_who_may_know(api, entries, manager, moderator, admin):
    row = api.as_(manager).get("/moderation/audit?action=case.decided").json()["results"][0]
    assert row == {
        "id": entries["case.decided"],
        "at": "2026-03-20T12:00:00Z",
        "action": "case.decided",
        "actor": {"id": str(admin.pk), "username": "admin-a"},
        "target": {"type": "case", "id": "b"},
        "before": {"state": "open"},
        "after": {},
        "reason": "=1+1",
        "request_id": "request-12345678",
        "address": "192.0.2.7",
        "is_sealed": False,
    }
    told = api.as_(moderator).get("/moderation/audit?action=case.decided").json()["results"][0]
    assert told == row | {"address": None}
    assert api.as_(manager).get("/moderation/audit?action=case.overdue").json()["results"][0]["actor"] is None


def test_what_is_in_the_chain_says_so(api, entries, manager):
    chain.seal_all()
    assert all(row["is_sealed"] for row in api.as_(manager).get("/moderation/audit").json()["results"])


def test_it_is_narrowed_by_action_actor_target_request_and_time(api, entries, manager, admin, moderator):
    client = api.as_(manager)
    assert found(client, action="case.decided") == ["case.decided"]
    assert found(client, action="case.*") == ["case.overdue", "case.decided"]
    assert found(client, action="%") == []
    assert found(client, action="_*") == []
    assert found(client, actor="moderator-m") == ["trial.own"]
    assert found(client, actor=str(admin.pk)) == ["flag.changed", "case.decided"]
    assert found(client, actor="nobody-here") == []
    assert found(client, target_type="case") == ["case.overdue", "case.decided"]
    assert found(client, target_type="flag", target_id="remixes") == ["flag.changed"]
    assert found(client, request_id="request-12345678") == ["case.decided", "trial.own"]
    late = (DAY + timedelta(days=1)).isoformat()
    assert found(client, **{"from": late}) == ["case.overdue", "flag.changed"]
    assert found(client, until=late) == ["case.decided", "trial.own"]
    assert found(client, **{"from": DAY.isoformat(), "until": late, "actor": "admin-a"}) == ["case.decided"]


@pytest.mark.parametrize(
    ("asked", "field", "code"),
    [
        ({"from": "yesterday"}, "from", "invalid"),
        ({"from": "0001-01-01T00:00:00+14:00"}, "from", "min_value"),
        ({"until": "9999-12-31T23:59:59-14:00"}, "until", "max_value"),
        ({"from": ""}, "from", "blank"),
        ({"from": "2026-11-21T00:00:00Z", "until": "2026-11-20T00:00:00Z"}, "from", "wrong_period"),
        ({"target_id": "b"}, "target_id", "target_type_missing"),
        ({"action": "x" * 151}, "action", "max_length"),
        ({"reason": "mine"}, "reason", "unknown_filter"),
    ],
)
def test_nonsense_is_named(api, manager, asked, field, code):
    for path in ("/moderation/audit", "/moderation/audit.csv"):
        answer = api.as_(manager).get(path, asked)
        assert answer.status_code == 400, answer.content
        assert codes(answer) == {field: code}


def test_a_page_costs_the_same_however_long(api, manager, admin, entries):
    client, counts = api.as_(manager), []
    for number in (0, 30):
        for each in range(number):
            note(action="case.decided", actor=admin, target=("case", each))
        with counted() as statements:
            assert client.get("/moderation/audit").status_code == 200
        counts.append(statements.count)
    assert counts[0] == counts[1] == 4


def rows_of(answer):
    assert answer.status_code == 200, answer.content
    return list(csv.DictReader(io.StringIO(body_of(answer).decode())))


def test_managers_take_it_along_and_that_is_an_entry_of_its_own(api, entries, manager, moderator, monkeypatch):
    monkeypatch.setattr(exporting, "PIECE", 1)
    client, until = api.as_(manager), (DAY + timedelta(days=3)).isoformat()
    answer = client.get("/moderation/audit.csv", {"until": until, "action": "case.*"})
    assert answer.streaming
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = rows_of(answer)
    assert [row["action"] for row in rows] == ["case.overdue", "case.decided"]
    assert (rows[1]["reason"], rows[1]["address"]) == ("'=1+1", "192.0.2.7")
    noted = AuditEntry.objects.get(action="audit.exported")
    assert (noted.actor_id, noted.after["filters"]["action"]) == (manager.pk, "case.*")
    assert api.as_(moderator).get("/moderation/audit.csv").status_code == 403


def test_a_file_is_of_thirty_days_unless_said_and_of_ninety_two_at_most(api, entries, manager):
    client, end = api.as_(manager), DAY + timedelta(days=31)
    rows = rows_of(client.get("/moderation/audit.csv", {"until": end.isoformat()}))
    assert [row["action"] for row in rows] == ["case.overdue", "flag.changed"]
    whole = {"from": (end - timedelta(days=92)).isoformat(), "until": end.isoformat()}
    assert len(rows_of(client.get("/moderation/audit.csv", whole))) == 4
    longer = whole | {"from": (end - timedelta(days=92, seconds=1)).isoformat()}
    assert codes(client.get("/moderation/audit.csv", longer)) == {"from": "wrong_period"}
