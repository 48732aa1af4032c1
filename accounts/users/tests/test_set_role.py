"""Giving roles."""

from __future__ import annotations

import pytest

from accounts.users import services
from accounts.users.events import RoleChanged
from config.audit.models import AuditEntry
from config.roles import Role
from config.testing.client import codes


def give(api, actor, person, role, **more):
    return api.as_(actor).post(f"/admin/users/{person.pk}/role", {"role": role, **more})


def test_a_role_is_given_with_its_event_and_its_audit_row(api, manager, owner, recorded):
    answer = give(api, manager, owner, "moderator", reason="helps with reports")
    assert answer.status_code == 200
    assert answer.json()["role"] == "moderator"
    (event,) = recorded(RoleChanged)
    assert (event.actor_id, event.user_id, event.before, event.after) == (
        manager.pk,
        owner.pk,
        "member",
        "moderator",
    )
    entry = AuditEntry.objects.get(action="user.role_changed")
    assert (entry.actor_id, entry.before, entry.after, entry.reason) == (
        manager.pk,
        {"role": "member"},
        {"role": "moderator"},
        "helps with reports",
    )


def test_giving_the_role_someone_has_changes_nothing(api, admin, owner, recorded):
    assert give(api, admin, owner, "member").status_code == 200
    assert recorded(RoleChanged) == []
    assert AuditEntry.objects.count() == 0


def test_managers_make_no_admins_and_touch_nobody_of_their_own_role(api, manager, owner, person):
    other = person("manager-n", role=Role.MANAGER)
    for someone, role in [(owner, "admin"), (manager, "admin"), (other, "member"), (manager, "member")]:
        answer = give(api, manager, someone, role)
        assert (answer.status_code, answer.json()["code"]) == (403, "rank_too_low")
    someone_above = person("admin-b", role=Role.ADMIN)
    assert give(api, manager, someone_above, "member").status_code == 403


def test_admins_act_on_everyone(api, admin, manager, person):
    other = person("admin-b", role=Role.ADMIN)
    assert give(api, admin, manager, "admin").status_code == 200
    assert give(api, admin, other, "member").status_code == 200


@pytest.mark.parametrize("who", ["anonymous", "owner", "agent", "moderator"])
def test_nobody_below_managers_gives_roles(api, request, stranger, who):
    actor = None if who == "anonymous" else request.getfixturevalue(who)
    client = api if actor is None else api.as_(actor)
    answer = client.post(f"/admin/users/{stranger.pk}/role", {"role": "member"})
    assert answer.status_code == (401 if actor is None else 403)


@pytest.mark.parametrize("role", ["root", "api_user", "", None, 5])
def test_only_peoples_roles_are_given(api, admin, owner, role):
    answer = give(api, admin, owner, role)
    assert answer.status_code == 400
    assert "role" in codes(answer)


def test_people_and_service_accounts_do_not_turn_into_each_other(admin, owner):
    from config.errors import InvalidInput

    with pytest.raises(InvalidInput):
        services.set_role(user_id=owner.pk, role=Role.API_USER, actor=admin)


def test_an_unknown_account_is_a_404(api, admin):
    unknown = "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9e"
    assert api.as_(admin).post(f"/admin/users/{unknown}/role", {"role": "member"}).status_code == 404
