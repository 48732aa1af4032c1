"""Scores come late: they are for the text they were asked about, and overrule no moderator who has read it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config import clock
from moderation.screening import hosted, services
from moderation.screening.events import ContentHeld
from moderation.screening.models import PendingAnalysis, Screening
from moderation.screening.tests.making import live_rule, settle, without_shipped_rules
from workbooks.catalog import services as catalog
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_rules(db):
    without_shipped_rules()
    live_rule(sort="score", label="toxicity", threshold=90, outcome="reject", slug="toxic")


def later(seconds: float):
    return clock.standing_at(clock.now() + timedelta(seconds=seconds))


@pytest.fixture
def nasty(settings, monkeypatch):
    """A service that holds every text with the word in it; `nasty.during` is what happens while it thinks."""

    class Asked:
        during = staticmethod(lambda: None)

        def __call__(self, kind, thing_id, text):
            self.during()
            return {"spam": 0.0, "toxicity": 0.95 if "nasty" in text else 0.0}

    settings.SCREENING_ANALYSER_URL = "http://127.0.0.1:1/scores"
    asked = Asked()
    monkeypatch.setattr(hosted, "ask", asked)
    return asked


def of_the_workbook(author, **changes):
    """A workbook, and nothing else that waits for the service."""
    made = published(author, **changes)
    PendingAnalysis.objects.exclude(kind="workbook").delete()
    return made


def is_held(book) -> bool:
    return Workbook.objects.get(pk=book.pk).hidden_at is not None


def test_what_was_released_is_not_held_again_when_something_else_is_changed(owner, moderator, nasty):
    book = of_the_workbook(owner, title="A nasty cat")
    services.run_analyses()
    assert is_held(book)
    settle(moderator, Screening.objects.get(), "released")
    catalog.edit_workbook(actor=owner, workbook_id=book.pk, changes={"visibility": "unlisted"})
    assert services.run_analyses() == {"analysed": 1, "caught": 0, "failed": 0}
    assert not is_held(book)
    assert Screening.objects.count() == 1
    catalog.edit_workbook(actor=owner, workbook_id=book.pk, changes={"title": "Another nasty cat"})
    services.run_analyses()
    assert is_held(book)


def test_a_released_text_is_caught_for_its_other_reasons_alone(owner, moderator, nasty):
    book = of_the_workbook(owner, title="A nasty cat")
    services.run_analyses()
    settle(moderator, Screening.objects.get(), "released")
    live_rule(sort="score", label="toxicity", threshold=50, outcome="flag", slug="harsh")
    services.ask_analysis(kind="workbook", thing_id=book.pk)
    assert services.run_analyses()["caught"] == 1
    assert not is_held(book)
    row = Screening.objects.get(settled_at__isnull=True)
    assert (row.outcome, [reason.code for reason in row.reasons.all()]) == ("flag", ["harsh"])


def test_scores_of_a_text_that_is_gone_do_nothing(owner, nasty, recorded):
    book = of_the_workbook(owner, title="A nasty cat")

    def edit():
        nasty.during = lambda: None
        with later(1):
            catalog.edit_workbook(actor=owner, workbook_id=book.pk, changes={"title": "A good cat"})

    nasty.during = edit
    assert services.run_analyses()["caught"] == 0
    assert not is_held(book)
    assert not Screening.objects.exists()
    assert not recorded(ContentHeld)
    with later(2):
        assert services.run_analyses() == {"analysed": 1, "caught": 0, "failed": 0}
    assert not is_held(book)
    assert not PendingAnalysis.objects.exists()


def test_a_clean_answer_for_a_text_that_is_gone_settles_nothing(owner, nasty):
    book = of_the_workbook(owner, title="A good cat")
    waiting = PendingAnalysis.objects.get()
    services.analysis._give_up(waiting, "http_500")
    services.retry_analyses()
    nasty.during = lambda: services.ask_analysis(kind="workbook", thing_id=book.pk)
    services.run_analyses()
    assert Screening.objects.get().settled_at is None


def test_what_the_service_held_waits_for_a_moderator_whatever_becomes_of_the_text(owner, nasty):
    book = of_the_workbook(owner, title="A nasty cat")
    services.run_analyses()
    catalog.edit_workbook(actor=owner, workbook_id=book.pk, changes={"title": "A good cat"})
    assert services.run_analyses()["analysed"] == 1
    assert is_held(book)
    assert Screening.objects.get().settled_at is None


def test_a_text_that_changed_before_it_was_given_up_is_not_flagged(owner, nasty):
    book = of_the_workbook(owner)
    seen = PendingAnalysis.objects.get()
    with later(1):
        services.ask_analysis(kind="workbook", thing_id=book.pk)
    services.analysis._give_up(seen, "http_500")
    assert not Screening.objects.exists()
    assert PendingAnalysis.objects.get().given_up_at is None


def test_what_was_let_stand_without_scores_is_not_flagged_for_their_lack_again(owner, moderator, nasty):
    book = of_the_workbook(owner)
    services.analysis._give_up(PendingAnalysis.objects.get(), "http_500")
    settle(moderator, Screening.objects.get(), "released")
    services.ask_analysis(kind="workbook", thing_id=book.pk)
    services.analysis._give_up(PendingAnalysis.objects.get(), "http_500")
    assert Screening.objects.count() == 1
    assert PendingAnalysis.objects.get().given_up_at is not None
