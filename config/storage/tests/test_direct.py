"""Direct uploads to either store: one file, of the type and size that were announced, by whom it was prepared for."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest
import time_machine

from config import clock
from config.errors import DomainError, ServiceUnavailable
from config.storage import direct, signing, store
from config.storage.direct import UploadNotFound
from config.testing.forms import File, Form
from config.testing.images import png

DATA = png()


def prepare(**changes: Any) -> direct.Prepared:
    asked = {"kind": "avatars", "owner": "ana", "media_type": "image/png", "size": len(DATA)} | changes
    return direct.prepare(**asked)


def take(made: direct.Prepared, **changes: Any) -> bytes:
    with direct.uploaded(**({"kind": "avatars", "owner": "ana", "ticket": made.ticket} | changes)) as data:
        return data


def post(client: Any, fields: dict[str, str], data: bytes = DATA, media_type: str = "image/png") -> Any:
    form = Form(**fields, file=File(data, "x.png", media_type))
    return client.generic("POST", "/api/uploads", form.raw(), content_type=form.content_type)


@pytest.fixture
def ours(media_folder: Any, client: Any) -> Any:
    return client


def test_our_own_store_takes_the_form_that_was_made(ours: Any) -> None:
    made = prepare()
    assert made.form.url == "/api/uploads"
    assert 299 <= (made.expires_at - clock.now()).total_seconds() <= 300
    assert post(ours, made.form.fields).status_code == 204
    assert take(made) == DATA
    assert list(store().listed("")) == []
    with pytest.raises(UploadNotFound):
        take(made)


def test_a_page_elsewhere_needs_no_token_of_ours_to_post_it(media_folder: Any) -> None:
    from django.test import Client

    assert post(Client(enforce_csrf_checks=True), prepare().form.fields).status_code == 204


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"key": "incoming/avatars/" + "0" * 32}, 403, "upload_refused"),
        ({"key": "avatars/00/" + "0" * 32 + "-small.webp"}, 403, "upload_refused"),
        ({"key": "../../x"}, 403, "upload_refused"),
        ({"Content-Type": "text/html"}, 403, "upload_refused"),
        ({"policy": ""}, 403, "upload_refused"),
        ({"policy": "eyJrZXkiOiJ4In0:1tQ2Zy:5s0Y"}, 403, "upload_refused"),
    ],
)
def test_a_form_that_was_changed_is_refused(ours: Any, change: dict[str, str], status: int, code: str) -> None:
    answer = post(ours, prepare().form.fields | change)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert list(store().listed("")) == []


@pytest.mark.parametrize("data", [DATA + b"x", DATA[:-1], b""])
def test_a_file_of_another_size_is_refused(ours: Any, data: bytes) -> None:
    answer = post(ours, prepare().form.fields, data)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "wrong_size")
    assert list(store().listed("")) == []


def test_a_form_is_good_for_five_minutes(ours: Any) -> None:
    made = prepare()
    with time_machine.travel(datetime.now(UTC).timestamp() + 301, tick=True):
        assert post(ours, made.form.fields).status_code == 403


def test_a_form_is_good_once(ours: Any) -> None:
    made = prepare()
    assert post(ours, made.form.fields).status_code == 204
    assert post(ours, made.form.fields).status_code == 403


def test_what_is_no_form_is_refused(ours: Any) -> None:
    assert ours.post("/api/uploads", "{}", content_type="application/json").status_code == 415
    assert ours.get("/api/uploads").status_code == 405
    form = Form(**prepare().form.fields)
    assert ours.generic("POST", "/api/uploads", form.raw(), content_type=form.content_type).status_code == 400


def test_with_a_bucket_there_is_no_such_endpoint_of_ours(bucket: Any, client: Any) -> None:
    fields = {"key": "incoming/avatars/" + "0" * 32, "Content-Type": "image/png", "policy": "x"}
    assert post(client, fields).status_code == 404


@pytest.mark.parametrize(
    "changes", [{"owner": "ben"}, {"kind": "thumbnails"}, {"ticket": "x"}, {"ticket": ""}, {"ticket": "a:b:c"}]
)
def test_a_ticket_is_good_for_whom_and_for_what_it_was_made(ours: Any, changes: dict[str, str]) -> None:
    made = prepare()
    post(ours, made.form.fields)
    with pytest.raises(UploadNotFound):
        take(made, **changes)
    assert take(made) == DATA


def test_a_policy_is_no_ticket_and_a_ticket_no_policy(ours: Any) -> None:
    made = prepare()
    with pytest.raises(UploadNotFound):
        take(made, ticket=made.form.fields["policy"])
    with pytest.raises(signing.PolicyRefused):
        signing.opened(made.ticket)


def test_a_ticket_runs_out(ours: Any) -> None:
    made = prepare()
    post(ours, made.form.fields)
    with time_machine.travel(datetime.now(UTC).timestamp() + 601, tick=True), pytest.raises(UploadNotFound):
        take(made)


def test_a_refused_upload_goes_and_one_that_met_a_fault_stays(ours: Any) -> None:
    made = prepare()
    post(ours, made.form.fields)
    with pytest.raises(ServiceUnavailable), direct.uploaded(kind="avatars", owner="ana", ticket=made.ticket):
        raise ServiceUnavailable
    with pytest.raises(DomainError), direct.uploaded(kind="avatars", owner="ana", ticket=made.ticket):
        raise DomainError
    with pytest.raises(UploadNotFound):
        take(made)


def test_a_bucket_takes_the_form_that_was_made(bucket: Any) -> None:
    made = prepare()
    files = {"file": ("x.png", DATA, "image/png")}
    answer = httpx2.post(made.form.url, data=made.form.fields, files=files)
    assert answer.status_code in {200, 204}, answer.text
    assert take(made) == DATA
    assert list(store().listed("")) == []


def test_the_form_for_a_bucket_is_bound_to_name_type_size_and_five_minutes(bucket: Any) -> None:
    """Checked as S3 does it: the signature over the policy, then each condition. The server of the tests does not."""
    made = prepare()
    fields = made.form.fields
    policy = json.loads(base64.b64decode(fields["policy"]))
    day, region, service = fields["x-amz-credential"].split("/")[1:4]
    key = b"AWS4testing-secret"
    for part in (day, region, service, "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    assert hmac.new(key, fields["policy"].encode(), hashlib.sha256).hexdigest() == fields["x-amz-signature"]
    left = (datetime.fromisoformat(policy["expiration"]) - datetime.now(UTC)).total_seconds()
    assert 290 <= left <= 300
    assert ["content-length-range", len(DATA), len(DATA)] in policy["conditions"]
    assert {"Content-Type": "image/png"} in policy["conditions"]
    assert {"key": fields["key"]} in policy["conditions"]
    assert {"bucket": "pictures"} in policy["conditions"]
    assert fields["key"].startswith("incoming/avatars/")
    assert prepare().form.fields["key"] != fields["key"]
