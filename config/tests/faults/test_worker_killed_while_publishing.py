"""The worker is killed with signal 9 fifty times while 2,000 workbooks are published; no subscriber may notice."""

from __future__ import annotations

import random
import time
from collections import Counter
from threading import Thread
from typing import Any

import pytest
from django.db import connection

from config.audit.models import AuditEntry
from config.events.models import Delivery, DomainEvent
from config.testing import checker
from config.testing.workers import Workers
from config.tests.faults import ears
from workbooks.catalog import services
from workbooks.catalog.models import Workbook
from workbooks.embeds.models import EmbedSource
from workbooks.embeds.tests.shipping import ship_sources

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("workers"),
]

WORKBOOKS, KILLS = 2_000, 50


def make_drafts(author: Any) -> list[Any]:
    source = EmbedSource.objects.get(slug__startswith="tableau")
    drafts = Workbook.objects.bulk_create(
        Workbook(
            author_id=author.pk,
            title=f"Workbook {number}",
            slug=f"workbook-{number}",
            embed_url=f"https://public.tableau.com/views/W{number}/Main",
            source=source,
            listed_at=author.created_at,
        )
        for number in range(WORKBOOKS)
    )
    return [draft.pk for draft in drafts]


def publish_all(author: Any, ids: list[Any]) -> None:
    try:
        for pk in ids:
            services.publish_workbook(actor=author, workbook_id=pk)
    finally:
        connection.close()


def look_again() -> None:
    from config.events.tasks import sweep

    sweep.task.apply_async(expires=5)


def test_every_subscriber_hears_of_every_publication_once(person: Any) -> None:
    ship_sources()
    author = person("prolific")
    ids = make_drafts(author)
    chance = random.Random(11)
    ears.listen()
    try:
        with Workers("config.tests.faults.ears_app", EVENTS_LEASE_SECONDS="2") as workers:
            publishing = Thread(target=publish_all, args=(author, ids))
            publishing.start()
            worker = workers.start_worker()
            in_the_middle = 0
            for kill in range(KILLS):
                time.sleep(chance.uniform(0.05, 0.4))
                if kill % 5 or not workers.kill_child(worker):
                    workers.kill(worker)
                    worker = workers.start_worker()
                in_the_middle += publishing.is_alive() or Delivery.objects.filter(subscriber__in=ears.NAMES).exists()
            publishing.join()
            owed = Delivery.objects.filter(subscriber__in=ears.NAMES)
            workers.wait_until(lambda: not owed.exists(), seconds=120, each=look_again)
    finally:
        ears.stop_listening()
    events = set(DomainEvent.objects.filter(name=ears.PUBLISHED).values_list("pk", flat=True))
    assert len(events) == WORKBOOKS
    assert in_the_middle >= KILLS // 2
    for name in ears.NAMES:
        entries = AuditEntry.objects.filter(target_type=name)
        heard = Counter(int(pk) for pk in entries.values_list("target_id", flat=True))
        assert set(heard) == events
        assert set(heard.values()) == {1}
    author.profile.refresh_from_db()
    assert author.profile.workbooks_count == WORKBOOKS
    assert checker.findings() == []
