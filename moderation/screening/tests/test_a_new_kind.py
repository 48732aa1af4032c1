"""A kind of content made in a test is screened, held, released and tried on, with no line changed in moderation."""

from __future__ import annotations

import pytest

from config.errors import InvalidInput
from moderation.screening import services
from moderation.screening.models import Screening
from moderation.screening.tests.making import draft_rule, live_rule, settle, without_shipped_rules
from moderation.screening.tests.notes import notes_app, visible_to, write_note

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def notes(db):
    without_shipped_rules()
    with notes_app():
        yield


def test_it_is_refused_held_flagged_or_allowed(owner, stranger):
    for word, outcome in (("badword", "reject"), ("doubtful", "hold"), ("oddword", "flag")):
        live_rule(word, outcome=outcome, kinds=["note"])
    with pytest.raises(InvalidInput):
        write_note(owner, "BADWORD")
    held, flagged, fine = (write_note(owner, body) for body in ("d0ubtful", "oddword", "fine"))
    assert {note.pk for note in visible_to(stranger)} == {flagged.pk, fine.pk}
    assert {(row.kind, row.thing_id, row.outcome) for row in Screening.objects.all()} == {
        ("note", held.pk, "hold"),
        ("note", flagged.pk, "flag"),
    }


def test_it_is_released_and_hidden_by_moderators(owner, stranger, moderator):
    live_rule("doubtful", outcome="hold")
    live_rule("oddword", outcome="flag")
    held, flagged = write_note(owner, "doubtful"), write_note(owner, "oddword")
    settle(moderator, Screening.objects.get(thing_id=held.pk), "released")
    settle(moderator, Screening.objects.get(thing_id=flagged.pk), "hidden")
    assert {note.pk for note in visible_to(stranger)} == {held.pk}


def test_rules_are_tried_on_it(owner, moderator):
    write_note(owner, "Nothing but charts")
    trial = services.try_rule(actor=moderator, rule_id=draft_rule("charts").pk)
    assert trial.caught == 1
    assert trial.samples[0]["type"] == "note"


def test_a_hosted_analyser_reads_it_and_can_hold_it(owner, stranger, settings, monkeypatch):
    settings.SCREENING_ANALYSER_URL = "http://127.0.0.1:1/scores"
    monkeypatch.setattr("moderation.screening.hosted.ask", lambda *_: {"spam": 1.0, "toxicity": 0.0})
    live_rule(sort="score", label="spam", threshold=90, outcome="hold", kinds=["note"])
    note = write_note(owner, "fine")
    assert services.run_analyses()["caught"] == 1
    assert not visible_to(stranger).filter(pk=note.pk).exists()


def test_it_stands_on_the_desk_by_its_name(owner, moderator, desk):
    live_rule("oddword", outcome="flag")
    write_note(owner, "oddword")
    row = Screening.objects.get()
    assert "A note" in desk(moderator).text(f"moderation/screening/{row.pk}/change/")
