"""No more requests at once than a process can answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from config.api.admission import Admission, Gate


@pytest.fixture
def crowd(settings: Any) -> Callable[[int, str], list[int]]:
    """Ask that many at once of a view that takes as long as `hold` says; the statuses."""
    settings.WEB_PLACES, settings.WEB_QUEUE, settings.WEB_QUEUE_MS = 2, 3, 5_000
    may_end = threading.Event()

    def view(request: HttpRequest) -> HttpResponse:
        may_end.wait(10)
        return HttpResponse()

    admission = Admission(view)

    def ask(many: int, path: str) -> list[int]:
        answers: list[int] = []
        may_end.clear()
        with ThreadPoolExecutor(many) as pool:
            asked = [
                pool.submit(lambda: answers.append(admission(RequestFactory().get(path)).status_code))
                for _ in range(many)
            ]
            # Whoever is refused is so while all the others still hold or wait.
            time.sleep(0.5)
            refused = list(answers)
            may_end.set()
            for future in asked:
                future.result()
        assert refused == [429] * len(refused)
        return sorted(answers)

    return ask


def test_who_finds_neither_a_place_nor_room_to_wait_is_told_to_come_again(crowd):
    assert crowd(9, "/api/v1/workbooks") == [200] * 5 + [429] * 4


def test_places_are_given_back(crowd):
    crowd(9, "/api/v1/workbooks")
    assert crowd(5, "/api/v1/workbooks") == [200] * 5


def test_whoever_watches_over_the_process_is_always_heard(crowd):
    assert crowd(9, "/health/live") == [200] * 9


def test_who_waits_in_vain_is_told_so_in_time():
    gate = Gate(places=1, queue=1, seconds=0.2)
    assert gate.enter()
    began = time.monotonic()
    assert not gate.enter()
    assert 0.2 <= time.monotonic() - began < 2
    gate.leave()
    assert gate.enter()


def test_a_place_is_given_back_when_the_view_fails(settings):
    settings.WEB_PLACES, settings.WEB_QUEUE, settings.WEB_QUEUE_MS = 1, 0, 0

    def view(request: HttpRequest) -> HttpResponse:
        raise RuntimeError("a defect")

    admission = Admission(view)
    for _ in range(3):
        with pytest.raises(RuntimeError):
            admission(RequestFactory().get("/api/v1/workbooks"))


def test_a_refusal_is_a_problem_that_asks_nothing_of_the_database(monkeypatch, client, django_assert_num_queries, db):
    monkeypatch.setattr(Gate, "enter", lambda self: False)
    with django_assert_num_queries(0):
        answer = client.get("/api/v1/workbooks")
    assert (answer.status_code, answer.json()["code"]) == (429, "overloaded")
    assert answer["Retry-After"] == "1"
    assert answer["X-Content-Type-Options"] == "nosniff"
    with django_assert_num_queries(0):
        assert client.get("/sign-in").status_code == 429
    assert client.get("/health/live").status_code == 200
