"""A canary in every column about a member is in the export, and after erasure nowhere at all."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session as PageSession
from django.core import mail
from django.core.cache import cache
from django.db.models import ForeignKey

from accounts.privacy import queries, services
from accounts.privacy.models import DataExport, Deletion
from accounts.privacy.tests import planting
from accounts.privacy.tests.kept import GIVEN_AWAY, GIVEN_AWAY_TABLES, KEPT
from accounts.users.models import User
from config.audit import chain
from config.privacy import Export, NotExported, declaration_of, declarations
from config.privacy.checks import findings, models
from config.storage.private import private_store
from config.testing import checker
from workbooks.catalog.models import Workbook

pytestmark = [pytest.mark.django_db, pytest.mark.deep]


@pytest.fixture
def folders(settings, tmp_path):
    settings.MEDIA_FOLDER, settings.PRIVATE_FOLDER = tmp_path / "media", tmp_path / "private"
    return tmp_path


@pytest.fixture
def member(folders, person, friend, moderator, admin):
    return planting.furnish(person, friend, moderator, admin)


def archive_of(user_id) -> zipfile.ZipFile:
    """What a member finds in their export."""
    export = DataExport.objects.create(user_id=user_id, token_version=1)
    assert services.make_export(export.pk)["made"] == 1
    export.refresh_from_db()
    return zipfile.ZipFile(io.BytesIO(b"".join(private_store().pieces(export.file))))


def erase(user_id, content: str) -> Deletion:
    deletion = services.request_deletion(user_id=user_id, content=content, actor=None, grace=timedelta())
    assert services.erase(deletion.pk)
    deletion.refresh_from_db()
    return deletion


def test_the_export_holds_every_column_about_the_member_but_those_left_out_with_a_reason(member):
    planted = planting.plant(member)
    assert len(planted) > 60
    archive = archive_of(member.pk)
    manifest = json.loads(archive.read("manifest.json"))
    by_label = {each["model"]: each for each in manifest["models"]}
    missing = []
    for canary in planted:
        export = declaration_of(apps.get_model(canary.label)).export
        if isinstance(export, NotExported) or canary.column in export.left_out:
            continue
        if canary.text not in archive.read(by_label[canary.label]["file"]).decode():
            missing.append(canary)
    assert missing == []
    whole = "".join(archive.read(name).decode("latin-1") for name in archive.namelist())
    left_out = [
        canary
        for canary in planted
        if isinstance(export := declaration_of(apps.get_model(canary.label)).export, Export)
        and canary.column in export.left_out
    ]
    assert left_out
    # What is left out of one model may rightly stand in another: nobody's name is a secret.
    assert [each for each in left_out if each.text in whole] == []
    assert any(name.startswith("files/avatars/") for name in archive.namelist())
    assert any(name.startswith("files/thumbnails/") for name in archive.namelist())


@pytest.mark.parametrize("content", ["erase", "reassign"])
def test_after_erasure_no_canary_is_left_anywhere(member, folders, content, caplog, deliver):
    planting.plant(member)
    chain.seal_new()
    pages = PageSession.objects.count()
    mail.outbox.clear()
    erase(member.pk, content)
    deliver(may_fail=True)
    given = GIVEN_AWAY if content == "reassign" else {}
    allowed = {
        apps.get_model(label)._meta.db_table: {*KEPT.get(label, {}), *given.get(label, {})} for label in {*KEPT, *given}
    }
    if content == "reassign":
        allowed |= {table: set(columns) for table, columns in GIVEN_AWAY_TABLES.items()}
    found = planting.found_in_database()
    for table, columns in found.items():
        assert columns <= allowed.get(table, set()), f"{table}: {columns - allowed.get(table, set())}"
    if content == "erase":
        assert found == {}
    assert PageSession.objects.count() == pages - 1
    files = [path for path in folders.rglob("*") if path.is_file()]
    assert not [path for path in files if planting.MARK.encode() in path.read_bytes()]
    assert not [
        path for path in files if "avatars" in path.parts or "exports" in path.parts or "thumbnails" in path.parts
    ]
    assert planting.MARK not in repr(getattr(cache, "_cache", ""))
    assert planting.found_in_redis() == []
    mailed = "".join(each.subject + each.body for each in mail.outbox)
    for title in Workbook.objects.values_list("title", flat=True) if content == "reassign" else []:
        mailed = mailed.replace(title, "")  # what was given away keeps its title, and others may be told of it
    assert planting.MARK not in mailed
    assert planting.MARK not in caplog.text


def test_the_audit_still_proves_itself_and_counters_still_count(member, deliver):
    planting.plant(member)
    deliver(may_fail=True)
    chain.seal_new()
    erase(member.pk, "reassign")
    chain.seal_all()
    proof = chain.verify()
    assert proof.broken == ""
    assert proof.unguarded == []
    assert proof.redacted > 0
    assert [each for each in checker.findings() if "counted" in each] == []


def test_every_model_that_points_at_a_member_is_declared_and_its_rows_are_gone_afterwards(member):
    user_id = member.pk
    erase(user_id, "erase")
    assert list(findings()) == []
    assert not User.objects.filter(pk=user_id).exists()
    for model in models():
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.related_model is User:
                assert declaration_of(model), model._meta.label
                assert not model._base_manager.filter(**{field.attname: user_id}).exists(), f"{model}.{field.name}"


def test_erasing_twice_finds_nothing_more_to_do(member):
    deletion = erase(member.pk, "erase")
    assert deletion.state == "done"
    assert not services.erase(deletion.pk)
    person = queries.person_of(member.pk)
    assert services.rows_left(person) == {}
    Deletion.objects.filter(pk=deletion.pk).update(state="erasing")
    assert services.erase(deletion.pk)


@pytest.mark.parametrize("at", range(0, 60, 7))
def test_an_erasure_that_is_killed_anywhere_goes_on_where_it_was(member, at, monkeypatch):
    """The batch with the number `at` is the last that the first process does."""
    from accounts.privacy.services import erasing

    planting.plant(member)
    deletion = services.request_deletion(user_id=member.pk, content="erase", actor=None, grace=timedelta())
    real, done = erasing._keep, []

    def keep(*arguments):
        real(*arguments)
        done.append(1)
        if len(done) > at:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(erasing, "_keep", keep)
        with pytest.raises(KeyboardInterrupt):
            services.erase(deletion.pk)
    assert not services.erase(deletion.pk), "the lease of the dead process still runs"
    Deletion.objects.filter(pk=deletion.pk).update(leased_until=None)
    assert services.erase_due() == {"erased": 1, "failed": 0}
    assert planting.found_in_database() == {}


def test_the_dry_run_tells_what_the_erasure_then_does(member):
    from collections import Counter

    before = services.rows_left(queries.person_of(member.pk))
    deletion = erase(member.pk, "erase")
    assert Counter(before).keys() <= {*deletion.counts, "workbooks.Probe", "accounts.Deletion"}
    assert all(declared.label for declared in declarations())
