"""Deleting an account: what ends at once, what comes back within the grace, and what operators and staff do."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command

from accounts.privacy import services
from accounts.privacy.errors import BeingErased, DeletionNotFound, ServiceAccountStays
from accounts.privacy.models import Deletion
from accounts.users import services as users
from accounts.users.models import User
from config import clock
from config.audit.models import AuditEntry
from config.roles import Role, Status
from config.testing.cast import PASSWORD

pytestmark = pytest.mark.django_db
GOODBYE = {"current_password": PASSWORD, "content": "reassign"}


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.MEDIA_FOLDER, settings.PRIVATE_FOLDER = tmp_path / "media", tmp_path / "private"


def signs_in(api, username="owner"):
    return api.post("/auth/login", {"username": username, "password": PASSWORD}).status_code == 200


def test_the_answer_and_a_mail_tell_until_when_it_can_come_back(api, owner, deliver):
    answer = api.as_(owner).delete("/users/profile", GOODBYE)
    assert answer.status_code == 202
    assert (answer.json()["status"], answer.json()["content"]) == ("deactivated", "reassign")
    deletion = Deletion.objects.get()
    assert timedelta(days=29, hours=23) < deletion.due_at - clock.now() <= timedelta(days=30)
    deliver()
    assert [each.subject for each in mail.outbox] == ["Your account is closed and will be erased"]
    owner.refresh_from_db()
    assert owner.status == Status.DEACTIVATED


def test_nothing_is_erased_before_the_grace_is_over(api, owner):
    services.request_deletion(user_id=owner.pk, content="erase", actor=owner)
    with time_machine.travel(clock.now() + timedelta(days=29)):
        assert services.erase_due() == {"erased": 0, "failed": 0}
    assert signs_in(api)
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert services.erase_due() == {"erased": 0, "failed": 0}
    assert User.objects.filter(pk=owner.pk).exists()


def test_after_the_grace_the_job_erases(api, owner, recorded):
    services.request_deletion(user_id=owner.pk, content="erase", actor=owner)
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert services.erase_due() == {"erased": 1, "failed": 0}
    assert not User.objects.filter(pk=owner.pk).exists()
    assert not signs_in(api)
    (event,) = recorded("user.deleted")
    assert event.user_id == owner.pk
    assert AuditEntry.objects.get(action="user.erased").target_id == str(owner.pk)


def test_a_muted_member_comes_back_muted(api, muted):
    users.set_status(user_id=muted.pk, status=Status.MUTED, actor=None, reason="loud")
    services.request_deletion(user_id=muted.pk, content="erase", actor=muted)
    assert signs_in(api, "muted-m")
    muted.refresh_from_db()
    assert (muted.status, muted.status_reason) == (Status.MUTED, "loud")
    assert Deletion.objects.get().state == "undone"


def test_a_wrong_password_brings_nothing_back(api, owner):
    services.request_deletion(user_id=owner.pk, content="erase", actor=owner)
    wrong = api.post("/auth/login", {"username": "owner", "password": "wrong horse battery 7"})
    assert wrong.status_code == 401
    assert Deletion.objects.get().state == "pending"


def test_once_erasure_has_begun_there_is_no_way_back(api, owner, admin, monkeypatch):
    from accounts.privacy.services import erasing

    def dies(*_arguments):
        raise KeyboardInterrupt

    deletion = services.request_deletion(user_id=owner.pk, content="erase", actor=None, grace=timedelta())
    with monkeypatch.context() as patched:
        patched.setattr(erasing, "_carry_out", dies)
        with pytest.raises(KeyboardInterrupt):
            services.erase(deletion.pk)
    assert not signs_in(api)
    with pytest.raises(DeletionNotFound):
        services.undo_deletion(deletion_id=deletion.pk, actor=admin, reason="a mistake")
    with pytest.raises(BeingErased):
        users.set_status(user_id=owner.pk, status=Status.ACTIVE, actor=admin)


def test_one_that_fails_does_not_hold_up_the_others(owner, stranger, monkeypatch):
    from accounts.privacy.services import erasing

    for person in (owner, stranger):
        services.request_deletion(user_id=person.pk, content="erase", actor=None, grace=timedelta())
    real = erasing._carry_out

    def fails(declared, step, person, *rest):
        if person.id == owner.pk:
            raise RuntimeError("the store is away")
        real(declared, step, person, *rest)

    monkeypatch.setattr(erasing, "_carry_out", fails)
    assert services.erase_due() == {"erased": 1, "failed": 1}
    assert User.objects.filter(pk=owner.pk).exists()
    assert not User.objects.filter(pk=stranger.pk).exists()


def test_admins_undo_it_on_the_desk_and_the_audit_says_so(desk, owner, admin, api):
    deletion = services.request_deletion(user_id=owner.pk, content="erase", actor=owner)
    page = desk(admin)
    page.post(f"accounts/deletion/{deletion.pk}/deed/undo/", reason="They wrote to us", confirm="yes")
    deletion.refresh_from_db()
    assert deletion.state == "undone"
    assert signs_in(api)
    entry = AuditEntry.objects.get(action="privacy.deletion_undone")
    assert (entry.actor_id, entry.reason) == (admin.pk, "They wrote to us")


def test_service_accounts_are_not_deleted(person):
    program = person("program", role=Role.API_USER)
    with pytest.raises(ServiceAccountStays):
        services.request_deletion(user_id=program.pk, content="erase", actor=None)


# Commands


def test_an_operator_erases_now_and_is_asked_first(owner, monkeypatch, capsys):
    monkeypatch.setattr("builtins.input", lambda _question: "someone else")
    with pytest.raises(CommandError, match="Nothing was done"):
        call_command("erase_member", "owner", "--now")
    assert User.objects.filter(pk=owner.pk).exists()
    call_command("erase_member", "owner", "--dry-run")
    told = capsys.readouterr().out
    assert "accounts.User: 1" in told
    assert not Deletion.objects.exists()
    monkeypatch.setattr("builtins.input", lambda _question: "owner")
    call_command("erase_member", "owner", "--now", "--reason", "a letter")
    assert not User.objects.filter(pk=owner.pk).exists()
    with pytest.raises(CommandError, match="no account"):
        call_command("erase_member", "owner")


def test_an_operator_closes_an_account_for_its_owner_by_its_id(owner, api):
    call_command("erase_member", str(owner.pk), "--yes")
    owner.refresh_from_db()
    assert owner.status == Status.DEACTIVATED
    assert AuditEntry.objects.get(action="privacy.deletion_requested").actor_id is None
    call_command("erase_member", "owner", "--now", "--yes")
    assert not User.objects.filter(pk=owner.pk).exists()


def test_the_last_admin_is_not_erased_by_a_command_either(admin):
    with pytest.raises(CommandError, match="last active admin"):
        call_command("erase_member", admin.username, "--now", "--yes")


def test_an_operator_writes_an_export_and_the_audit_says_why(owner, tmp_path, capsys):
    path = tmp_path / "owner.zip"
    call_command("export_member", "owner", "--dry-run")
    assert "accounts.User: 1" in capsys.readouterr().out
    call_command("export_member", "owner", "--to", str(path), "--reason", "a letter", "--yes")
    assert path.stat().st_mode & 0o077 == 0
    manifest = json.loads(zipfile.ZipFile(path).read("manifest.json"))
    assert manifest["member"]["id"] == str(owner.pk)
    assert AuditEntry.objects.get(action="privacy.exported").reason == "a letter"
    with pytest.raises(CommandError, match="not there yet"):
        call_command("export_member", "owner", "--to", str(path), "--yes")


def test_a_document_is_published_by_a_command(capsys):
    call_command("publish_consent", "terms", "2026-11", "--title", "Terms")
    assert capsys.readouterr().out == "terms 2026-11: Terms\n"
