"""A suspension by a decision: whatever the member holds stops at once, and what was theirs stays where it is."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.api_keys import services as api_keys
from accounts.auth import services as auth
from config.testing.cast import PASSWORD
from config.testing.client import Api
from config.tests.attacks.forging import lives, refresh
from moderation.cases.tests.making import held_against

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("act", [{"kind": "suspend", "hours": 48}, {"kind": "ban"}], ids=["suspend", "ban"])
def test_o04_tokens_keys_and_page_sessions_stop_with_the_decision(
    owner: Any, moderator: Any, admin: Any, act: dict[str, Any]
) -> None:
    session = auth.open_session(user=owner)
    key = api_keys.create_key(
        maker=owner, name="Report", scopes=["workbooks:read"], proof={"current_password": PASSWORD}
    )
    page, staff = Client(), Api(auth.open_session(user=moderator).access)
    page.post("/sign-in", {"username": "owner", "password": PASSWORD})
    holder, by_key = Api(session.access), Api(key.text)
    assert [holder.get("/auth/profile").status_code, by_key.get("/workbooks").status_code] == [200, 200]
    assert page.get("/settings/privacy").status_code == 200
    case = held_against(owner)
    path = f"/moderation/cases/{case.pk}"
    decision = {"actions": [act], "reason": "Threats."}
    decided = staff.post(f"{path}/decide", decision, If_Match=staff.get(path)["ETag"])
    assert decided.status_code == 200, decided.content
    assert holder.get("/auth/profile").status_code == 401
    assert (
        holder.post(
            "/reports", {"entity_type": "profile", "entity_id": str(moderator.pk), "category": "spam"}
        ).status_code
        == 401
    )
    assert refresh(session.refresh).status_code == 401
    assert not lives(session)
    assert by_key.get("/workbooks").status_code == 401
    assert page.get("/settings/privacy").status_code in {302, 303}
    refused = Api().post("/auth/login", {"username": "owner", "password": PASSWORD})
    assert refused.status_code == 403
    assert (refused.json()["reason"], bool(refused.json()["appeal_token"])) == ("Threats.", True)


def test_o04_a_muted_member_reads_and_does_not_write_with_the_token_from_before(owner: Any, moderator: Any) -> None:
    holder, staff = Api(auth.open_session(user=owner).access), Api(auth.open_session(user=moderator).access)
    case = held_against(owner)
    path = f"/moderation/cases/{case.pk}"
    decision = {"actions": [{"kind": "mute", "hours": 1}], "reason": "Cool down."}
    assert staff.post(f"{path}/decide", decision, If_Match=staff.get(path)["ETag"]).status_code == 200
    assert holder.get("/auth/profile").status_code == 200
    report = holder.post("/reports", {"entity_type": "profile", "entity_id": str(moderator.pk), "category": "spam"})
    assert (report.status_code, report.json()["code"]) == (403, "muted")
