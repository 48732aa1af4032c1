"""What floors that know no workbook by name can do with one, and the jobs."""

from __future__ import annotations

import pytest

from config import entities
from config.jobs.registry import find
from config.roles import ANONYMOUS
from workbooks.catalog import services
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db


def test_a_workbook_is_a_thing(owner, stranger):
    made = published(owner, title="Sales")
    kind = entities.kind("workbook")
    assert kind.summaries([made.pk])[made.pk] == entities.Summary("workbook", made.pk, "Sales", f"/w/{made.pk}")
    assert kind.owner_of(made.pk) == owner.pk
    assert kind.visible_to(stranger).get() == made
    kind.hide(made.pk)
    assert not kind.visible_to(stranger).exists()
    kind.restore(made.pk)
    assert kind.visible_to(stranger).exists()


def test_the_jobs_do_their_part_and_bear_being_run_again(owner):
    made = published(owner)
    engagement.register_view(viewer=ANONYMOUS, workbook_id=made.pk, address="192.0.2.1", agent="Mozilla/5.0")
    services.delete_workbook(actor=owner, workbook_id=published(owner).pk)
    expected = {
        "workbooks.engagement.count_views": [{"counted": 1}, {"counted": 0}],
        "workbooks.engagement.recompute_trending": [{"written": 1}, {"written": 0}],
        "workbooks.engagement.prune": [{"comments": 0, "salts": 0}] * 2,
        "workbooks.catalog.purge_deleted": [{"purged": 0}] * 2,
    }
    assert {name: [find(name)(), find(name)()] for name in expected} == expected
