"""An export from the wish to the file: its manifest, its mail, its end."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from accounts.privacy import services
from accounts.privacy.models import DataExport
from config import clock
from config.audit.models import AuditEntry
from config.jobs.models import TaskRun
from config.jobs.upkeep import run_due
from config.storage import FileMissing
from config.storage.private import new_key, private_store
from config.testing.client import Api
from workbooks.catalog.tests.factories import published

pytestmark = pytest.mark.django_db
PATH = "/users/profile/export"


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.MEDIA_FOLDER, settings.PRIVATE_FOLDER = tmp_path / "media", tmp_path / "private"
    return tmp_path


def fetched(link):
    answer = Api().get(link[link.index("/api/v1") :])
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/zip"
    return b"".join(answer.streaming_content)


def test_the_job_writes_the_file_and_a_mail_tells_it(api, owner, deliver):
    published(owner)
    session = api.as_(owner)
    asked = session.post(PATH)
    assert (asked.status_code, asked.json()["state"], asked.json()["link"]) == (202, "waiting", None)
    deliver()
    assert TaskRun.objects.filter(name="accounts.privacy.make_export").count() == 1
    run_due()
    deliver()
    shown = session.get(f"{PATH}/{asked.json()['id']}").json()
    assert shown["state"] == "ready"
    data = fetched(shown["link"])
    assert (len(data), hashlib.sha256(data).hexdigest()) == (shown["bytes"], shown["sha256"])
    (told,) = [each for each in mail.outbox if each.subject == "Your data is ready"]
    assert told.to == [owner.email]
    assert shown["link"] not in told.body, "the mail leads to the page: the link itself is told to the session alone"
    assert AuditEntry.objects.get(action="privacy.export_requested").actor_id == owner.pk


def test_the_manifest_counts_digests_and_gives_reasons(api, owner):
    workbook = published(owner)
    session = api.as_(owner)
    asked = session.post(PATH).json()
    services.make_export(DataExport.objects.get().pk)
    archive = zipfile.ZipFile(io.BytesIO(fetched(session.get(f"{PATH}/{asked['id']}").json()["link"])))
    assert archive.testzip() is None
    manifest = json.loads(archive.read("manifest.json"))
    by_label = {each["model"]: each for each in manifest["models"]}
    assert manifest["rows"] == sum(each["rows"] for each in manifest["models"])
    for facts in [*manifest["models"], *manifest["files"]]:
        data = archive.read(facts["file"])
        assert (len(data), hashlib.sha256(data).hexdigest()) == (facts["bytes"], facts["sha256"])
    (row,) = json.loads(archive.read(by_label["workbooks.Workbook"]["file"]))
    assert (row["id"], row["title"]) == (str(workbook.pk), workbook.title)
    assert "password" in by_label["accounts.User"]["left_out"]
    assert "password" not in json.loads(archive.read("data/accounts.User.json"))[0]
    assert all(each["because"] for each in manifest["not_exported"])


def test_the_sweep_removes_what_has_expired_and_what_nobody_names(api, owner, folders):
    asked = api.as_(owner).post(PATH).json()
    services.make_export(DataExport.objects.get().pk)
    stray = folders / "stray"
    stray.write_bytes(b"left behind")
    private_store().keep(new_key("exports"), stray)
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        assert services.sweep_exports() == {"expired": 1, "failed": 0, "stray": 1, "unfinished": 0}
        assert list(private_store().listed("exports")) == []
        assert DataExport.objects.get(pk=asked["id"]).state == "expired"
    with time_machine.travel(clock.now() + timedelta(days=31)):
        services.sweep_exports()
        assert not DataExport.objects.exists()


def test_an_export_that_was_lost_is_given_up_and_a_new_one_can_be_asked_for(api, owner):
    session = api.as_(owner)
    first = session.post(PATH).json()["id"]
    DataExport.objects.update(state="running", started_at=clock.now())
    assert services.sweep_exports()["failed"] == 0
    with time_machine.travel(clock.now() + timedelta(hours=3)):
        assert services.sweep_exports()["failed"] == 1
    assert session.post(PATH).json()["id"] != first


def test_private_files_are_kept_in_a_bucket_as_well(bucket, settings, tmp_path):
    source, key = tmp_path / "source", new_key("exports")
    source.write_bytes(b"a" * 600_000)
    private_store().keep(key, source)
    assert b"".join(private_store().pieces(key)) == source.read_bytes()
    assert [each.key for each in private_store().listed("exports")] == [key]
    private_store().remove([key])
    with pytest.raises(FileMissing):
        private_store().pieces(key)


@pytest.mark.parametrize("key", ["private/exports/../../x", "avatars/4f/4f", "", "private/exports/aa/aa" + "0" * 29])
def test_a_name_that_is_not_of_our_making_is_no_path(key):
    with pytest.raises(FileMissing):
        private_store().pieces(key)
