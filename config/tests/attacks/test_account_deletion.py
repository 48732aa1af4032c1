"""R: deletions that are repeated, forged, or not by their owner; what is left of a deleted account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.api_keys.models import ApiKey
from accounts.api_keys.tests.making import key_of
from accounts.auth import services as auth
from accounts.privacy import services
from accounts.privacy.models import DataExport, Deletion
from accounts.users.models import User
from config.audit.models import AuditEntry
from config.roles import Role
from config.testing.cast import PASSWORD
from config.testing.client import ROOT, Api
from config.testing.crowd import at_once
from config.tests.attacks.test_personal_data import EXPORT, fetch, folders, ready
from workbooks.catalog.models import Workbook

pytestmark = pytest.mark.django_db
GOODBYE = {"current_password": PASSWORD, "content": "erase"}
__all__ = ["EXPORT", "folders"]


def test_r08_deleting_twice_is_one_deletion(api: Api, owner: Any) -> None:
    session, other = api.as_(owner), api.as_(owner)
    first = session.delete("/users/profile", GOODBYE)
    assert first.status_code == 202
    assert other.delete("/users/profile", GOODBYE).status_code == 401, "every session has ended"
    again = services.request_deletion(user_id=owner.pk, content="reassign", actor=None)
    assert again.content == "erase"
    assert Deletion.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_r08_ten_deletions_at_once_are_one(api: Api, person: Any) -> None:
    ana = person("ana")
    at_once(lambda _number: services.request_deletion(user_id=ana.pk, content="erase", actor=None), 10)
    assert Deletion.objects.count() == 1
    assert AuditEntry.objects.filter(action="privacy.deletion_requested").count() == 1


def test_r08_deleting_during_an_export_leaves_no_file(api: Api, owner: Any, folders: Any) -> None:
    session = api.as_(owner)
    made = session.post(EXPORT).json()
    assert session.delete("/users/profile", GOODBYE).status_code == 202
    export = DataExport.objects.get(pk=made["id"])
    assert export.state == "cancelled"
    assert services.make_export(export.pk) == {"made": 0}
    assert [path for path in (folders / "private").rglob("*") if path.is_file()] == []


def test_r08_the_last_admin_stays(api: Api, admin: Any, person: Any) -> None:
    session = api.as_(admin)
    refused = session.delete("/users/profile", GOODBYE)
    assert (refused.status_code, refused.json()["code"]) == (409, "last_admin")
    assert session.get("/auth/profile").status_code == 200
    person("another", role=Role.ADMIN)
    assert session.delete("/users/profile", GOODBYE).status_code == 202


def erased(owner: Any, content: str = "erase") -> None:
    deletion = services.request_deletion(user_id=owner.pk, content=content, actor=None, grace=timedelta())
    assert services.erase(deletion.pk)


def test_r09_the_name_and_the_address_make_a_new_and_empty_account(api: Api, owner: Any) -> None:
    old = auth.open_session(user=owner)
    reset, verify = auth.reset_token(owner.pk), auth.verification_token(owner.pk)
    published_by(owner)
    erased(owner)
    body = {"username": "owner", "email": "owner@example.com", "password": "a lantern on the quay 7"}
    answer = api.post("/auth/register", body)
    assert answer.status_code == 201, answer.content
    user = answer.json()["user"]
    assert user["id"] != str(owner.pk)
    assert (user["workbooks_count"], user["followers_count"], user["bio"]) == (0, 0, "")
    assert Api(old.access).get("/auth/profile").status_code == 401
    assert api.post("/auth/refresh", {"refresh": old.refresh}).status_code == 401
    confirm = {"token": reset, "new_password": "another long horse 8"}
    assert api.post("/auth/password/reset/confirm", confirm).status_code == 400
    assert api.post("/auth/email/verify", {"token": verify}).status_code == 400
    assert api.post("/auth/login", {"username": "owner", "password": PASSWORD}).status_code == 401


def published_by(owner: Any) -> Any:
    from workbooks.catalog.tests.factories import published

    return published(owner)


def test_r09_content_that_stays_is_a_deleted_members(api: Api, owner: Any) -> None:
    workbook = published_by(owner)
    erased(owner, "reassign")
    answer = api.get(f"/workbooks/{workbook.pk}").json()
    assert answer["author"]["username"] == "deleted-user"
    assert Workbook.objects.get(pk=workbook.pk).author.username == "deleted-user"
    refused = {"username": "deleted-user", "email": "d@example.com", "password": "a lantern on the quay 7"}
    assert api.post("/auth/register", refused).status_code == 400
    assert not User.objects.filter(pk=owner.pk).exists()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"content": "erase"}, 403, "fresh_authentication_required"),
        ({"content": "erase", "current_password": ""}, 400, "invalid_input"),
        ({"content": "erase", "current_password": "wrong horse battery 7"}, 403, "wrong_password"),
        ({"content": "everything", "current_password": PASSWORD}, 400, "invalid_input"),
        ({"current_password": PASSWORD}, 400, "invalid_input"),
    ],
)
def test_r12_an_account_is_not_deleted_without_fresh_authentication(
    api: Api, owner: Any, body: Any, status: int, code: str
) -> None:
    session = api.as_(owner)
    refused = session.delete("/users/profile", body)
    assert refused.status_code == status, refused.content
    assert refused.json()["code"] == code
    assert not Deletion.objects.exists()
    assert session.get("/auth/profile").status_code == 200


def test_r12_no_key_of_a_program_deletes_an_account(api: Api, owner: Any) -> None:
    key = key_of(owner)
    ApiKey.objects.filter(user=owner).update(scopes=["profile:read", "profile:write"])
    refused = Api(key.text).delete("/users/profile", GOODBYE)
    assert (refused.status_code, refused.json()["code"]) == (403, "insufficient_scope")
    assert not Deletion.objects.exists()


def test_r12_a_page_of_another_site_deletes_nothing(owner: Any) -> None:
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner)
    for path in ("delete", "export", "consents"):
        assert browser.post(f"/settings/privacy/{path}", GOODBYE).status_code == 403
    assert browser.delete(f"{ROOT}/users/profile", GOODBYE, content_type="application/json").status_code == 401
    assert not Deletion.objects.exists()
    assert not DataExport.objects.exists()


def test_b21_a_deleted_account_has_nothing_left_that_opens(api: Api, owner: Any) -> None:
    session, key = auth.open_session(user=owner), key_of(owner)
    made = ready(Api(session.access))
    assert Api(session.access).delete("/users/profile", GOODBYE).status_code == 202
    assert Api(session.access).get("/auth/profile").status_code == 401
    assert Api(key.text).get("/workbooks").status_code == 401
    assert api.post("/auth/refresh", {"refresh": session.refresh}).status_code == 401
    assert fetch(made["link"]).status_code == 404
    assert api.post("/auth/login", {"username": "owner", "password": PASSWORD}).status_code == 200, "the grace"
    assert Deletion.objects.get().state == "undone"
    assert Api(key.text).get("/workbooks").status_code == 401, "a key does not come back"
