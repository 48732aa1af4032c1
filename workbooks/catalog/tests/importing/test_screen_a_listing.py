"""Importing a listing: screening holds and rejects rows like any text."""

from __future__ import annotations

import pytest

from accounts.users.queries import user_by_username
from config import entities
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.importing.listings import VIEW, row, take
from workbooks.tags.models import Tag
from workbooks.tags.proof import prove_counts

pytestmark = pytest.mark.django_db


def test_what_screening_rejects_is_refused(listing):
    entities.set_screener(lambda kind, thing, text, author: entities.Verdict(entities.Outcome.REJECT, ("spam",)))
    try:
        assert take(listing(row("One"))) == ((0, 0, 0, 1), [(2, "text_rejected")])
    finally:
        entities.set_screener(None)


def test_what_screening_holds_is_hidden_and_counts_no_longer(listing):
    header = "author,title,url,tags"
    take(listing(f"ana,One,{VIEW.format('One')},Sales", header=header))
    entities.set_screener(lambda kind, thing, text, author: entities.Verdict(entities.Outcome.HOLD, ("odd",)))
    try:
        assert take(listing(f"ana,Two,{VIEW.format('One')},Sales;KPI", header=header))[0] == (0, 1, 0, 0)
    finally:
        entities.set_screener(None)
    made = Workbook.objects.get()
    assert (made.title, made.hidden_at is not None) == ("Two", True)
    assert user_by_username("ana").profile.workbooks_count == 0
    assert dict(Tag.objects.values_list("slug", "workbooks_count")) == {"kpi": 0, "sales": 0}
    assert prove_counts() == []


def test_a_rejected_change_leaves_what_is_there(listing):
    take(listing(row("One")))
    entities.set_screener(lambda kind, thing, text, author: entities.Verdict(entities.Outcome.REJECT, ("spam",)))
    try:
        changed = f"ana,Spam,{VIEW.format('One')},5,1"
        assert take(listing(changed)) == ((0, 0, 0, 1), [(2, "text_rejected")])
    finally:
        entities.set_screener(None)
    assert Workbook.objects.get().title == "One"
