"""Accounts as managers and admins see them."""

from __future__ import annotations

import pytest

from accounts.users.events import EmailChanged, EmailVerificationRequested, UserRegistered
from accounts.users.models import User
from config.testing.client import codes


def names(answer):
    return [row["username"] for row in answer.json()["results"]]


def test_managers_list_accounts_newest_first(api, manager, owner, stranger):
    answer = api.as_(manager).get("/admin/users")
    assert answer.status_code == 200
    assert names(answer) == ["stranger", "owner", "manager-m"]
    assert "password" not in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"role": "moderator"}, ["moderator-m"]),
        ({"status": "muted"}, ["muted-m"]),
        ({"search": "OWN"}, ["owner"]),
        ({"search": "stranger@example"}, ["stranger"]),
        ({"search": "%"}, []),
        ({"email_verified": "false"}, ["unverified"]),
        ({"is_claimed": "false"}, []),
        ({"order": "username", "role": "member"}, ["muted-m", "owner", "stranger", "unverified"]),
        ({"order": "-username", "role": "member"}, ["unverified", "stranger", "owner", "muted-m"]),
    ],
)
def test_the_list_is_searched_filtered_and_ordered(
    api, admin, owner, stranger, muted, unverified, moderator, query, found
):
    answer = api.as_(admin).get("/admin/users", query)
    assert answer.status_code == 200
    assert names(answer) == found


def test_the_list_is_paged_in_any_order(api, admin, owner, stranger, moderator):
    client, seen = api.as_(admin), []
    answer = client.get("/admin/users", {"order": "username", "limit": "1"})
    while True:
        seen += names(answer)
        following = answer.json()["next"]
        if not following:
            break
        answer = client.get(following.partition("/api/v1")[2])
    assert seen == ["admin-a", "moderator-m", "owner", "stranger"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("role", "root"),
        ("role", ""),
        ("email_verified", "2"),
        ("status", "fine"),
        ("order", "password"),
        ("email", "x"),
        ("order", "x; DROP"),
        ("cursor", "x"),
    ],
)
def test_an_unknown_filter_or_value_is_an_error(api, admin, name, value):
    assert api.as_(admin).get("/admin/users", {name: value}).status_code == 400


def test_the_cost_of_the_list_does_not_grow_with_its_length(api, admin, person, django_assert_max_num_queries):
    client = api.as_(admin)
    for number in range(12):
        person(f"person-{number}")
    client.get("/admin/users")
    with django_assert_max_num_queries(2):
        assert len(names(client.get("/admin/users"))) == 13


def test_an_account_is_made_for_someone(api, manager, recorded):
    body = {"username": "Newcomer", "email": "New@Example.com", "full_name": "New Comer", "role": "moderator"}
    answer = api.as_(manager).post("/admin/users", body)
    assert answer.status_code == 201
    assert answer.json()["username"] == "newcomer"
    assert answer.json()["role"] == "moderator"
    made = User.objects.get(username="newcomer")
    assert not made.has_usable_password()
    assert [event.user_id for event in recorded(UserRegistered)] == [made.pk]
    assert [event.user_id for event in recorded(EmailVerificationRequested)] == [made.pk]


def test_an_account_made_with_a_password_can_be_signed_in_to(api, admin):
    body = {"username": "newcomer", "email": "new@example.com", "password": "correct horse battery 7"}
    assert api.as_(admin).post("/admin/users", body).status_code == 201
    assert api.post("/auth/login", {"username": "newcomer", "password": body["password"]}).status_code == 200


def test_making_an_account_obeys_the_rules_of_registration(api, admin, owner):
    body = {"username": "owner", "email": "owner@example.com"}
    assert codes(api.as_(admin).post("/admin/users", body)) == {"username": "taken", "email": "taken"}
    weak = {"username": "another", "email": "another@example.com", "password": "short"}
    assert codes(api.as_(admin).post("/admin/users", weak)) == {"password": "password_too_short"}


def test_managers_make_no_admins(api, manager):
    body = {"username": "newcomer", "email": "new@example.com", "role": "admin"}
    answer = api.as_(manager).post("/admin/users", body)
    assert (answer.status_code, answer.json()["code"]) == (403, "rank_too_low")
    assert not User.objects.filter(username="newcomer").exists()


def test_one_account_is_shown(api, manager, owner):
    answer = api.as_(manager).get(f"/admin/users/{owner.pk}")
    assert answer.status_code == 200
    assert answer.json()["email"] == "owner@example.com"


def test_an_account_is_corrected_and_a_new_address_must_be_proven(api, manager, owner, recorded):
    body = {"username": "renamed", "email": "elsewhere@example.com", "full_name": "Re Named"}
    answer = api.as_(manager).patch(f"/admin/users/{owner.pk}", body)
    assert answer.status_code == 200
    shown = answer.json()
    assert {name: shown[name] for name in body} == body
    assert shown["email_verified"] is False
    assert len(recorded(EmailChanged)) == 1
    assert len(recorded(EmailVerificationRequested)) == 1


@pytest.mark.parametrize("field", ["role", "status", "password", "is_staff", "email_verified", "id", "token_version"])
def test_nothing_else_is_corrected_in_passing(api, admin, owner, field):
    answer = api.as_(admin).patch(f"/admin/users/{owner.pk}", {field: "admin"})
    assert codes(answer) == {field: "unknown_field"}


def test_nobody_corrects_someone_of_their_own_role_or_a_higher_one(api, manager, admin):
    for someone in (manager, admin):
        answer = api.as_(manager).patch(f"/admin/users/{someone.pk}", {"full_name": "x"})
        assert answer.json()["code"] == "rank_too_low"


def test_deleting_deactivates_and_is_for_admins(api, admin, manager, owner):
    assert api.as_(manager).delete(f"/admin/users/{owner.pk}").status_code == 403
    assert api.as_(admin).delete(f"/admin/users/{owner.pk}").status_code == 204
    owner.refresh_from_db()
    assert owner.status == "deactivated"
    assert api.as_(admin).delete(f"/admin/users/{owner.pk}").status_code == 204


@pytest.mark.parametrize("who", ["owner", "agent", "moderator"])
def test_nobody_below_managers_sees_accounts(api, request, stranger, who):
    client = api.as_(request.getfixturevalue(who))
    assert client.get("/admin/users").status_code == 403
    assert client.get(f"/admin/users/{stranger.pk}").status_code == 403
    assert client.post("/admin/users", {"username": "x", "email": "x"}).status_code == 403
