"""Writing an entry of the audit."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from config import context
from config.audit import note
from config.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_an_entry_says_who_did_what_to_which_thing_from_where_and_why():
    actor, target = SimpleNamespace(pk=uuid4(), username="ana"), uuid4()
    with context.within(context.Context(request_id="r-1", address="192.0.2.7")):
        note(
            action="user.role_changed",
            actor=actor,
            target=("user", target),
            before={"role": "member"},
            after={"role": "agent"},
            reason="asked for",
        )
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor_id, entry.actor_name) == ("user.role_changed", actor.pk, "ana")
    assert (entry.target_type, entry.target_id, entry.reason) == ("user", str(target), "asked for")
    assert (entry.before, entry.after) == ({"role": "member"}, {"role": "agent"})
    assert (entry.request_id, entry.address) == ("r-1", "192.0.2.7")


def test_nobody_acts_where_no_account_does():
    note(action="sign_in.failed", actor=None)
    entry = AuditEntry.objects.get()
    assert (entry.actor_id, entry.actor_name, entry.target_id) == (None, "", "")


@pytest.mark.django_db(transaction=True)
def test_an_entry_falls_with_the_transaction_it_is_about():
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        note(action="user.role_changed", actor=None)
        raise ZeroDivisionError
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("ana\r\n2026-11-20 admin granted", "ana\\r\\n2026-11-20 admin granted"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("nothing\0 more", "nothing\\x00 more"),
        ("\u202egpj.exe", "\\u202egpj.exe"),
        ("two\u2028lines", "two\\u2028lines"),
        ("half \ud800 a pair", "half \\ud800 a pair"),
        ("Grüße, 世界 👋", "Grüße, 世界 👋"),
    ],
)
def test_no_text_can_forge_a_line_or_steer_a_terminal(sent, kept):
    actor = SimpleNamespace(pk=uuid4(), username=sent)
    with context.within(context.Context(request_id="r", address=sent)):
        note(action="x.done", actor=actor, reason=sent, before={sent: [sent]}, after={"deep": {"er": sent}})
    entry = AuditEntry.objects.get()
    assert (entry.actor_name, entry.reason, entry.address) == (kept, kept, kept)
    assert (entry.before, entry.after) == ({kept: [kept]}, {"deep": {"er": kept}})


def test_values_are_kept_as_json_has_them():
    after = {
        "id": UUID(int=7),
        "at": datetime(2026, 11, 20, tzinfo=UTC),
        "price": Decimal("1.50"),
        "on": True,
        "no": None,
        "n": 3,
    }
    note(action="x.done", actor=None, after=after)
    assert AuditEntry.objects.get().after == {
        "id": str(UUID(int=7)),
        "at": "2026-11-20T00:00:00Z",
        "price": "1.50",
        "on": True,
        "no": None,
        "n": 3,
    }
