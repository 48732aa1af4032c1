"""The audit under attack: changed, deleted, forged by what is written into it; it outlives whoever acted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from accounts.privacy import services as privacy
from config.audit import chain
from config.audit.models import AuditEntry
from config.context import Context, within
from moderation.cases.asked import Action
from moderation.cases.tests.making import decide, held_against

pytestmark = pytest.mark.django_db

FORGED = "fine\r\n2026-11-20 admin granted \x1b[31mroot"


def test_o06_no_row_of_a_decision_is_changed_or_deleted_by_the_orm_by_sql_or_on_the_desk(
    desk: Any, owner: Any, moderator: Any, admin: Any
) -> None:
    decide(held_against(owner), moderator, "acted", actions=[Action("warn")])
    chain.seal_all()
    row = AuditEntry.objects.get(action="case.decided")
    deeds = [
        lambda: AuditEntry.objects.filter(pk=row.pk).update(reason="Other"),
        lambda: AuditEntry.objects.filter(pk=row.pk).delete(),
        lambda: AuditEntry(pk=row.pk, at=row.at, action="nothing").save(),
        lambda: connection.cursor().execute("UPDATE audit_auditentry SET actor_name = 'nobody'"),
        lambda: connection.cursor().execute("DELETE FROM audit_auditentry"),
    ]
    for deed in deeds:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            deed()
    page = desk(admin)
    assert page.get(f"audit/auditentry/{row.pk}/delete/").status_code == 403
    page.post(f"audit/auditentry/{row.pk}/change/", reason="Other")
    assert AuditEntry.objects.get(pk=row.pk).reason == row.reason != "Other"
    assert chain.verify().broken == ""


def test_o06_the_row_outlives_whoever_acted_and_the_chain_holds(owner: Any, moderator: Any) -> None:
    decide(held_against(owner), moderator, "acted", actions=[Action("warn")])
    chain.seal_all()
    row = AuditEntry.objects.get(action="case.decided")
    erase(moderator)
    kept = AuditEntry.objects.get(pk=row.pk)
    assert (kept.action, kept.actor_id, kept.actor_name) == ("case.decided", row.actor_id, "")
    assert not type(moderator).objects.filter(pk=moderator.pk, username=moderator.username).exists()
    chain.seal_all()
    assert (chain.verify().broken, chain.verify().unsealed) == ("", 0)


def test_o07_no_reason_note_name_or_address_forges_a_line(
    api: Any, owner: Any, moderator: Any, admin: Any, capsys: Any
) -> None:
    case = held_against(owner)
    staff, path = api.as_(moderator), f"/moderation/cases/{case.pk}"
    body = {"actions": [{"kind": "warn"}], "reason": FORGED}
    assert staff.post(f"{path}/decide", body, If_Match=staff.get(path)["ETag"]).status_code == 400
    assert staff.post(f"{path}/escalate", {"reason": "One\n2026-11-20 admin granted"}).status_code == 200
    admin.username = FORGED  # as it would be, had such a name come past the front door
    with within(Context(request_id=FORGED, address=FORGED)):
        decide(case, admin, "acted", actions=[Action("warn")], reason="=" + FORGED)
    call_command("verify_audit")
    told = capsys.readouterr().out + "".join(
        f"{row.action} {row.actor_name} {row.reason} {row.request_id} {row.address} {row.before} {row.after}\n"
        for row in AuditEntry.objects.all()
    )
    assert not {"\x1b", "\r"} & set(told)
    assert not [line for line in told.splitlines() if line.startswith("2026-11-20 admin")]
    row = AuditEntry.objects.get(action="case.decided")
    assert row.actor_name == row.address == FORGED.encode("unicode_escape").decode()
    listed = api.as_(moderator).get("/moderation/audit", {"action": "case.*"}).content.decode()
    assert "\\u001b" not in listed


def erase(person: Any) -> None:
    """The account, gone for good."""
    deletion = privacy.request_deletion(user_id=person.pk, content="erase", actor=None, grace=timedelta())
    assert privacy.erase(deletion.pk)
