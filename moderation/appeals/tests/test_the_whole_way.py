"""From a report to its end: hidden, appealed, looked at by somebody else, shown again; each step of staff an entry."""

from __future__ import annotations

import pytest

from config.audit.models import AuditEntry
from workbooks.catalog.tests.factories import published

pytestmark = pytest.mark.django_db


def test_what_was_hidden_wrongly_is_shown_again_and_everyone_learns_of_it(
    api, owner, stranger, moderator, manager, deliver
):
    book = published(owner, title="Harbour")
    reporter, author, first, second = (api.as_(each) for each in (stranger, owner, moderator, manager))
    shown = f"/workbooks/{book.pk}"
    reported = reporter.post(
        "/reports", {"entity_type": "workbook", "entity_id": str(book.pk), "category": "misinformation"}
    )
    assert reported.status_code == 201, reported.content
    case = f"/moderation/cases/{first.get('/moderation/cases').json()['results'][0]['id']}"
    claimed = first.post(f"{case}/claim")
    assert claimed.status_code == 200, claimed.content
    decision = {"actions": [{"kind": "hide"}], "reason": "The numbers are made up."}
    assert first.post(f"{case}/decide", decision, If_Match=claimed["ETag"]).status_code == 200
    assert reporter.get(shown).status_code == 404

    told = author.get("/moderation/decisions/mine").json()["results"][0]
    assert (told["reason"], told["actions"][0]["kind"]) == ("The numbers are made up.", "hide")
    filed = author.post("/appeals", {"decision": told["id"], "text": "They are from the yearly report."})
    assert filed.status_code == 201, filed.content
    queued = second.get("/moderation/appeals?status=open").json()["results"][0]
    assert (queued["id"], queued["can_decide"]) == (filed.json()["id"], True)
    assert first.get("/moderation/appeals").json()["results"][0]["can_decide"] is False
    path = f"/moderation/appeals/{queued['id']}"
    ended = second.post(
        f"{path}/decide",
        {"outcome": "overturn", "reason": "You are right."},
        If_Match=second.get(path)["ETag"],
    )
    assert ended.status_code == 200, ended.content
    deliver()

    assert reporter.get(shown).status_code == 200
    assert author.get(f"/appeals/{queued['id']}").json()["reason"] == "You are right."
    assert author.get("/moderation/decisions/mine").json()["results"][0]["overturned_at"] is not None
    assert [entry["sort"] for entry in second.get(case).json()["entries"]] == [
        "appeal_decided",
        "appealed",
        "decided",
        "claimed",
        "reported",
        "opened",
    ]
    entries = AuditEntry.objects.filter(action__regex=r"^(case|sanction|decision|appeal)\.").order_by("pk")
    acts = list(entries.values_list("action", "actor_id"))
    assert acts == [
        ("case.claimed", moderator.pk),
        ("sanction.imposed", moderator.pk),
        ("case.decided", moderator.pk),
        ("sanction.overturned", manager.pk),
        ("decision.overturned", manager.pk),
        ("appeal.decided", manager.pk),
    ]
    found = second.get("/moderation/audit", {"action": "appeal.*"}).json()["results"]
    assert [(each["action"], each["actor"]["username"]) for each in found] == [("appeal.decided", manager.username)]
    assert second.get("/moderation/stats").json()["decisions"]["share_overturned"] == 1.0
