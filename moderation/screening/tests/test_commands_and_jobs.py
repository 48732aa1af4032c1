"""What operators do at the command line, and what jobs throw away."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config import clock
from config.db import is_postgres, uuid7
from moderation.screening import keeping, refusals, services, tasks
from moderation.screening.models import (
    PendingAnalysis,
    RuleTrial,
    Screening,
    ScreeningReason,
    ScreeningRule,
    WritingTrace,
)
from moderation.screening.tests.making import draft_rule, live_rule, settle

pytestmark = pytest.mark.django_db


def test_the_shipped_rules_come_once_and_stay_as_they_were_changed(capsys):
    rules = ScreeningRule.objects.filter(is_shipped=True)
    number = rules.count()
    assert number >= 8
    rules.filter(slug="many-links").update(most=99)
    rules.filter(slug="looks-like-spam").delete()
    call_command("screening_rules", "--ship")
    assert "added: looks-like-spam" in capsys.readouterr().out
    call_command("screening_rules", "--ship")
    assert "added: none" in capsys.readouterr().out
    assert rules.count() == number
    assert rules.get(slug="many-links").most == 99


def test_the_rules_are_listed_with_what_they_caught(owner, capsys):
    live_rule("oddword", slug="odd")
    services.screen("comment", uuid7(), "oddword", owner.pk)
    call_command("screening_rules")
    line = next(line for line in capsys.readouterr().out.splitlines() if line.endswith(" odd"))
    assert line.split() == ["live", "terms", "flag", "1", "odd"]


def test_a_list_is_put_into_a_rule_from_a_file(owner, tmp_path, capsys):
    live_rule("old.example", sort="hosts", slug="known-bad", outcome="reject")
    file = tmp_path / "hosts.txt"
    file.write_text("# of today\nevil.example\n\nworse.example\n")
    call_command("screening_list", "known-bad", str(file))
    assert "known-bad: 2 values" in capsys.readouterr().out
    assert services.screen("comment", None, "see worse.example", owner.pk).outcome == "reject"
    assert services.screen("comment", None, "see old.example", owner.pk).outcome == "allow"


def test_a_wrong_list_changes_nothing(tmp_path):
    draft_rule("old.example", sort="hosts", slug="known-bad")
    file = tmp_path / "hosts.txt"
    file.write_text("no host at all\n")
    with pytest.raises(CommandError, match="not the name of a host"):
        call_command("screening_list", "known-bad", str(file))
    with pytest.raises(CommandError, match="no such rule"):
        call_command("screening_list", "unknown", str(file))
    with pytest.raises(CommandError):
        call_command("screening_list", "known-bad", str(tmp_path / "missing.txt"))
    assert ScreeningRule.objects.get(slug="known-bad").values == ["old.example"]


def test_what_is_old_goes_and_what_waits_stays(owner, moderator):
    live_rule("oddword", slug="odd")
    waiting, settled = uuid7(), uuid7()
    services.screen("comment", waiting, "oddword", owner.pk)
    services.screen("comment", settled, "oddword", owner.pk)
    settle(moderator, Screening.objects.get(thing_id=settled), "released")
    refusals.note(kind="comment", thing_id=None, author_id=owner.pk, findings=[], text="x")
    services.write_refusals()
    WritingTrace.objects.create(author=owner, thing_id=waiting)
    PendingAnalysis.objects.create(kind="comment", thing_id=waiting, given_up_at=clock.now())
    services.try_rule(actor=moderator, rule_id=draft_rule("one").pk)
    assert set(tasks.prune().values()) == {0}
    with clock.standing_at(clock.now() + timedelta(days=400)):
        tasks.prune()
    assert [row.thing_id for row in Screening.objects.all()] == [waiting]
    assert ScreeningReason.objects.count() == 1
    assert not WritingTrace.objects.exists()
    assert not PendingAnalysis.objects.exists()
    assert not RuleTrial.objects.exists()


def test_what_is_old_is_dropped_a_few_at_a_time(monkeypatch):
    monkeypatch.setattr("moderation.screening.services.pruning.AT_A_TIME", 2)
    old = clock.now() - timedelta(days=40)
    rows = [Screening(kind="comment", outcome="reject", settled_at=old, settled_as="refused") for _ in range(5)]
    Screening.objects.bulk_create(rows)
    ScreeningReason.objects.bulk_create([ScreeningReason(screening=row, code="c", outcome="reject") for row in rows])
    with CaptureQueriesContext(connection) as asked:
        assert tasks.prune()["screenings"] == 10
    assert len([each for each in asked if each["sql"].startswith('DELETE FROM "moderation_screening"')]) == 3
    assert not Screening.objects.exists()


def test_what_waits_for_the_analyser_is_asked_about_by_a_job():
    assert tasks.analyse() == {"analysed": 0, "caught": 0, "failed": 0}


@pytest.mark.django_db(transaction=True)
def test_a_thread_writes_refusals_down_by_itself(owner, settings, monkeypatch):
    settings.SCREENING_REFUSALS_SECONDS = 1
    written, write = threading.Event(), keeping.write_refusals

    def noticed():
        # A thread has another database in memory: there, that it wakes and takes what waits is what is seen.
        done = write() if is_postgres() else len(refusals.waiting.take())
        written.set()
        return done

    monkeypatch.setattr(keeping, "write_refusals", noticed)
    live_rule("badword", outcome="reject")
    services.screen("comment", None, "badword", owner.pk)
    assert written.wait(10)
    assert refusals.waiting.take() == []
    if is_postgres():
        assert Screening.objects.get().outcome == "reject"


def test_a_child_process_takes_none_of_its_parents_refusals(owner):
    refusals.note(kind="comment", thing_id=None, author_id=owner.pk, findings=[], text="x")
    keeping.keeper.forget_after_fork()
    assert refusals.waiting.take() == []
    assert refusals.waiting.begun == keeping.keeper.wake
