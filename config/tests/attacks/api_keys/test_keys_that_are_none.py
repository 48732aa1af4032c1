"""Groups B and C, API keys: what is no key, what is no key any more, and in which places none counts."""

from __future__ import annotations

import hmac
import json
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from accounts.api_keys import minting, services, verifying
from accounts.api_keys.tests.making import key_for, key_of, service_account
from accounts.auth import revocation
from accounts.auth.tests.clockwork import later
from accounts.users import services as users
from config import clock
from config.roles import Status
from config.testing.cast import PASSWORD
from config.testing.client import Api
from config.testing.workers import database_url

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("attacks-keys")]

ROOT = Path(__file__).resolve().parent.parent.parent.parent.parent


def status_of(text: str) -> int:
    return int(Api(text).get("/auth/profile").status_code)


SPOILT = {
    "without its last letter": lambda text: text[:-1],
    "without its first letter": lambda text: text[1:],
    "without its checksum": lambda text: text[:-6],
    "longer by one": lambda text: text + "A",
    "in the other case": lambda text: text.swapcase(),
    "with its prefix in upper case": lambda text: text[:3] + text[3:15].upper() + text[15:],
    "with its secret in lower case": lambda text: text[:16] + text[16:].lower(),
    "its beginning in upper case": lambda text: "SP" + text[2:],
    "the prefix alone": lambda text: text[:16],
    "the secret alone": lambda text: text[16:],
    "twice": lambda text: text + text,
    "of another secret": lambda text: minting.mint(text[3:15]).text,
    "of another prefix": lambda text: minting.mint().text[:16] + text[16:],
    "one letter of the secret changed": lambda text: text[:20] + ("A" if text[20] != "A" else "B") + text[21:],
    "in letters that look alike": lambda text: text.replace("s", "ѕ", 1),
    "with a line's end": lambda text: text + "%0a",
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_c19_a_key_that_is_not_whole_is_nobodys(key: services.Issued, spoilt: str) -> None:
    assert status_of(SPOILT[spoilt](key.text)) == 401
    assert Api(SPOILT[spoilt](key.text)).get("/workbooks").status_code == 401
    assert status_of(key.text) == 200
    # And the other way about: what a good key is remembered by opens nothing to a bad one.
    assert status_of(SPOILT[spoilt](key.text)) == 401


def test_c19_the_right_prefix_is_compared_in_constant_time_with_a_digest(
    key: services.Issued, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[str, str]] = []
    plain = hmac.compare_digest

    def compare(one: str, other: str) -> bool:
        compared.append((one, other))
        return plain(one, other)

    monkeypatch.setattr(verifying.hmac, "compare_digest", compare)
    wrong = minting.mint(key.key.prefix).text
    assert status_of(wrong) == 401
    assert (key.key.digest, minting.digest_of(wrong)) in compared
    assert key.text not in json.dumps(compared)


def test_c19_a_key_in_the_url_the_body_a_cookie_or_another_header_is_nobodys(key: services.Issued) -> None:
    nobody = Api()
    for name in ("api_key", "apikey", "key", "access_token", "token", "authorization", "x-api-key"):
        assert nobody.get("/auth/profile", {name: key.text}).status_code == 401
        assert nobody.get("/auth/sessions", {name: f"Bearer {key.text}"}).status_code in {400, 401}
        assert nobody.get("/workbooks", {name: key.text}).status_code == 400
        assert nobody.patch("/users/profile", {name: key.text, "title": "x"}).status_code == 401
        nobody.client.cookies[name] = key.text
    assert nobody.get("/auth/profile").status_code == 401
    for header in ("X_API_Key", "Api_Key", "X_Authorization", "Proxy_Authorization", "X_Auth_Token"):
        assert nobody.get("/auth/profile", **{header: key.text}).status_code == 401
    assert nobody.get(f"/users/{key.text}").status_code == 404


WAYS = [
    "{}",
    "bearer {}",
    "BEARER {}",
    "Token {}",
    "ApiKey {}",
    "Basic {}",
    "Bearer  {}",
    "Bearer {},Bearer {}",
    "Bearer {} {}",
]


@pytest.mark.parametrize("way", WAYS)
def test_c19_a_key_comes_in_one_form_of_one_header(key: services.Issued, way: str) -> None:
    header = way.replace("{}", key.text)
    assert Api().get("/auth/profile", Authorization=header).status_code == 401


def test_c19_a_revoked_key_is_nobodys_and_stays_so(key: services.Issued, owner: Any) -> None:
    assert status_of(key.text) == 200
    services.revoke_key(actor=owner, key_id=key.key.pk)
    assert status_of(key.text) == 401
    # And it stays so in a process that has just started, and after every revocation has been forgotten.
    revocation.reset()
    verifying.forget()
    assert status_of(key.text) == 401
    with later(hours=2):
        revocation.prune()
        revocation.reset()
        assert status_of(key.text) == 401


def test_c19_an_expired_key_is_nobodys_from_its_very_end(owner: Any) -> None:
    key = key_of(owner, expires_at=clock.now() + timedelta(minutes=10))
    with later(minutes=9, seconds=50):
        assert status_of(key.text) == 200
    with later(minutes=10, seconds=1):
        assert status_of(key.text) == 401
        verifying.forget()
        assert status_of(key.text) == 401


def test_c19_whatever_is_wrong_the_answer_is_the_same(owner: Any, stranger: Any) -> None:
    gone, closed = key_of(owner), key_of(stranger)
    services.revoke_key(actor=owner, key_id=gone.key.pk)
    users.set_status(user_id=stranger.pk, status=Status.BANNED, actor=None)
    texts = [gone.text, closed.text, minting.mint().text, minting.mint(gone.key.prefix).text, "sp_x"]
    answers = [Api(text).get("/auth/profile").json() for text in texts]
    for answer in answers:
        answer.pop("request_id")
    assert answers == [answers[0]] * len(texts)
    assert answers[0]["code"] == "invalid_api_key"


def test_c19_the_old_secret_dies_with_its_overlap(owner: Any) -> None:
    first = key_of(owner)
    proof = {"current_password": PASSWORD}
    second = services.rotate_key(actor=owner, key_id=first.key.pk, proof=proof, overlap_seconds=600)
    assert [status_of(first.text), status_of(second.text)] == [200, 200]
    with later(seconds=601):
        assert [status_of(first.text), status_of(second.text)] == [401, 200]
    third = services.rotate_key(actor=owner, key_id=first.key.pk, proof=proof, overlap_seconds=0)
    assert [status_of(text) for text in (first.text, second.text, third.text)] == [401, 401, 200]


ASKING = """
import sys, time, django
django.setup()
from config.testing.client import Api
for line in range(2000):
    print(Api(sys.argv[1]).get("/auth/profile").status_code, flush=True)
    time.sleep(0.02)
"""


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_c19_another_process_refuses_a_revoked_key_at_its_next_look(owner: Any, settings: Any) -> None:
    """A real second process that has let the key in many times, and to which nothing but the database tells of it."""
    assert settings.REVOCATION_POLL_SECONDS <= 0.5
    key = key_of(owner)
    environment = os.environ | {"DATABASE_URL": database_url(), "ALLOWED_HOSTS": "testserver"}
    environment["DJANGO_SETTINGS_MODULE"] = "config.testing.settings"
    with subprocess.Popen(
        [sys.executable, "-c", ASKING, key.text], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as other:
        try:
            assert other.stdout is not None
            assert [other.stdout.readline() for _ in range(5)] == ["200\n"] * 5
            services.revoke_key(actor=owner, key_id=key.key.pk)
            began = time.monotonic()
            let_in = 0
            while (line := other.stdout.readline()) == "200\n":
                let_in += 1
            print(f"refused after {time.monotonic() - began:.2f} s and {let_in} requests")
            assert line == "401\n"
            assert [other.stdout.readline() for _ in range(5)] == ["401\n"] * 5
        finally:
            other.kill()


def test_b21_a_closed_account_has_no_key_that_opens(api: Any, owner: Any, admin: Any) -> None:
    key = key_of(owner)
    for status in (Status.SUSPENDED, Status.BANNED, Status.DEACTIVATED):
        assert status_of(key.text) == 200
        users.set_status(user_id=owner.pk, status=status, actor=None)
        assert status_of(key.text) == 401
        users.set_status(user_id=owner.pk, status=Status.ACTIVE, actor=None)
    boss = api.as_(admin)
    account = service_account(admin)
    theirs = key_for(admin, account)
    assert status_of(theirs.text) == 200
    assert boss.post(f"/admin/users/{account.pk}/status", {"status": "suspended"}).status_code == 200
    assert status_of(theirs.text) == 401
