"""What is said of an erased person goes out of the audit, and the chain still proves every entry."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from config.audit import chain, note, queries, redacting
from config.audit.models import AuditEntry, AuditRedaction
from config.audit.redacting import left, redact
from config.context import Context, within
from config.privacy import Person
from config.testing.audit import lifted_triggers

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(owner, admin):
    with within(Context(request_id="r1", address="192.0.2.7")):
        note(action="user.renamed", actor=owner, target=("user", owner.pk), before={"username": "ana"}, after={"n": 3})
        note(
            action="user.status_changed",
            actor=admin,
            target=("user", owner.pk),
            after={"status": "muted"},
            reason="rude",
        )
        note(action="tag.created", actor=owner, target=("tag", "sales"), after={"name": "Sales"}, reason="wanted")
        note(action="tag.created", actor=admin, target=("tag", "owner"), after={"name": "owner", "other": "keep"})
        note(action="tag.created", actor=admin, target=("tag", "x"), after={"name": "owners club"}, reason="owner")
    return list(AuditEntry.objects.order_by("pk"))


@pytest.fixture
def gone(owner):
    return Person(owner.pk, ("owner", "ana"), ("owner@example.com",))


def test_names_reasons_values_and_addresses_go_and_the_rest_stays(entries, gone, owner, admin):
    assert redact(gone) == 4
    renamed, muted, tagged, named, other = AuditEntry.objects.exclude(action=chain.REDACTED).order_by("pk")
    assert (renamed.actor_id, renamed.actor_name, renamed.address) == (owner.pk, "", "")
    assert (renamed.before, renamed.after) == ({"username": ""}, {"n": 3})
    assert (muted.reason, muted.after, muted.actor_name) == ("", {"status": "muted"}, "admin-a")
    assert muted.address == "192.0.2.7", "it is the admin's"
    assert (tagged.actor_name, tagged.after, tagged.reason) == ("", {"name": "Sales"}, "wanted")
    assert named.after == {"name": "", "other": "keep"}
    assert (other.after, other.reason) == ({"name": "owners club"}, "owner")
    assert [entry.action for entry in (renamed, muted)] == ["user.renamed", "user.status_changed"]
    assert left(gone) == 0
    assert redact(gone) == 0


def test_the_chain_holds_and_says_how_many_were_redacted(entries, gone):
    head = chain.verify()
    assert head.sealed == 0
    redact(gone)
    chain.seal_all()
    proof = chain.verify()
    assert (proof.broken, proof.redacted, proof.sealed) == ("", 4, 6)
    for entry in AuditEntry.objects.all():
        assert queries.seal_of(entry).holds


def test_an_entry_about_two_people_is_redacted_for_each(gone, owner, admin):
    note(action="user.renamed", actor=admin, target=("user", owner.pk), before={"username": "ana"})
    assert redact(gone) == 1
    assert redact(Person(admin.pk, (admin.username,), ())) == 1
    chain.seal_all()
    assert chain.verify().broken == ""
    assert AuditRedaction.objects.count() == 2


def forge(entry_id, **values):
    with lifted_triggers():
        AuditEntry.objects.filter(pk=entry_id).update(**values)


def test_a_redacted_entry_that_is_changed_afterwards_is_found(entries, gone):
    redact(gone)
    chain.seal_all()
    forge(entries[1].pk, reason="other")
    assert f"Entry {entries[1].pk}" in chain.verify().broken


def test_a_redaction_that_nobody_noted_is_found(entries):
    chain.seal_all()
    entry = entries[1]
    seal = chain.AuditSeal.objects.get(entry_id=entry.pk)
    entry.reason = "forged"
    AuditRedaction.objects.create(entry_id=entry.pk, noted_in=entries[0].pk, hash=chain.link(seal.previous, entry))
    AuditEntry.objects.filter(pk=entry.pk).update(reason="forged")
    assert f"Entry {entry.pk}" in chain.verify().broken


@pytest.mark.parametrize("column", ["action", "actor_id", "target_id", "at", "request_id"])
def test_what_was_done_when_and_by_whom_is_fixed_even_with_a_redaction(entries, gone, column):
    redact(gone)
    value = {"actor_id": uuid4(), "at": "2001-01-01T00:00:00Z"}.get(column, "forged")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entries[0].pk).update(**{column: value})


def test_without_a_redaction_nothing_changes_and_nothing_is_ever_deleted(entries, gone):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entries[0].pk).update(reason="")
    redact(gone)
    for statement in (
        "DELETE FROM audit_auditentry",
        "DELETE FROM audit_auditredaction",
        "UPDATE audit_auditredaction SET hash = ''",
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_what_cannot_be_sealed_is_not_passed_over(entries, gone, monkeypatch):
    monkeypatch.setattr(redacting, "seal_all", lambda: 0)
    monkeypatch.setattr(redacting, "WAIT_SECONDS", 0)
    with pytest.raises(redacting.NotSealedYet):
        redact(gone)
    assert not AuditRedaction.objects.exists()
