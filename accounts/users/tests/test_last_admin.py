"""The last admin stays."""

from __future__ import annotations

import pytest

from accounts.users import services
from accounts.users.errors import LastAdmin
from accounts.users.models import User
from config.roles import Role, Status
from config.testing.crowd import crowd


@pytest.mark.parametrize("role", [Role.MEMBER, Role.MANAGER])
def test_the_last_admin_cannot_be_demoted(api, admin, role):
    answer = api.as_(admin).post(f"/admin/users/{admin.pk}/role", {"role": role})
    assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")
    admin.refresh_from_db()
    assert admin.role == Role.ADMIN


@pytest.mark.parametrize("status", ["muted", "suspended", "banned", "deactivated"])
def test_the_last_admin_cannot_be_stopped(api, admin, status):
    answer = api.as_(admin).post(f"/admin/users/{admin.pk}/status", {"status": status})
    assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")


def test_the_last_admin_cannot_be_deleted(api, admin):
    answer = api.as_(admin).delete(f"/admin/users/{admin.pk}")
    assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")


def test_an_admin_who_is_not_active_does_not_count(admin, person):
    other = person("admin-b", role=Role.ADMIN)
    services.set_status(user_id=other.pk, status=Status.SUSPENDED, actor=None)
    with pytest.raises(LastAdmin):
        services.set_role(user_id=admin.pk, role=Role.MEMBER, actor=None)


def test_with_two_admins_one_may_go(admin, person):
    person("admin-b", role=Role.ADMIN)
    assert services.set_role(user_id=admin.pk, role=Role.MEMBER, actor=admin).role == Role.MEMBER


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_admins_who_demote_each_other_at_once_leave_one(person):
    pair = [person("admin-a", role=Role.ADMIN), person("admin-b", role=Role.ADMIN)]

    def act(number: int) -> str:
        try:
            if number % 2:
                services.set_role(user_id=pair[1 - number].pk, role=Role.MEMBER, actor=pair[number])
            else:
                services.set_status(user_id=pair[1 - number].pk, status=Status.BANNED, actor=pair[number])
        except LastAdmin:
            return "refused"
        return "done"

    with crowd(2) as at_once:
        for _round in range(25):
            User.objects.update(role=Role.ADMIN, status=Status.ACTIVE)
            assert sorted(at_once(act)) == ["done", "refused"]
            assert User.objects.filter(role=Role.ADMIN, status=Status.ACTIVE).count() == 1
