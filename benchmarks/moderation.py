"""Moderation: the queue at 100,000 cases, the audit with eight writers, and how soon a decision is seen.

The queue is asked through the whole stack of middleware, in this process, beside the statement for its rows alone.
The audit's rows are written as deeds write them, beside a plain insert of the same columns. A decision hides a workbook
that is then asked for on every surface: the time runs until none of them shows it.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.test import Client, override_settings

from accounts.auth import services as auth
from accounts.users import services as users
from accounts.users.models import User
from benchmarks import databases
from benchmarks.measuring import Line, in_turn, percentile
from config.audit import note
from config.roles import Role
from moderation.cases import services as cases
from moderation.cases.asked import Action
from moderation.cases.models import Case
from moderation.reports import services as reports
from workbooks.catalog import services as catalog

DATABASE = "sigma_bench_moderation"
CASES = 100_000
WRITERS, ROWS = 8, 400
DECISIONS = 40
API = "/api/v1"

_FILL = """
INSERT INTO moderation_case (id, created_at, updated_at, version, kind, thing_id, owner_id, state, category, score,
    priority, needs_role, opened_at, due_at, decided_at, round, report_count, weight, reach, fine_digest)
SELECT gen_random_uuid(), now(), now(), 1, 'workbook', gen_random_uuid(), %s,
    CASE WHEN number %% 3 = 0 THEN 'decided' ELSE 'open' END, 'spam', number %% 101, 'low', 'moderator',
    now() - number * interval '1 minute', now() + number * interval '1 minute',
    CASE WHEN number %% 3 = 0 THEN now() END, 1, 1 + number %% 9, 10, 100, ''
FROM generate_series(1, %s) AS number
"""
_FLOOR = (
    "SELECT * FROM moderation_case WHERE NOT (owner_id = %s AND owner_id IS NOT NULL) AND state <> 'decided'"
    " ORDER BY score DESC, id LIMIT 21"
)
_ENTRY = (
    "INSERT INTO {table} (at, action, actor_id, actor_name, target_type, target_id, before, after, reason, request_id,"
    " address) VALUES (now(), 'case.decided', %s, 'mod', 'case', %s, '{{}}', '{{}}', 'Spam', 'r', '127.0.0.1')"
)


def run(scales: list[int]) -> Iterator[Line]:
    with databases.scratch(DATABASE) as url:
        databases.connect_to(DATABASE)
        try:
            with override_settings(ALLOWED_HOSTS=["*"]):
                yield from measured()
        finally:
            connection.close()
            assert url


def person(name: str, role: Role = Role.MEMBER) -> User:
    return users.create_user(username=name, email=f"{name}@example.com", role=role, email_verified=True)


def measured() -> Iterator[Line]:
    owner, moderator, reporter = person("bench-owner"), person("bench-mod", Role.MODERATOR), person("bench-reporter")
    token = auth.open_session(user=moderator).access
    client = Client(headers={"authorization": f"Bearer {token}"})
    with connection.cursor() as cursor:
        cursor.execute(_FILL, [owner.pk, CASES])
        cursor.execute("ANALYZE moderation_case")
    yield from queue(client, moderator)
    yield from audit(moderator)
    yield from decisions(client, owner, moderator, reporter)


def queue(client: Client, moderator: User) -> Iterator[Line]:
    def floor() -> float:
        began = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(_FLOOR, [moderator.pk])
            assert len(cursor.fetchall()) == 21
        return (time.perf_counter() - began) * 1_000

    def ours(query: str) -> Callable[[], float]:
        def ask() -> float:
            began = time.perf_counter()
            answer = client.get(f"{API}/moderation/cases{query}")
            took = (time.perf_counter() - began) * 1_000
            assert len(answer.json()["results"]) == 20, answer.content
            return took

        return ask

    contestants = {
        "its statement": floor,
        "open": ours("?status=open"),
        "open and urgent first": ours("?status=open&type=workbook"),
    }
    found = in_turn(contestants, rounds=21)
    bare = found["its statement"]
    what = f"queue of {CASES:,}"
    yield Line(what, "the statement for its rows", bare, "ms")
    yield Line(what, "GET /moderation/cases?status=open", found["open"], "ms", found["open"] / bare, "statement")
    narrow = found["open and urgent first"]
    yield Line(what, "…&type=workbook", narrow, "ms", narrow / bare, "statement")


def audit(moderator: User) -> Iterator[Line]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE benchmark_entry (LIKE audit_auditentry INCLUDING ALL)")

    def ours() -> None:
        with transaction.atomic():
            note(action="case.decided", actor=moderator, target=("case", uuid4()), after={"a": 1}, reason="Spam")

    def plain() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_ENTRY.format(table="benchmark_entry"), [moderator.pk, str(uuid4())])

    found = in_turn({"insert": lambda: rows_a_second(plain), "note": lambda: rows_a_second(ours)}, rounds=3)
    yield Line(f"audit, {WRITERS} writers", "plain insert", found["insert"], "rows/s")
    yield Line(
        f"audit, {WRITERS} writers", "note()", found["note"], "rows/s", found["note"] / found["insert"], "plain insert"
    )


def rows_a_second(write: Callable[[], None]) -> float:
    """So many threads, each with a connection and a transaction a row."""

    def some() -> None:
        for _ in range(ROWS):
            write()
        connection.close()

    threads = [threading.Thread(target=some) for _ in range(WRITERS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return WRITERS * ROWS / (time.perf_counter() - began)


def decisions(client: Client, owner: User, moderator: User, reporter: User) -> Iterator[Line]:
    took = [hidden_after(owner, moderator, reporter) for _ in range(DECISIONS)]
    yield Line("decision to hide", "the deed, p50", percentile([deed for deed, _gone in took], 0.5), "ms")
    gone = [deed + after for deed, after in took]
    yield Line("decision to hide", "until no surface shows it, p50", percentile(gone, 0.5), "ms")
    worst = max(gone)
    yield Line("decision to hide", "the longest", worst, "ms", None, "", "≤ 1,000", worst <= 1_000)


def hidden_after(owner: User, moderator: User, reporter: User) -> tuple[float, float]:
    """Milliseconds of the deed, and of asking every surface until each of them says that there is nothing."""
    title = f"Benchmark {uuid4().hex}"
    book = catalog.create_workbook(
        author=owner, title=title, embed_url=f"https://public.tableau.com/views/{uuid4().hex}/A"
    )
    catalog.publish_workbook(actor=owner, workbook_id=book.pk)
    reports.file_report(reporter=reporter, kind="workbook", thing_id=book.pk, category="spam")
    case, visitor = Case.objects.get(thing_id=book.pk), Client()
    assert shown(visitor, book.pk, title) == len(SURFACES)
    began = time.perf_counter()
    cases.decide(
        actor=moderator, case_id=case.pk, expected_version=case.version,
        actions=[Action("hide")], reason="Spam",
    )  # fmt: skip
    deed = time.perf_counter()
    while shown(visitor, book.pk, title):
        pass
    return (deed - began) * 1_000, (time.perf_counter() - deed) * 1_000


SURFACES = (
    API + "/workbooks/{id}", API + "/workbooks?limit=5", "/w/{id}", "/embed/{id}",
    "/oembed?url=" + settings.BASE_URL + "/embed/{id}", "/u/bench-owner",
)  # fmt: skip


def shown(visitor: Client, book_id: UUID, title: str) -> int:
    """How many surfaces show it."""
    answers: list[Any] = [visitor.get(path.format(id=book_id)) for path in SURFACES]
    return sum(answer.status_code == 200 and title in _said(answer) for answer in answers)


def _said(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.get("Content-Type", "")
    return json.dumps(json.loads(body)) if kind.startswith("application/json") else body.decode()
