"""Narrowing, rotating and revoking keys, and what becomes of them with their account."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.api_keys import services, verifying
from accounts.api_keys.models import ApiKey
from accounts.api_keys.tests.making import by, key_for, key_of, service_account
from accounts.auth import revocation
from accounts.auth import services as auth
from accounts.auth.models import Revocation
from accounts.auth.tests.clockwork import later
from accounts.users import services as users
from config import clock
from config.audit.models import AuditEntry
from config.events.models import DomainEvent
from config.roles import Role, Status
from config.testing.cast import PASSWORD
from config.testing.client import Api, codes

PROOF = {"current_password": PASSWORD}


def test_a_key_is_renamed_and_narrowed_and_holds_to_it_at_once(api, owner):
    key = key_of(owner, "workbooks:read", "tags:read")
    assert by(key).get("/tags").status_code == 200
    edited = api.as_(owner).patch(f"/auth/api-keys/{key.key.pk}", {"name": "Less", "scopes": ["workbooks:read"]})
    assert (edited.json()["name"], edited.json()["scopes"]) == ("Less", ["workbooks:read"])
    assert by(key).get("/workbooks").status_code == 200
    refused = by(key).get("/tags")
    assert (refused.status_code, refused.json()["scope"]) == (403, "tags:read")
    assert AuditEntry.objects.get(action="api_key.changed").before["scopes"] == ["tags:read", "workbooks:read"]


def test_a_key_is_never_widened(api, owner):
    key = key_of(owner, "workbooks:read")
    refused = api.as_(owner).patch(f"/auth/api-keys/{key.key.pk}", {"scopes": ["workbooks:read", "tags:read"]})
    assert (refused.status_code, codes(refused)) == (400, {"scopes": "wider"})
    assert api.as_(owner).patch(f"/auth/api-keys/{key.key.pk}", {"rate_per_minute": 9}).status_code == 400


def test_a_change_that_changes_nothing_leaves_no_trace(owner):
    key = key_of(owner, "workbooks:read").key
    services.edit_key(actor=owner, key_id=key.pk, name=key.name, scopes=["workbooks:read"])
    assert not AuditEntry.objects.filter(action="api_key.changed").exists()
    assert not Revocation.objects.exists()


def test_rotating_asks_for_the_password_and_keeps_all_but_the_secret(api, owner):
    key = key_of(owner)
    path = f"/auth/api-keys/{key.key.pk}/rotate"
    assert api.as_(owner).post(path, {}).status_code == 403
    assert api.as_(owner).post(path, {"current_password": "wrong"}).status_code == 403
    rotated = api.as_(owner).post(path, PROOF | {"overlap_seconds": 60}).json()
    assert (rotated["id"], rotated["scopes"]) == (str(key.key.pk), key.key.scopes)
    assert rotated["key"][:16] == key.text[:16]
    assert rotated["key"] != key.text
    assert rotated["old_secret_until"] is not None
    assert [Api(text).get("/workbooks").status_code for text in (key.text, rotated["key"])] == [200, 200]
    assert DomainEvent.objects.filter(name="api_key.rotated").count() == 1
    assert AuditEntry.objects.filter(action="api_key.rotated").count() == 1


def test_the_old_secret_never_outlives_the_end_it_had(owner):
    key = key_of(owner, expires_at=clock.now() + timedelta(minutes=5))
    rotated = services.rotate_key(actor=owner, key_id=key.key.pk, proof=PROOF, overlap_seconds=86_400)
    with later(minutes=6):
        assert [by(one).get("/workbooks").status_code for one in (key, rotated)] == [401, 200]


@pytest.mark.parametrize("overlap", [-1, 604_801, "60", True, None])
def test_an_overlap_is_up_to_seven_days(api, owner, overlap):
    key = key_of(owner)
    body = PROOF | {"overlap_seconds": overlap}
    assert api.as_(owner).post(f"/auth/api-keys/{key.key.pk}/rotate", body).status_code == 400


def test_what_has_ended_is_neither_changed_nor_rotated(api, owner):
    gone, old = key_of(owner), key_of(owner, expires_at=clock.now() + timedelta(minutes=1))
    services.revoke_key(actor=owner, key_id=gone.key.pk)
    with later(minutes=2):
        for key in (gone, old):
            path = f"/auth/api-keys/{key.key.pk}"
            assert api.as_(owner).patch(path, {"name": "x"}).json()["code"] == "api_key_ended"
            assert api.as_(owner).post(f"{path}/rotate", PROOF).json()["code"] == "api_key_ended"


def test_revoking_twice_is_no_error_and_one_fact(api, owner):
    key = key_of(owner).key
    assert [api.as_(owner).delete(f"/auth/api-keys/{key.pk}").status_code for _ in range(2)] == [204, 204]
    assert DomainEvent.objects.filter(name="api_key.revoked").count() == 1
    assert AuditEntry.objects.filter(action="api_key.revoked").count() == 1


def test_a_muted_member_still_revokes(api, owner):
    key = key_of(owner)
    users.set_status(user_id=owner.pk, status=Status.MUTED, actor=None)
    refused = by(key).patch("/users/profile", {"title": "x"})
    assert refused.status_code == 403
    owner.refresh_from_db()
    assert api.as_(owner).delete(f"/auth/api-keys/{key.key.pk}").status_code == 204


def test_muting_a_new_role_and_a_new_name_show_in_keys_at_once(owner, admin):
    key = key_of(owner, "profile:read", "profile:write", "tags:write")
    assert by(key).patch("/users/profile", {"title": "x"}).status_code == 200
    assert by(key).post("/tags", {"name": "Energy"}).json()["code"] == "role_required"
    users.set_role(user_id=owner.pk, role=Role.MODERATOR, actor=None)
    assert by(key).post("/tags", {"name": "Energy"}).status_code == 201
    users.set_role(user_id=owner.pk, role=Role.MEMBER, actor=None)
    assert by(key).post("/tags", {"name": "Power"}).status_code == 403
    users.rename(user_id=owner.pk, username="renamed", actor=owner)
    assert by(key).get("/auth/profile").json()["username"] == "renamed"
    users.set_status(user_id=owner.pk, status=Status.MUTED, actor=None)
    assert by(key).patch("/users/profile", {"title": "y"}).json()["code"] == "muted"


def test_a_new_password_by_mail_or_by_an_operator_ends_the_keys_and_signing_out_does_not(api, owner, stranger):
    mine, theirs = key_of(owner), key_of(stranger)
    auth.sign_out_everywhere(principal=owner)
    assert by(mine).get("/workbooks").status_code == 200
    api.as_(owner).post("/auth/password/change", PROOF | {"new_password": "a staple of another colour"})
    assert by(mine).get("/workbooks").status_code == 200
    auth.reset_password(token=auth.reset_token(owner.pk), new_password="a third lantern on the quay")
    assert by(mine).get("/workbooks").status_code == 401
    assert by(theirs).get("/workbooks").status_code == 200
    auth.replace_password(user_id=stranger.pk, new_password="a third lantern on the quay")
    assert by(theirs).get("/workbooks").status_code == 401
    assert set(ApiKey.objects.values_list("revoked_reason", flat=True)) == {"password_reset"}


def test_a_key_works_again_when_a_suspension_is_over(owner):
    key = key_of(owner)
    users.set_status(user_id=owner.pk, status=Status.SUSPENDED, actor=None)
    assert by(key).get("/workbooks").status_code == 401
    users.set_status(user_id=owner.pk, status=Status.ACTIVE, actor=None)
    assert by(key).get("/workbooks").status_code == 200


def test_the_keys_of_a_service_account_live_on_without_the_admin_who_made_them(admin, person):
    other = person("other-admin", role=Role.ADMIN)
    account = service_account(admin)
    key = key_for(admin, account)
    users.set_role(user_id=admin.pk, role=Role.MEMBER, actor=other)
    assert by(key).get("/workbooks").status_code == 200
    services.revoke_key(actor=other, key_id=key.key.pk)
    assert by(key).get("/workbooks").status_code == 401


def test_of_a_remembered_key_no_row_is_read(owner, settings, django_assert_num_queries):
    settings.REVOCATION_POLL_SECONDS = 60.0
    key = key_of(owner)
    verifying.principal_of(key.text)
    with django_assert_num_queries(0):
        for _ in range(100):
            verifying.principal_of(key.text)


def test_a_key_is_remembered_for_less_long_than_revocations_are(owner, monkeypatch, django_assert_num_queries):
    key = key_of(owner)
    moment = verifying.time.monotonic()
    monkeypatch.setattr(verifying.time, "monotonic", lambda: moment)
    verifying.principal_of(key.text)
    ApiKey.objects.update(revoked_at=clock.now())  # by hand, with no word to anyone
    assert verifying.principal_of(key.text)
    moment += verifying.REMEMBERED_SECONDS + 1
    with pytest.raises(verifying.InvalidApiKey):
        verifying.principal_of(key.text)
    assert revocation.SLACK.total_seconds() > verifying.REMEMBERED_SECONDS


def test_a_change_that_commits_while_a_key_is_being_read_is_not_missed(owner, settings, monkeypatch):
    """What is remembered carries the mark from before the read: the row of the change then makes it read again."""
    settings.REVOCATION_POLL_SECONDS = 0.0
    key = key_of(owner)
    plain = verifying.queries.facts_of

    def read_then_revoked(key_id):
        facts = plain(key_id)
        services.revoke_key(actor=owner, key_id=key_id)
        revocation.memory.bring_up_to_date()
        return facts

    with monkeypatch.context() as slow:
        slow.setattr(verifying.queries, "facts_of", read_then_revoked)
        verifying.principal_of(key.text)
    with pytest.raises(verifying.InvalidApiKey):
        verifying.principal_of(key.text)


def test_memory_is_bounded(owner, monkeypatch):
    monkeypatch.setattr(verifying, "REMEMBERED", 3)
    for _ in range(7):
        verifying.principal_of(key_of(owner).text)
    assert len(verifying._known) <= 3


def test_old_use_and_keys_that_ended_long_ago_go(owner, settings):
    old, new = key_of(owner, expires_at=clock.now() + timedelta(days=1)), key_of(owner)
    with later(days=402):
        assert services.prune() == {"usage": 0, "keys": 1}
    assert set(ApiKey.objects.values_list("pk", flat=True)) == {new.key.pk}
    assert old.key.pk != new.key.pk
