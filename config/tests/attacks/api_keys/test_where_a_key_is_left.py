"""Group C, API keys: a key is shown once, and lies nowhere afterwards."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command

from accounts.api_keys import keeping, minting, services
from accounts.api_keys.models import ApiKey
from accounts.api_keys.tests.making import by
from config.observing import scrub, scrub_report
from config.testing.cast import PASSWORD
from config.testing.client import Api

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("attacks-keys")]


def dump() -> str:
    return "\n".join(str(row) for model in apps.get_models() for row in model._base_manager.values())


def test_c21_a_key_is_shown_once_and_lies_nowhere(
    api: Any, owner: Any, admin: Any, deliver: Any, tmp_path: Path
) -> None:
    mine, body = api.as_(owner), {"name": "n", "scopes": ["workbooks:read"], "current_password": PASSWORD}
    first = mine.post("/auth/api-keys", body, Idempotency_Key="once")
    text, key_id = first.json()["key"], first.json()["id"]
    again = mine.post("/auth/api-keys", body, Idempotency_Key="once")
    assert (again.status_code, again["Idempotent-Replayed"]) == (201, "true")
    assert again.json() == first.json() | {"key": None}
    rotated = mine.post(f"/auth/api-keys/{key_id}/rotate", {"current_password": PASSWORD}, Idempotency_Key="twice")
    texts = [text, rotated.json()["key"]]
    replayed = mine.post(f"/auth/api-keys/{key_id}/rotate", {"current_password": PASSWORD}, Idempotency_Key="twice")
    assert replayed.json()["key"] is None
    assert [Api(each).get("/workbooks").status_code for each in texts] == [200, 200]
    keeping.write_now()
    deliver()
    shown = [
        mine.get("/auth/api-keys"),
        mine.get(f"/auth/api-keys/{key_id}"),
        api.as_(admin).get("/auth/api-keys?account=owner"),
    ]
    shown += [mine.get(f"/auth/api-keys/{key_id}/usage"), mine.patch(f"/auth/api-keys/{key_id}", {"name": "m"})]
    everywhere = "".join(answer.content.decode() for answer in shown) + dump()
    assert text[:15] in everywhere  # the prefix, by which its owner knows it
    for each in texts:
        assert each[16:] not in everywhere
        assert each[-20:] not in everywhere
    assert ApiKey.objects.get().digest == minting.digest_of(texts[1])
    call_command("dumpdata", "accounts", output=str(tmp_path / "dump.json"))
    assert not [each for each in texts if each[16:] in (tmp_path / "dump.json").read_text()]


def test_c21_nothing_of_a_kept_answer_helps_to_guess_the_password_in_its_request(api: Any, owner: Any) -> None:
    """The digest by which a repeated body is known is keyed: who reads the table cannot try passwords on it."""
    body = b'{"name":"n","scopes":["workbooks:read"],"current_password":"' + PASSWORD.encode() + b'"}'
    assert api.as_(owner).post("/auth/api-keys", body, Idempotency_Key="once").status_code == 201
    kept = dump()
    assert hashlib.sha256(body).hexdigest() not in kept
    assert hashlib.md5(body).hexdigest() not in kept


def test_c21_logs_and_error_reports_cut_a_key_down_to_its_prefix(key: services.Issued) -> None:
    text, kept = key.text, key.text[:16]
    line = scrub(None, "", {"event": f"GET /x/{text}", "path": f"/{text[:40]}", "exception": f"boom {text}"})
    assert line == {"event": f"GET /x/{kept}[hidden]", "path": f"/{kept}[hidden]", "exception": f"boom {kept}[hidden]"}
    report = scrub_report(
        {
            "request": {"method": "GET", "url": f"http://x/{text}", "headers": {"Authorization": f"Bearer {text}"}},
            "exception": {"values": [{"value": f"no {text}", "stacktrace": {"frames": [{"vars": {"a": text}}]}}]},
        },
        {},
    )
    assert text not in json.dumps(report)
    assert report["request"] == {"method": "GET", "url": f"http://x/{kept}[hidden]"}


def test_c21_the_request_log_holds_no_key(key: services.Issued, caplog: Any) -> None:
    caplog.set_level(logging.INFO, logger="sigma.request")
    by(key).get("/auth/profile", {"api_key": key.text})
    Api().get(f"/workbooks/{key.text}")
    by(key).get(f"/users/{key.text}")
    said = "\n".join(str(record.__dict__) for record in caplog.records)
    assert key.text[16:] not in said
    assert all(path in said for path in ("/auth/profile", f"/workbooks/{key.text[:16]}[hidden]"))
