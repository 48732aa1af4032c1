"""The web process dies between commit and answer: whoever asks again is told what was done, and it is done once."""

from __future__ import annotations

import http.client
import os
import signal
import time
from typing import Any
from uuid import uuid4

import pytest

from config.testing.served import Told
from config.testing.workers import children
from config.tests.faults.load import PASSWORD, Load
from config.tests.faults.platform import Platform
from config.tests.faults.proof import number
from config.tests.faults.web import DIES

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

TIMES = 5
# Granian takes a process that dies sooner after its start for one that cannot live, and ends; a supervisor starts it.
NO_CRASH_LOOP = 7.0
TAKEN = {("username", "taken"), ("email", "taken")}


class Asker:
    """A member whose first request of each deed is killed before its answer, and who then asks again."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.name = f"asker-{uuid4().hex[:12]}"
        self.access = ""

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Told:
        """Ask until an answer comes: the entrance in front of an installation does no more."""
        tries: list[Told | Exception] = []
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                told = self.platform.served.ask(method, f"/api/v1{path}", body, token=self.access or None, **headers)
            except (OSError, http.client.HTTPException) as error:
                tries.append(error)
                self.platform.served.keep()
            else:
                if told.status != 503:
                    return told
                tries.append(told)
            time.sleep(0.05)
        raise AssertionError(f"{method} {path} has no answer: {len(tries)} tries, the last of them {tries[-3:]}")

    def die(self, method: str, path: str, body: Any = None, **headers: str) -> None:
        """Ask, and get no answer, because the process was killed after the commit."""
        # A process that is still being replaced refuses the connection; then the deed was not begun.
        for _ in range(100):
            try:
                told = self.platform.served.ask(
                    method, f"/api/v1{path}", body, token=self.access or None, X_Fault=DIES, **headers
                )
            except ConnectionRefusedError:
                self.platform.served.keep()
                continue
            except (OSError, http.client.HTTPException):
                return
            raise AssertionError(f"the process lived to answer {told}")
        raise AssertionError("the server does not come back")

    def register(self) -> None:
        body = {"username": self.name, "email": f"{self.name}@example.com", "password": PASSWORD}
        self.die("POST", "/auth/register", body)
        again = self.ask("POST", "/auth/register", body)
        assert again.status == 400
        assert {(error["field"], error["code"]) for error in again.json()["errors"]} <= TAKEN
        told = self.ask("POST", "/auth/login", {"username": self.name, "password": PASSWORD})
        assert told.status == 200
        self.access, self.refresh = told.json()["access"], told.json()["refresh"]


@pytest.fixture
def asker(platform: Platform) -> Asker:
    made = Asker(platform)
    made.register()
    return made


def test_a_registration_without_its_answer_is_there_once_and_opens(platform: Platform, asker: Asker) -> None:
    assert number(platform.served, "SELECT count(*) FROM accounts_user WHERE username = %s", asker.name) == 1
    assert asker.ask("GET", "/auth/profile").json()["username"] == asker.name


def test_asked_again_with_the_same_key_a_deed_is_done_once_and_answered(platform: Platform, asker: Asker) -> None:
    for turn in range(TIMES):
        title, key = f"Killed {turn} {uuid4().hex}", uuid4().hex
        body = {"title": title, "embed_url": "https://public.tableau.com/views/Killed/Main"}
        asker.die("POST", "/workbooks", body, Idempotency_Key=key)
        again = asker.ask("POST", "/workbooks", body, Idempotency_Key=key)
        assert (again.status, again.headers.get("idempotent-replayed")) == (201, "true")
        assert number(platform.served, "SELECT count(*) FROM workbooks_workbook WHERE title = %s", title) == 1
        assert asker.ask("GET", f"/workbooks/{again.json()['id']}").json()["title"] == title


def test_deeds_that_bear_repeating_are_done_once_without_a_key(platform: Platform, asker: Asker) -> None:
    body = {"title": f"Killed {uuid4().hex}", "embed_url": "https://public.tableau.com/views/Killed/Main"}
    workbook = asker.ask("POST", "/workbooks", body).json()["id"]
    asker.die("POST", f"/workbooks/{workbook}/publish")
    assert asker.ask("GET", f"/workbooks/{workbook}").json()["status"] == "published"
    assert asker.ask("POST", f"/workbooks/{workbook}/publish").status == 200
    told = "SELECT count(*) FROM events_domainevent WHERE name = 'workbook.published' AND subject = %s"
    assert number(platform.served, told, f"workbook:{workbook}") == 1
    asker.die("POST", f"/workbooks/{workbook}/favorite")
    assert asker.ask("POST", f"/workbooks/{workbook}/favorite").json()["favorite_count"] == 1


def test_a_refresh_without_its_answer_leaves_one_living_token_and_the_way_back_in(
    platform: Platform, asker: Asker
) -> None:
    asker.die("POST", "/auth/refresh", {"refresh": asker.refresh})
    assert asker.ask("POST", "/auth/refresh", {"refresh": asker.refresh}).status == 401
    assert asker.ask("POST", "/auth/login", {"username": asker.name, "password": PASSWORD}).status == 200


def test_web_processes_killed_under_load_cost_connections_and_no_deed(platform: Platform) -> None:
    assert platform.served.process is not None
    with Load(platform.served) as load:
        for _ in range(TIMES):
            load.wait_for(30)
            os.kill(children(platform.served.process.pid)[-1], signal.SIGKILL)
            end = time.monotonic() + NO_CRASH_LOOP
            load.wait_until(lambda end=end: time.monotonic() > end)
        load.wait_for(60)
    assert platform.served.process.poll() is None
    load.prove(may_be_lost=True)
