"""Sealing entries into a chain, and proving the chain."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from config import clock
from config.audit import chain, note
from config.audit.models import AuditEntry, AuditSeal
from config.audit.tasks import seal, seal_all
from config.testing.audit import lifted_triggers

pytestmark = pytest.mark.django_db


def notes(count):
    for number in range(count):
        note(action="x.done", actor=None, after={"number": number}, reason="as it was")


def forge(statement, *values):
    with lifted_triggers(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def verify(*arguments):
    """The exit code and what was printed."""
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_audit", *arguments, stdout=out, stderr=err)
    except SystemExit as ended:
        return ended.code, err.getvalue().strip()
    return 0, out.getvalue().strip()


def third_entry():
    return AuditEntry.objects.order_by("id")[2]


@pytest.fixture
def five():
    """Five sealed entries."""
    notes(5)
    chain.seal_new()


def test_the_job_seals_each_entry_once_in_the_order_found():
    notes(3)
    assert seal() == {"sealed": 3}
    notes(2)
    assert seal() == {"sealed": 2}
    assert seal() == {"sealed": 0}
    seals = list(AuditSeal.objects.order_by("sequence"))
    assert [one.sequence for one in seals] == [1, 2, 3, 4, 5]
    assert [one.entry_id for one in seals] == list(AuditEntry.objects.order_by("id").values_list("id", flat=True))
    assert [one.previous for one in seals] == [chain.START] + [one.hash for one in seals[:-1]]


def test_an_entry_that_came_late_with_a_smaller_id_is_sealed_when_it_is_seen(five):
    early = AuditEntry.objects.order_by("id").first().pk
    AuditEntry.objects.create(id=early - 1 or -1, at=clock.now(), action="x.late")
    assert chain.seal_new() == 1
    assert AuditSeal.objects.get(sequence=6).entry_id < early
    assert verify()[0] == 0


def test_an_entry_further_back_than_the_minutes_look_is_sealed_by_the_daily_pass(five, monkeypatch):
    monkeypatch.setattr(chain, "LOOK_BACK", 0)
    last = AuditEntry.objects.order_by("-id").first().pk
    AuditEntry.objects.create(id=last + 10, at=clock.now(), action="x.next")
    chain.seal_new()
    AuditEntry.objects.create(id=last + 5, at=clock.now(), action="x.late")
    assert seal() == {"sealed": 0}
    assert seal_all() == {"sealed": 1}
    assert verify()[0] == 0


def test_a_chain_longer_than_one_piece_is_sealed_and_proved(monkeypatch):
    monkeypatch.setattr(chain, "BATCH", 2)
    notes(5)
    assert chain.seal_new() == 5
    code, text = verify()
    assert code == 0
    assert text.startswith("5 entries are sealed and unchanged, 0 wait for their seal. Head: 5:")


def test_what_waits_for_its_seal_is_counted_and_breaks_nothing(five):
    notes(2)
    code, text = verify()
    assert (code, "2 wait for their seal" in text) == (0, True)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("reason", "As it was"),
        ("actor_name", "a"),
        ("action", "x.don"),
        ("target_id", "1"),
        ("address", "1"),
        ("request_id", "1"),
        ("after", '{"number": 3}'),
        ("before", '{"a": 1}'),
        ("at", "2026-11-20 00:00:00+00:00"),
        ("actor_id", "00000000000000000000000000000001"),
    ],
)
def test_one_changed_byte_is_found_and_the_entry_named(five, column, value):
    pk = third_entry().pk
    forge(f"UPDATE audit_auditentry SET {column} = %s WHERE id = %s", value, pk)
    code, text = verify()
    assert (code, text) == (1, f"Entry {pk} or its seal 3 was changed: the hash is not that of the entry.")


def test_a_missing_entry_is_found_and_named(five):
    pk = third_entry().pk
    forge("DELETE FROM audit_auditentry WHERE id = %s", pk)
    assert verify() == (1, f"Entry {pk} is missing: seal 3 was made for it.")


def test_a_missing_seal_is_found_and_named(five):
    forge("DELETE FROM audit_auditseal WHERE sequence = 3")
    assert verify() == (1, "Seal 3 is missing: seal 4 follows seal 2.")


def test_a_seal_made_anew_for_a_changed_entry_breaks_the_one_after_it(five):
    entry, before = third_entry(), AuditSeal.objects.get(sequence=2)
    forge("UPDATE audit_auditentry SET reason = 'forged' WHERE id = %s", entry.pk)
    entry.refresh_from_db()
    forge("UPDATE audit_auditseal SET hash = %s WHERE sequence = 3", chain.link(before.hash, entry))
    code, text = verify()
    assert code == 1
    assert text.startswith("Seal 4 ")


def test_a_chain_that_was_cut_or_rewritten_is_found_by_a_head_kept_elsewhere(five):
    head = verify()[1].rpartition(" ")[2]
    assert verify("--expect", head)[0] == 0
    forge("DELETE FROM audit_auditseal WHERE sequence = 5")
    forge("DELETE FROM audit_auditentry WHERE id = (SELECT max(id) FROM audit_auditentry)")
    assert verify()[0] == 0
    assert verify("--expect", head) == (1, "The chain ends at seal 4, but seal 5 is known: its end is missing.")
    assert verify("--expect", "4:" + "0" * 64)[1].endswith("the chain was rewritten.")


def test_a_head_that_cannot_be_read_is_refused():
    with pytest.raises(CommandError, match="SEQUENCE:HASH"):
        verify("--expect", "five")


def test_missing_triggers_are_found(five):
    with lifted_triggers():
        code, text = verify()
    assert code == 1
    assert "audit_auditentry, audit_auditseal" in text
