"""A kind of content made in a test is hidden and restored, with no line changed in moderation."""

from __future__ import annotations

import pytest

from moderation.sanctions import services
from moderation.sanctions.errors import ActNotPossible
from moderation.sanctions.models import Sanction
from moderation.sanctions.tests.making import on_thing, standing
from moderation.screening.models import Screening
from moderation.screening.tests.making import live_rule, settle, without_shipped_rules
from moderation.screening.tests.notes import notes_app, visible_to, write_note

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def notes(db):
    without_shipped_rules()
    with notes_app():
        yield


def test_it_is_hidden_and_shown_again(owner, stranger, moderator):
    note = write_note(owner, "Mine")
    row = on_thing(moderator, "hide", note, kind="note")
    assert not visible_to(stranger).exists()
    services.lift(sanction_id=row.pk, actor=moderator)
    assert visible_to(stranger).exists()
    on_thing(moderator, "hide", note, kind="note")
    services.restore_thing(kind="note", thing_id=note.pk, actor=moderator)
    assert visible_to(stranger).exists()


def test_what_screening_holds_of_it_stays_held(owner, stranger, moderator):
    live_rule("doubtful", outcome="hold")
    note = write_note(owner, "so doubtful")
    row = on_thing(moderator, "hide", note, kind="note")
    services.lift(sanction_id=row.pk, actor=moderator)
    assert not visible_to(stranger).exists()
    on_thing(moderator, "hide", note, kind="note")
    settle(moderator, Screening.objects.get())
    assert not visible_to(stranger).exists()


def test_what_it_has_no_hook_for_is_refused(owner, moderator):
    note = write_note(owner, "Mine")
    for act, label in (("remove", ""), ("label", "disputed")):
        with pytest.raises(ActNotPossible):
            on_thing(moderator, act, note, kind="note", label=label)
    assert not Sanction.objects.exists()


def test_whoever_wrote_it_is_warned_and_kept_out(owner, moderator):
    note = write_note(owner, "Mine")
    on_thing(moderator, "warn", note, kind="note")
    on_thing(moderator, "ban", note, kind="note")
    assert standing(owner) == ("banned", None)
