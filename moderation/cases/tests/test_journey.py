"""From a report to the author's eyes: reported, claimed, hidden, told; each step of the staff an audit row."""

from __future__ import annotations

import pytest

from config.audit.models import AuditEntry
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db


def test_a_comment_is_reported_claimed_hidden_and_its_author_and_reporter_learn_of_it(
    api, owner, stranger, moderator, deliver
):
    book = published(owner)
    comment = engagement.write_comment(author=owner, workbook_id=book.pk, body="Get your casino bonus today")
    comments, marker = f"/workbooks/{book.pk}/comments", "casino bonus"
    reporter, staff, author = api.as_(stranger), api.as_(moderator), api.as_(owner)
    assert marker in reporter.get(comments).content.decode()
    filed = reporter.post(
        "/reports", {"entity_type": "comment", "entity_id": str(comment.pk), "category": "spam", "text": "Look"}
    )
    assert filed.status_code == 201
    (queued,) = staff.get("/moderation/cases").json()["results"]
    path = f"/moderation/cases/{queued['id']}"
    claimed = staff.post(f"{path}/claim", {})
    assert (claimed.json()["text"], claimed.json()["reported"][0]["text"]) == ("Get your casino bonus today", "Look")
    decided = staff.post(
        f"{path}/decide",
        {"actions": [{"kind": "hide"}], "reason": "This is advertising."},
        If_Match=claimed["ETag"],
    )
    assert decided.status_code == 200, decided.content
    deliver()
    assert marker not in reporter.get(comments).content.decode()
    assert reporter.get("/reports/mine").json()["results"][0]["status"] == "upheld"
    (told,) = author.get("/moderation/decisions/mine").json()["results"]
    assert (told["reason"], [act["kind"] for act in told["actions"]]) == ("This is advertising.", ["hide"])
    rows = AuditEntry.objects.filter(actor_id=moderator.pk).order_by("pk")
    assert [(row.action, row.target_type) for row in rows] == [
        ("case.claimed", "case"),
        ("sanction.imposed", "comment"),
        ("case.decided", "case"),
    ]
