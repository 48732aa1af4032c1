"""R: other people's exports, dead links, and many requests at once."""

from __future__ import annotations

import resource
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from accounts.api_keys.tests.making import key_of
from accounts.auth.appeals import appeal_token
from accounts.privacy import services
from accounts.privacy.models import DataExport
from accounts.users import services as users
from config import clock
from config.observing import scrub, without_keys
from config.roles import Status
from config.testing.cast import PASSWORD
from config.testing.client import ROOT, Api
from config.testing.crowd import at_once
from workbooks.engagement.models import View

pytestmark = pytest.mark.django_db

EXPORT = "/users/profile/export"
GOODBYE = {"current_password": PASSWORD, "content": "erase"}


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_FOLDER, settings.PRIVATE_FOLDER = tmp_path / "media", tmp_path / "private"
    return tmp_path


def ready(api: Api) -> dict[str, Any]:
    """A finished export of whoever `api` is, as they see it."""
    made = api.post(EXPORT).json()
    services.make_export(DataExport.objects.get(pk=made["id"]).pk)
    return api.get(f"{EXPORT}/{made['id']}").json()


def path_of(link: str) -> str:
    return link[link.index(ROOT) :]


def fetch(link: str) -> Any:
    return Api().get(path_of(link))


def test_r04_another_members_export_is_not_there(api: Api, owner: Any, stranger: Any, admin: Any) -> None:
    mine = ready(api.as_(owner))
    for other in (stranger, admin):
        assert api.as_(other).get(f"{EXPORT}/{mine['id']}").status_code == 404
    assert api.get(f"{EXPORT}/{mine['id']}").status_code == 401
    theirs = ready(api.as_(stranger))
    swapped = theirs["link"].replace(theirs["id"], mine["id"])
    assert fetch(swapped).status_code == 404, "the key of one export opens no other"


def test_r04_a_link_has_a_random_key_and_every_other_is_a_404(api: Api, owner: Any) -> None:
    first, second = ready(api.as_(owner)), ready(api.as_(owner))
    keys = [each["link"].rpartition("/")[2] for each in (first, second)]
    assert keys[0] != keys[1]
    assert all(len(key) >= 43 for key in keys), "43 letters of base64 are 256 bits"
    stem = path_of(first["link"]).removesuffix(keys[0])
    for wrong in (
        "",
        "x",
        keys[0][:-1],
        keys[0] + "A",
        keys[1],
        keys[0].swapcase(),
        "..",
        "%2e%2e",
        f"../{second['id']}",
    ):
        assert Api().get(stem + wrong).status_code == 404, wrong
    assert b"".join(fetch(first["link"]).streaming_content).startswith(b"PK")


def test_r04_a_link_is_gone_after_a_day(api: Api, owner: Any) -> None:
    made = ready(api.as_(owner))
    with time_machine.travel(clock.now() + timedelta(hours=24, seconds=1)):
        assert fetch(made["link"]).status_code == 410
        services.sweep_exports()
        assert fetch(made["link"]).status_code == 410
        assert api.as_(owner).get(f"{EXPORT}/{made['id']}").json()["link"] is None


@pytest.mark.parametrize("end", ["logout-all", "deletion", "suspension"])
def test_r04_a_link_dies_with_the_sessions(api: Api, owner: Any, end: str) -> None:
    session = api.as_(owner)
    made = ready(session)
    assert fetch(made["link"]).status_code == 200
    if end == "logout-all":
        assert session.post("/auth/logout-all").status_code == 204
    elif end == "deletion":
        assert session.delete("/users/profile", GOODBYE).status_code == 202
    else:
        users.set_status(user_id=owner.pk, status=Status.SUSPENDED, actor=None)
    assert fetch(made["link"]).status_code == 404


def test_r04_no_static_path_shows_the_file(api: Api, owner: Any) -> None:
    made = ready(api.as_(owner))
    row = DataExport.objects.get(pk=made["id"])
    assert made["id"] not in row.file
    assert made["link"].rpartition("/")[2] not in row.file
    for path in (f"/media/{row.file}", f"/static/{row.file}", f"/{row.file}", f"/media/../private/{row.file}"):
        assert Api().request("GET", path, absolute=True).status_code == 404, path
    answer = fetch(made["link"])
    assert answer["Cache-Control"] == "private, no-store"
    assert "attachment" in answer["Content-Disposition"]


def test_r04_the_key_of_a_link_stands_in_no_log(api: Api, owner: Any, capsys: Any) -> None:
    made = ready(api.as_(owner))
    path, key = path_of(made["link"]), made["link"].rpartition("/")[2]
    said = scrub(None, "info", {"path": path, "event": f"GET {path} 200", "url": made["link"] + "?x=1"})
    assert key not in repr(said)
    assert made["id"] in said["path"]
    assert key not in repr(without_keys({"request": {"url": made["link"]}}))
    fetch(made["link"])
    assert key not in "".join(capsys.readouterr())


def test_r04_a_key_of_a_program_neither_exports_nor_fetches(api: Api, owner: Any) -> None:
    key = Api(key_of(owner).text)
    assert key.post(EXPORT).status_code == 403
    made = ready(api.as_(owner))
    assert key.get(f"{EXPORT}/{made['id']}").status_code == 403


def test_r04_an_appeal_token_exports_and_opens_nothing_else(api: Api, owner: Any, stranger: Any) -> None:
    users.set_status(user_id=owner.pk, status=Status.SUSPENDED, actor=None, reason="spam")
    refused = api.post("/auth/login", {"username": "owner", "password": PASSWORD}).json()
    appealing = Api(Authorization=f"Appeal {refused['appeal_token']}")
    made = ready(appealing)
    assert fetch(made["link"]).status_code == 200
    for path in ("/auth/profile", "/users/profile", "/users/profile/consents", "/auth/sessions"):
        assert appealing.get(path).status_code == 401, path
    assert appealing.delete("/users/profile", GOODBYE).status_code == 401
    for token in (appeal_token(stranger.pk), "x", "", "x" * 5000, appeal_token(uuid4())):
        assert Api(Authorization=f"Appeal {token}").post(EXPORT).status_code == 401
    users.set_status(user_id=owner.pk, status=Status.ACTIVE, actor=None)
    assert appealing.post(EXPORT).status_code == 401


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_r05_ten_requests_at_once_make_one_export(api: Api, person: Any) -> None:
    token = api.as_(person("ana")).token
    answers = at_once(lambda _number: Api(token).post(EXPORT), 10)
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert DataExport.objects.count() == 1


def test_r05_while_one_is_under_way_asking_again_answers_with_it(api: Api, owner: Any) -> None:
    session = api.as_(owner)
    first, second = session.post(EXPORT).json(), session.post(EXPORT).json()
    assert first["id"] == second["id"]
    services.make_export(DataExport.objects.get().pk)
    assert session.post(EXPORT).json()["id"] != first["id"]


def test_r05_the_memory_of_an_export_does_not_grow_with_its_rows(owner: Any, tmp_path: Any, friend: Any) -> None:
    from workbooks.catalog.tests.factories import published

    workbook = published(friend)
    views = (
        View(workbook_id=workbook.pk, member_id=owner.pk, viewer_key=f"m{number}", window=number)
        for number in range(30_000)
    )
    View.objects.bulk_create(views, batch_size=2_000)
    services.export_to(tmp_path / "warm.zip", user_id=friend.pk, actor=None, reason="")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    written = services.export_to(tmp_path / "export.zip", user_id=owner.pk, actor=None, reason="")
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert written.rows > 30_000
    assert grown < 20, f"{grown:.0f} MiB more"
