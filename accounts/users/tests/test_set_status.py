"""Changing the state of an account."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.auth.tests.clockwork import later
from accounts.users import services
from accounts.users.events import StatusChanged
from accounts.users.tasks import lift_expired
from config import clock
from config.audit.models import AuditEntry
from config.testing.client import codes


def put(api, actor, person, **body):
    return api.as_(actor).post(f"/admin/users/{person.pk}/status", body)


def test_a_state_is_set_with_its_reason_end_event_and_audit_row(api, manager, owner, recorded):
    until = (clock.now() + timedelta(days=3)).replace(microsecond=0)
    answer = put(api, manager, owner, status="suspended", reason="spam", until=until.isoformat())
    assert answer.status_code == 200
    body = answer.json()
    assert (body["status"], body["status_reason"]) == ("suspended", "spam")
    assert body["status_until"].startswith(until.strftime("%Y-%m-%dT%H:%M:%S"))
    (event,) = recorded(StatusChanged)
    assert (event.before, event.after, event.until) == ("active", "suspended", until)
    entry = AuditEntry.objects.get(action="user.status_changed")
    assert entry.reason == "spam"
    assert entry.before["status"] == "active"
    assert entry.after["status"] == "suspended"


def test_setting_the_same_state_again_changes_nothing(api, manager, owner, recorded):
    put(api, manager, owner, status="banned", reason="spam")
    put(api, manager, owner, status="banned", reason="spam")
    assert len(recorded(StatusChanged)) == 1


def test_back_to_active_forgets_reason_and_end(api, manager, owner):
    put(api, manager, owner, status="muted", reason="shouting", until=(clock.now() + timedelta(hours=1)).isoformat())
    body = put(api, manager, owner, status="active").json()
    assert (body["status"], body["status_reason"], body["status_until"]) == ("active", "", None)


@pytest.mark.parametrize("status", ["banned", "deactivated", "active"])
def test_only_muting_and_suspension_end_by_themselves(api, admin, owner, status):
    answer = put(api, admin, owner, status=status, until=(clock.now() + timedelta(hours=1)).isoformat())
    assert codes(answer) == {"until": "not_allowed"}


@pytest.mark.parametrize(
    "until", ["2001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2024-02-30", 5, "soon"]
)
def test_an_end_lies_in_the_future_and_in_the_calendar(api, admin, owner, until):
    answer = put(api, admin, owner, status="suspended", until=until)
    assert answer.status_code == 400
    assert "until" in codes(answer)
    owner.refresh_from_db()
    assert owner.status == "active"


def test_a_suspension_ends_by_the_clock(owner, recorded):
    services.set_status(user_id=owner.pk, status="suspended", actor=None, until=clock.now() + timedelta(hours=1))
    assert lift_expired() == {"lifted": 0}
    with later(hours=1, seconds=1):
        assert lift_expired() == {"lifted": 1}
        assert lift_expired() == {"lifted": 0}
    owner.refresh_from_db()
    assert (owner.status, owner.status_until) == ("active", None)
    assert [event.after for event in recorded(StatusChanged)] == ["suspended", "active"]


def test_one_that_cannot_be_lifted_keeps_nobody_else_in(owner, stranger, monkeypatch):
    from accounts.users import standing

    for person in (owner, stranger):
        services.set_status(user_id=person.pk, status="suspended", actor=None, until=clock.now() + timedelta(hours=1))
    real = standing.lift

    def lift(*, user_id):
        if user_id == owner.pk:
            raise RuntimeError("whoever hears of it is away")
        return real(user_id=user_id)

    monkeypatch.setattr(standing, "lift", lift)
    with later(hours=1, seconds=1):
        assert lift_expired() == {"lifted": 1}
    assert [type(person).objects.get(pk=person.pk).status for person in (owner, stranger)] == ["suspended", "active"]


def test_nobody_acts_on_their_own_role_or_a_higher_one(api, manager, person, admin):
    other = person("manager-n", role="manager")
    for someone in (manager, other, admin):
        answer = put(api, manager, someone, status="suspended")
        assert (answer.status_code, answer.json()["code"]) == (403, "rank_too_low")


@pytest.mark.parametrize("who", ["owner", "agent", "moderator"])
def test_nobody_below_managers_sets_states(api, request, stranger, who):
    assert put(api, request.getfixturevalue(who), stranger, status="suspended").status_code == 403
