"""Each rule tells whom it should, of what it should, and nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from notifications.inbox.models import Notification
from social.graph import services as graph
from workbooks.catalog import services as catalog
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db

URL = "https://public.tableau.com/views/Budget/Main"


@pytest.fixture
def workbook(owner: Any) -> Any:
    made = catalog.create_workbook(author=owner, title="Budget", embed_url=URL)
    catalog.publish_workbook(actor=owner, workbook_id=made.pk)
    return made


def told(person: Any) -> list[str]:
    """The types in a member's inbox, newest first."""
    rows = Notification.objects.filter(recipient_id=person.pk, in_app=True).order_by("-position")
    return list(rows.values_list("type", flat=True))


def test_a_follow_is_told_to_whoever_is_followed(owner: Any, stranger: Any, deliver: Any, api: Any) -> None:
    graph.follow(actor=stranger, person=owner)
    deliver()
    (item,) = api.as_(owner).get("/notifications").json()["results"]
    assert item["type"] == "user.followed"
    assert item["title"] == "stranger follows you"
    assert item["url"] == "/u/stranger"
    assert [each["username"] for each in item["actors"]] == ["stranger"]
    assert told(stranger) == []
