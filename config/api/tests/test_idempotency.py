"""An Idempotency-Key makes the second answer the first one, and the work is done once."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from config import clock
from config.api import idempotency
from config.api.models import IdempotentAnswer
from workbooks.catalog.models import Workbook
from workbooks.embeds.tests.shipping import ship_sources

BODY = {"title": "Budget", "embed_url": "https://public.tableau.com/views/Budget/Main"}


@pytest.mark.django_db
def test_the_same_key_and_body_replays_the_first_answer(api: Any, owner: Any) -> None:
    client = api.as_(owner)
    first = client.post("/workbooks", BODY, Idempotency_Key="k-1")
    again = client.post("/workbooks", BODY, Idempotency_Key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first
    assert Workbook.objects.count() == 1


@pytest.mark.django_db
def test_the_same_key_with_another_body_is_a_422(api: Any, owner: Any) -> None:
    client = api.as_(owner)
    client.post("/workbooks", BODY, Idempotency_Key="k-1")
    other = client.post("/workbooks", BODY | {"title": "Other"}, Idempotency_Key="k-1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert Workbook.objects.count() == 1


@pytest.mark.django_db
def test_a_refusal_is_replayed_as_well(api: Any, owner: Any) -> None:
    client = api.as_(owner)
    bad = BODY | {"embed_url": "http://127.0.0.1/"}
    first = client.post("/workbooks", bad, Idempotency_Key="k-2")
    again = client.post("/workbooks", bad, Idempotency_Key="k-2")
    assert first.status_code == again.status_code == 400
    assert again.content == first.content
    assert again["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_another_members_key_is_another_key(api: Any, owner: Any, stranger: Any) -> None:
    api.as_(owner).post("/workbooks", BODY, Idempotency_Key="k-1")
    answer = api.as_(stranger).post("/workbooks", BODY, Idempotency_Key="k-1")
    assert "Idempotent-Replayed" not in answer
    assert Workbook.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", " ", "x" * 256, "with space", "ümlaut"])
def test_a_key_that_is_no_key_is_a_400(api: Any, owner: Any, key: str) -> None:
    answer = api.as_(owner).post("/workbooks", BODY, Idempotency_Key=key)
    assert answer.status_code == 400
    assert Workbook.objects.count() == 0


@pytest.mark.django_db
def test_after_a_day_the_key_is_free_again(api: Any, owner: Any) -> None:
    api.as_(owner).post("/workbooks", BODY, Idempotency_Key="k-1")
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        answer = api.as_(owner).post("/workbooks", BODY, Idempotency_Key="k-1")
        assert "Idempotent-Replayed" not in answer
        assert idempotency.prune() == 0
    with time_machine.travel(clock.now() + timedelta(hours=50)):
        assert idempotency.prune() == 1
    assert IdempotentAnswer.objects.count() == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_do_the_work_once(api: Any, owner: Any) -> None:
    ship_sources()
    client, together = api.as_(owner), Barrier(20)
    answers: list[Any] = []

    def post() -> None:
        together.wait()
        try:
            answers.append(type(api)(client.token).post("/workbooks", BODY, Idempotency_Key="k-9"))
        finally:
            connection.close()

    threads = [Thread(target=post) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) <= {201, 409}
    assert 201 in statuses
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert Workbook.objects.count() == 1
    assert client.post("/workbooks", BODY, Idempotency_Key="k-9")["Idempotent-Replayed"] == "true"


@pytest.mark.django_db
def test_effect_and_kept_answer_stand_or_fall_together(api: Any, owner: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*args: Any, **kwargs: Any) -> None:
        raise SystemError("the process ends here")

    client = api.as_(owner)
    monkeypatch.setattr(IdempotentAnswer.objects, "create", killed)
    with transaction.atomic():
        assert client.post("/workbooks", BODY, Idempotency_Key="k-3").status_code == 500
    assert Workbook.objects.count() == 0
    monkeypatch.undo()
    assert client.post("/workbooks", BODY, Idempotency_Key="k-3").status_code == 201
    assert Workbook.objects.count() == 1
