"""Appeals under attack: twice, past their time, after the decision was undone; what is undone is undone wholly."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from config import clock
from config.testing.cast import PASSWORD
from config.testing.client import Api
from config.testing.crowd import at_once
from moderation.appeals.models import Appeal
from moderation.appeals.tests.making import acted, appealed, decide_over_http, locked_out
from moderation.cases.asked import Action
from moderation.cases.tests.making import decide, held_against
from moderation.sanctions import services as sanctions
from moderation.sanctions.queries import sanctions_of, strike_points
from workbooks.catalog.tests.factories import published

pytestmark = pytest.mark.django_db


def body(decision: Any) -> dict[str, str]:
    return {"decision": str(decision.pk), "text": "This is wrong."}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_o05_twenty_appeals_at_once_are_one(api: Any, owner: Any, moderator: Any) -> None:
    decision = acted(owner, moderator, Action("warn"))
    token = api.as_(owner).token
    answers = at_once(lambda _number: api.with_token(token).post("/appeals", body(decision)), 20)
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 19
    assert {answer.json().get("code") for answer in answers} == {None, "already_appealed"}
    assert Appeal.objects.count() == 1


def test_o05_appealing_again_after_it_was_refused_or_withdrawn_is_a_409(
    api: Any, owner: Any, moderator: Any, manager: Any
) -> None:
    appeal = appealed(owner, moderator)
    client = api.as_(owner)
    assert client.post("/appeals", body(appeal.decision)).json()["code"] == "already_appealed"
    assert decide_over_http(api.as_(manager), appeal, overturn=False).status_code == 200
    assert client.post("/appeals", body(appeal.decision)).json()["code"] == "already_appealed"
    assert client.post(f"/appeals/{appeal.pk}/withdraw").json()["code"] == "appeal_closed"


def test_o05_what_is_overturned_is_as_it_was_before(
    api: Any, owner: Any, stranger: Any, moderator: Any, manager: Any
) -> None:
    book = published(owner, title="Harbour")
    visible = f"/workbooks/{book.pk}"
    before = api.as_(stranger).get(visible).json()
    case_acts = (Action("hide"), Action("warn"), Action("suspend", hours=48))
    decision = decide(held_against(owner, kind="workbook", thing_id=book.pk), moderator, "acted", actions=case_acts)
    owner.refresh_from_db()
    assert (owner.status, strike_points(owner.pk)) == ("suspended", 5)
    assert api.as_(stranger).get(visible).status_code == 404
    refused = api.post("/auth/login", {"username": "owner", "password": PASSWORD})
    assert (refused.status_code, refused.json()["code"]) == (403, "suspended")
    client = Api(Authorization=f"Appeal {refused.json()['appeal_token']}")
    filed = client.post("/appeals", body(decision))
    assert filed.status_code == 201
    assert decide_over_http(api.as_(manager), Appeal.objects.get()).status_code == 200
    owner.refresh_from_db()
    assert (owner.status, owner.status_until, owner.status_reason, strike_points(owner.pk)) == ("active", None, "", 0)
    assert api.as_(stranger).get(visible).json() == before
    assert api.post("/auth/login", {"username": "owner", "password": PASSWORD}).status_code == 200
    assert client.get("/appeals/mine").status_code == 401, "the token is good for nothing any more"


def test_o05_an_account_that_was_opened_by_hand_stays_open_and_its_appeal_does_no_harm(
    api: Any, owner: Any, moderator: Any, manager: Any, admin: Any
) -> None:
    appeal = appealed(owner, moderator, Action("suspend", hours=48))
    opened = api.as_(admin).post(f"/admin/users/{owner.pk}/status", {"status": "active", "reason": "A mistake."})
    assert opened.status_code == 200, opened.content
    assert sanctions_of([appeal.decision_id])[appeal.decision_id][0].ended_as == "lifted"
    assert decide_over_http(api.as_(manager), appeal).status_code == 200
    owner.refresh_from_db()
    assert (owner.status, strike_points(owner.pk)) == ("active", 0)
    assert api.as_(owner).post("/appeals", body(appeal.decision)).json()["code"] == "already_appealed"


def test_o05_a_suspension_ends_at_its_moment_and_not_before(api: Any, owner: Any, moderator: Any) -> None:
    until = clock.now().replace(microsecond=0) + timedelta(hours=5)
    acted(owner, moderator, Action("suspend", until=until))

    def sign_in() -> int:
        answer = api.post("/auth/login", {"username": "owner", "password": PASSWORD})
        return int(answer.status_code)

    with clock.standing_at(until - timedelta(microseconds=1)):
        assert sanctions.expire_due() == 0
        assert sign_in() == 403
    with clock.standing_at(until):
        assert sign_in() == 200
        assert sanctions.expire_due() == 1
        owner.refresh_from_db()
        assert owner.status == "active"


def test_o05_the_token_for_an_appeal_opens_nothing_else(api: Any, owner: Any, moderator: Any) -> None:
    acted(owner, moderator, Action("suspend", hours=48))
    owner.refresh_from_db()
    client = locked_out(owner)
    assert client.get("/appeals/mine").status_code == 200
    for path in ("/auth/profile", "/reports/mine", "/moderation/appeals", "/workbooks/mine"):
        assert client.get(path).status_code in {401, 404}
    assert (
        client.post(
            "/reports", {"entity_type": "profile", "entity_id": str(moderator.pk), "category": "spam"}
        ).status_code
        == 401
    )
