"""Going by another name."""

from __future__ import annotations

import pytest

from accounts.auth.tests.clockwork import later
from accounts.users import queries, services
from accounts.users.events import UsernameChanged
from accounts.users.models import KeptUsername, User
from config.audit.models import AuditEntry
from config.errors import InvalidInput
from config.testing.client import codes
from config.testing.crowd import at_once


def rename(api, person, name):
    return api.as_(person).post("/users/profile/username", {"username": name})


def test_a_member_takes_another_name_and_the_old_one_leads_to_it(api, owner, recorded):
    answer = rename(api, owner, "Ana.Lima")
    assert answer.status_code == 200
    assert answer.json() == {"id": str(owner.pk), "username": "ana.lima"}
    assert queries.user_by_username("ANA.lima").pk == owner.pk
    assert queries.user_by_username("owner") is None
    assert queries.user_by_kept_username("Owner").pk == owner.pk
    (event,) = recorded(UsernameChanged)
    assert (event.before, event.after) == ("owner", "ana.lima")
    assert AuditEntry.objects.filter(action="user.renamed", target_id=str(owner.pk)).count() == 1


def test_an_old_name_is_kept_from_others_for_ninety_days(api, owner, stranger):
    rename(api, owner, "ana.lima")
    assert codes(rename(api, stranger, "owner")) == {"username": "taken"}
    body = {"username": "owner", "email": "new@example.com", "password": "correct horse battery 7"}
    assert codes(api.post("/auth/register", body)) == {"username": "taken"}
    with later(days=91):
        assert queries.user_by_kept_username("owner") is None
        assert rename(api, stranger, "owner").status_code == 200


def test_its_owner_may_take_an_old_name_back(api, owner):
    rename(api, owner, "ana.lima")
    assert rename(api, owner, "owner").status_code == 200
    assert queries.user_by_kept_username("ana.lima").pk == owner.pk
    assert queries.user_by_kept_username("owner") is None


def test_renaming_to_ones_own_name_changes_nothing(api, owner, recorded):
    assert rename(api, owner, "OWNER").status_code == 200
    assert recorded(UsernameChanged) == []
    assert KeptUsername.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("stranger", "taken"),
        ("STRANGER", "taken"),
        ("admin", "reserved"),
        ("\u0430dmin", "invalid"),
        ("x", "min_length"),
    ],
)
def test_taken_reserved_and_malformed_names_are_refused(api, owner, stranger, name, code):
    assert codes(rename(api, owner, name)) == {"username": code}
    assert queries.user_by_username("owner").pk == owner.pk


def test_a_member_renames_five_times_a_day_at_most(api, owner, settings):
    settings.THROTTLES = True
    assert [rename(api, owner, f"name-{n}").status_code for n in range(6)] == [200] * 5 + [429]


def test_a_muted_member_does_not_rename(api, muted):
    assert rename(api, muted, "another").json()["code"] == "muted"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_name_given_up_at_the_moment_someone_else_wants_it_stays_with_its_owner(owner):
    def act(number: int) -> str:
        try:
            if number == 0:
                services.rename(user_id=owner.pk, username="ana.lima", actor=owner)
            else:
                services.create_user(username="owner", email=f"p{number}@example.com", encoded_password="!")
        except InvalidInput as refused:
            return refused.errors[0].code
        return "done"

    assert at_once(act, 12) == ["done"] + ["taken"] * 11
    assert User.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_want_one_name_at_once_one_gets_it(person):
    people = [person(f"person-{n}") for n in range(20)]

    def act(number: int) -> str:
        try:
            services.rename(user_id=people[number].pk, username="wanted", actor=people[number])
        except InvalidInput as refused:
            return refused.errors[0].code
        return "done"

    results = at_once(act, 20)
    assert (results.count("done"), results.count("taken")) == (1, 19)
