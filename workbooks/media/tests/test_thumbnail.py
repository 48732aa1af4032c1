"""Thumbnails of workbooks: who may change them, where they are shown, and when their files go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from config.api.uploads import FormParser
from config.storage import key_of, store
from config.testing.forms import File, Form
from config.testing.images import jpeg, opened, png
from workbooks.catalog import services as catalog
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import draft, published
from workbooks.media import services
from workbooks.media.events import ThumbnailChanged
from workbooks.media.tasks import sweep_thumbnails

pytestmark = pytest.mark.usefixtures("media_folder")


def path(workbook: Workbook, rest: str = "") -> str:
    return f"/workbooks/{workbook.pk}/thumbnail{rest}"


def files(folder: Path) -> set[str]:
    return {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}


def test_a_thumbnail_is_shown_on_cards_in_the_shape_of_a_screen(
    api: Any, owner: Any, client: Any, recorded: Any
) -> None:
    workbook = published(owner)
    answer = api.as_(owner).post(path(workbook), Form(image=jpeg(1600, 1600)))
    assert answer.status_code == 200, answer.content
    drawn = answer.json()["thumbnail"]
    sizes = {name: opened(client.get(address).content).size for name, address in drawn.items()}
    assert sizes == {"large": (1280, 720), "medium": (640, 360), "small": (320, 180)}
    (card,) = api.get("/workbooks").json()["results"]
    assert card["thumbnail_url"] == drawn["medium"]
    assert api.get(f"/workbooks/{workbook.pk}").json()["thumbnail_url"] == drawn["medium"]
    (told,) = recorded(ThumbnailChanged)
    assert (told.workbook_id, told.actor_id, told.replaced, told.has_thumbnail) == (workbook.pk, owner.pk, "", True)


def test_only_its_author_changes_it_and_nobody_elses_file_is_read(
    api: Any, owner: Any, stranger: Any, blocked: Any, admin: Any, media_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook, hidden = published(owner), draft(owner)
    monkeypatch.setattr(FormParser, "parse", lambda *args: pytest.fail("the form was read"))
    for person, one, status in (
        (stranger, workbook, 403), (admin, workbook, 403), (stranger, hidden, 404), (blocked, workbook, 404)
    ):  # fmt: skip
        assert api.as_(person).post(path(one), Form(image=png())).status_code == status
        assert api.as_(person).delete(path(one)).status_code == status
        body = {"content_type": "image/png", "size": 10}
        assert api.as_(person).post(path(one, "/upload"), body).status_code == status
    assert api.post(path(workbook), Form(image=png())).status_code == 401
    assert not media_folder.exists()


def test_if_match_is_honoured_before_anything_is_drawn(api: Any, owner: Any, media_folder: Path) -> None:
    workbook, me = published(owner), api.as_(owner)
    etag = me.get(f"/workbooks/{workbook.pk}")["ETag"]
    assert me.post(path(workbook), Form(image=png()), If_Match='"v999-x"').status_code == 412
    assert not media_folder.exists()
    assert me.post(path(workbook), Form(image=png()), If_Match=etag).status_code == 200
    assert me.post(path(workbook), Form(image=png()), If_Match=etag).status_code == 412
    assert me.delete(path(workbook), If_Match=etag).status_code == 412
    assert me.delete(path(workbook), If_Match=me.get(f"/workbooks/{workbook.pk}")["ETag"]).status_code == 204


def test_the_old_files_go_and_so_do_the_last(owner: Any, media_folder: Path, deliver: Any) -> None:
    workbook = draft(owner)
    old = services.change_thumbnail(actor=owner, workbook_id=workbook.pk, image=png())
    new = services.change_thumbnail(actor=owner, workbook_id=workbook.pk, image=png())
    deliver()
    assert {name.rpartition("-")[0] for name in files(media_folder)} == {new} != {old}
    services.remove_thumbnail(actor=owner, workbook_id=workbook.pk)
    services.remove_thumbnail(actor=owner, workbook_id=workbook.pk)
    deliver()
    assert files(media_folder) == set()


def test_hiding_a_workbook_makes_its_known_addresses_lead_nowhere(
    api: Any, owner: Any, client: Any, deliver: Any
) -> None:
    workbook = published(owner)
    known = api.as_(owner).post(path(workbook), Form(image=png())).json()["thumbnail"]["small"]
    catalog.hide_workbook(workbook.pk)
    deliver()
    assert client.get(known).status_code == 404
    seen = api.as_(owner).get(f"/workbooks/{workbook.pk}").json()["thumbnail_url"]
    assert client.get(seen).status_code == 200
    catalog.restore_workbook(workbook.pk)
    deliver()
    assert api.get(f"/workbooks/{workbook.pk}").json()["thumbnail_url"] == seen


def test_hiding_it_twice_for_one_reason_still_leaves_one_set_of_files(
    owner: Any, media_folder: Path, deliver: Any
) -> None:
    workbook = published(owner)
    services.change_thumbnail(actor=owner, workbook_id=workbook.pk, image=png())
    services.move_thumbnail(workbook_id=workbook.pk)
    services.move_thumbnail(workbook_id=workbook.pk)
    deliver()
    assert len(files(media_folder)) == 3


def test_the_thumbnail_of_a_deleted_workbook_goes(
    api: Any, owner: Any, client: Any, media_folder: Path, deliver: Any
) -> None:
    workbook = published(owner)
    known = api.as_(owner).post(path(workbook), Form(image=png())).json()["thumbnail"]["small"]
    assert api.as_(owner).delete(f"/workbooks/{workbook.pk}").status_code == 204
    deliver()
    assert files(media_folder) == set()
    assert client.get(known).status_code == 404
    assert Workbook.objects.get(pk=workbook.pk).thumbnail == ""


def test_a_remix_has_no_thumbnail_of_its_source(api: Any, owner: Any, stranger: Any) -> None:
    workbook = published(owner)
    services.change_thumbnail(actor=owner, workbook_id=workbook.pk, image=png())
    made = catalog.duplicate_workbook(actor=stranger, workbook_id=workbook.pk)
    assert made.thumbnail == ""


def test_a_direct_upload_becomes_a_thumbnail_of_the_workbook_it_was_made_for(api: Any, owner: Any, client: Any) -> None:
    workbook, other, data, me = published(owner), published(owner), png(400, 300), api.as_(owner)
    made = me.post(path(workbook, "/upload"), {"content_type": "image/png", "size": len(data)}).json()
    form = Form(**made["fields"], file=File(data))
    assert client.generic("POST", made["url"], form.raw(), content_type=form.content_type).status_code == 204
    assert me.post(path(other, "/confirm"), {"ticket": made["ticket"]}).status_code == 404
    answer = me.post(path(workbook, "/confirm"), {"ticket": made["ticket"]})
    assert answer.status_code == 200
    assert client.get(answer.json()["thumbnail"]["medium"]).status_code == 200
    assert me.post(path(workbook, "/confirm"), {"ticket": made["ticket"]}).status_code == 404


def test_files_of_no_workbook_are_swept(owner: Any, media_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    workbook = draft(owner)
    services.change_thumbnail(actor=owner, workbook_id=workbook.pk, image=png())
    Workbook.objects.filter(pk=workbook.pk).delete()
    assert sweep_thumbnails()["removed"] == 0
    monkeypatch.setattr("config.storage.sweeping.KEPT_FOR", timedelta(minutes=-5))
    assert sweep_thumbnails()["removed"] == 3
    assert files(media_folder) == set()


def test_verify_media_names_what_is_missing_and_what_nobody_names(
    owner: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook = draft(owner)
    stem = services.change_thumbnail(actor=owner, workbook_id=workbook.pk, image=png())
    call_command("verify_media")
    assert capsys.readouterr().out == "Every file is there.\n"
    store().remove([key_of(stem, "small")])
    stray = key_of("thumbnails/00/" + "0" * 32, "small")
    store().put(stray, b"x", "image/webp")
    with pytest.raises(CommandError, match="1 files are missing"):
        call_command("verify_media", "--unused")
    assert capsys.readouterr().out == f"missing: {key_of(stem, 'small')}\nunused: {stray}\n"
