"""Members who use the platform while things break, and keep what they were told.

    with Load(served) as load:
        load.wait_for(30)            # so many deeds were answered
        redis.restart()
        load.wait_for(30)
    load.prove()                     # every answer they got is true, every deed was done once

Each member is a thread with a session. It refreshes, makes a workbook and publishes it, marks one of the others as a
favourite, and comments with an `Idempotency-Key`; a deed without an answer, or with a 503, is asked for again until it
is answered. What was answered is kept with its time, so that a test can say when errors began and ended.
"""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from config.testing.served import Served, Told

MEMBERS = 4
GIVES_UP_AFTER = 240.0
# As long as a patient client waits; on a busy machine a request takes its time, and that is no fault.
PATIENCE = 30.0
PASSWORD = "a lantern on the quay 7"
LOST = 0  # the status of a request that got no answer


class NoAnswerError(AssertionError):
    """A deed found no answer for longer than anything may be away."""


@dataclass
class Try:
    """One request: when it was answered, what it was, its status, and whether that was as it must be."""

    at: float
    what: str
    status: int
    problem: str = ""


@dataclass
class Told4Sure:
    """What members were told is so."""

    members: dict[str, str] = field(default_factory=dict)
    published: dict[str, str] = field(default_factory=dict)
    favourites: set[tuple[str, str]] = field(default_factory=set)
    comments: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)


class Member:
    """One client, with its own session and its own way of asking again."""

    def __init__(self, load: Load, seed: int) -> None:
        self.load = load
        self.chance = random.Random(seed)
        self.name = f"load-{uuid4().hex[:12]}"
        self.access = self.refresh = ""

    def live(self) -> None:
        self.register()
        deeds = [self.renew, self.publish, self.favourite, self.comment, self.look]
        while not self.load.is_over.is_set():
            self.chance.choice(deeds)()

    def until_answered(self, what: str, *args: Any, good: tuple[int, ...], **options: Any) -> Told | None:
        """Ask until an answer comes that is not 503; None where the load ended first."""
        end = time.monotonic() + GIVES_UP_AFTER
        while True:
            told = self.load.ask(what, *args, good=good, **options)
            if told is not None and told.status in good:
                return told
            if self.load.is_over.is_set():
                return None
            if told is not None and told.status == 401 and options.get("token"):
                self.sign_in()
                options["token"] = self.access
            if time.monotonic() > end:
                raise NoAnswerError(f"{what}: {told}")
            time.sleep(0.1)

    def register(self) -> None:
        body = {"username": self.name, "email": f"{self.name}@example.com", "password": PASSWORD}
        told = self.until_answered("register", "POST", "/auth/register", body, good=(201, 400))
        if told is None:
            return
        if told.status == 201:
            self.take(told)
        else:
            self.sign_in()  # it was done, and its answer was lost
        self.load.told.members[self.name] = "registered"

    def take(self, told: Told) -> None:
        self.access, self.refresh = told.json()["access"], told.json()["refresh"]
        self.load.told.sessions[self.name] = self.refresh

    def sign_in(self) -> None:
        body = {"username": self.name, "password": PASSWORD}
        told = self.until_answered("sign in", "POST", "/auth/login", body, good=(200,))
        if told is not None:
            self.take(told)

    def renew(self) -> None:
        told = self.until_answered("refresh", "POST", "/auth/refresh", {"refresh": self.refresh}, good=(200, 401))
        if told is None:
            self.load.told.sessions.pop(self.name, None)  # it may have been done, and nobody was told
        elif told.status == 200:
            self.take(told)
        else:
            self.sign_in()  # the answer of a refresh that was done was lost

    def publish(self) -> None:
        mark, key = uuid4().hex, uuid4().hex
        body = {"title": f"Load {mark}", "tags": ["Load"], "embed_url": f"https://public.tableau.com/views/{mark}/Main"}
        made = self.until_answered(
            "draft", "POST", "/workbooks", body, good=(201,), token=self.access, Idempotency_Key=key
        )
        if made is None:
            return
        path = f"/workbooks/{made.json()['id']}/publish"
        # Asked again after a lost answer, publishing what is published already is either fine or a conflict.
        told = self.until_answered("publish", "POST", path, good=(200, 409), token=self.access)
        if told is not None:
            self.load.told.published[made.json()["id"]] = mark

    def favourite(self) -> None:
        if not (known := list(self.load.told.published)):
            return
        workbook = self.chance.choice(known)
        path = f"/workbooks/{workbook}/favorite"
        if self.until_answered("favourite", "POST", path, good=(200,), token=self.access):
            self.load.told.favourites.add((self.name, workbook))

    def comment(self) -> None:
        if not (known := list(self.load.told.published)):
            return
        workbook, key = self.chance.choice(known), uuid4().hex
        told = self.until_answered(
            "comment",
            "POST",
            f"/workbooks/{workbook}/comments",
            {"body": f"Said once: {key}"},
            good=(201,),
            token=self.access,
            Idempotency_Key=key,
        )
        if told is not None:
            self.load.told.comments[key] = workbook

    def look(self) -> None:
        self.until_answered("look", "GET", "/workbooks?tags=load", good=(200,), token=self.access)


class Load:
    """All members of one trial, and what was answered to them."""

    def __init__(self, served: Served, *, members: int = MEMBERS, seed: int = 7) -> None:
        self.served = served
        self.told = Told4Sure()
        self.tries: list[Try] = []
        self.is_over = threading.Event()
        self.broken: list[BaseException] = []
        self.began = 0.0
        self.members = [Member(self, seed + number) for number in range(members)]
        self.threads = [threading.Thread(target=self.run, args=(member,), daemon=True) for member in self.members]

    def __enter__(self) -> Self:
        for thread in self.threads:
            thread.start()
        self.wait_until(lambda: all(member.access for member in self.members), seconds=GIVES_UP_AFTER)
        self.began = time.monotonic()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join(timeout=2 * PATIENCE)

    def run(self, member: Member) -> None:
        try:
            member.live()
        except BaseException as error:
            self.broken.append(error)

    def ask(self, what: str, method: str, path: str, body: Any = None, *, good: tuple[int, ...], **options: Any) -> Any:
        """One request, kept; None where no answer came."""
        try:
            told = self.served.ask(method, f"/api/v1{path}", body, seconds=PATIENCE, **options)
        except (OSError, http.client.HTTPException) as error:
            self.tries.append(Try(time.monotonic(), what, LOST, f"{type(error).__name__}: {error}"))
            return None
        self.tries.append(Try(time.monotonic(), what, told.status, wrong_with(told, good)))
        return told

    def wait_for(self, deeds: int, *, seconds: float = 180) -> None:
        """Wait until so many more requests were answered as they should be."""
        wanted = self.good() + deeds
        self.wait_until(lambda: self.good() >= wanted, seconds=seconds)

    def wait_until(self, holds: Callable[[], bool], *, seconds: float = 180) -> None:
        end = time.monotonic() + seconds
        while not holds():
            if self.broken:
                raise AssertionError(f"a member gave up: {self.broken[0]!r}") from self.broken[0]
            if time.monotonic() > end:
                raise AssertionError(f"not within {seconds} s; answers so far: {self.statuses()}; {self.problems()}")
            time.sleep(0.02)

    def good(self) -> int:
        return sum(0 < each.status < 500 and not each.problem for each in list(self.tries))

    def statuses(self) -> Counter[tuple[str, int]]:
        return Counter((each.what, each.status) for each in list(self.tries))

    def problems(self) -> list[str]:
        """Answers that must not come whatever is away: 500, a 503 that is no problem answer, an unforeseen 4xx."""
        return [f"{each.what}: {each.problem}" for each in list(self.tries) if each.status and each.problem]

    def refused(self, *, since: float = 0.0) -> list[Try]:
        """The requests since then, or since all members are in, that were answered 503 or not at all."""
        since = max(since, self.began)
        return [each for each in list(self.tries) if each.at >= since and each.status in {LOST, 503}]

    def prove(self, *, may_be_lost: bool = False) -> None:
        """No member gave up, no answer was wrong, and all that was answered is so, once."""
        from config.tests.faults.proof import prove_told

        assert not self.broken, repr(self.broken[0])
        assert self.problems() == []
        if not may_be_lost:
            lost = [each.problem for each in self.refused() if each.status == LOST]
            assert lost == []
        prove_told(self.served, self.told)


def wrong_with(told: Told, good: tuple[int, ...]) -> str:
    """What is wrong with an answer; empty where it is one of the good, or the right way to say no."""
    if told.status in good:
        return ""
    kind, body = told.headers.get("content-type", ""), told.body[:300]
    if told.status == 503:
        if kind != "application/problem+json" or "retry-after" not in told.headers:
            return f"a 503 that is no problem answer: {kind} {body!r}"
        return "" if told.json()["code"] == "service_unavailable" else f"503 {body!r}"
    # The first request with this key is still under way, or a session was signed in to again in between.
    if told.status in {401, 409}:
        return ""
    return f"{told.status} {body!r}"
