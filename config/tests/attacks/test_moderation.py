"""Moderation under attack: floods of reports, reports of what is nobody's business, two who decide at once."""

from __future__ import annotations

from typing import Any

import pytest

from config.testing.crowd import at_once
from moderation.cases.models import Case, Decision
from moderation.cases.tests.making import decide, held_against
from moderation.reports.models import Report
from moderation.sanctions.models import Sanction
from workbooks.catalog.services import hide_workbook
from workbooks.catalog.tests.factories import draft, published

pytestmark = pytest.mark.django_db


def report(thing_id: Any, kind: str = "profile") -> dict[str, str]:
    return {"entity_type": kind, "entity_id": str(thing_id), "category": "hate"}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_o01_fifty_reports_of_one_thing_by_one_member_are_one_open_report(api: Any, owner: Any, stranger: Any) -> None:
    token = api.as_(stranger).token
    answers = at_once(lambda _number: api.with_token(token).post("/reports", report(owner.pk)), 50)
    assert sorted(answer.status_code for answer in answers) == [200] * 49 + [201]
    assert len({answer.json()["id"] for answer in answers}) == Report.objects.count() == 1
    assert Case.objects.values_list("report_count", "weight").get() == (1, 10)


def test_o01_ones_own_is_a_400_and_what_one_cannot_see_a_404(api: Any, owner: Any, stranger: Any) -> None:
    assert api.as_(owner).post("/reports", report(owner.pk)).status_code == 400
    hidden = published(owner)
    hide_workbook(hidden.pk)
    for thing in (hidden, draft(owner)):
        assert api.as_(stranger).post("/reports", report(thing.pk, "workbook")).status_code == 404
    assert not Report.objects.exists()
    assert not Case.objects.exists()


def test_o01_reports_by_the_dozen_wait(api: Any, owner: Any, stranger: Any, limits_on: None) -> None:
    client = api.as_(stranger)
    answers = [client.post("/reports", report(owner.pk)).status_code for _ in range(21)]
    assert (answers[0], answers[1], answers[20]) == (201, 200, 429)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_o02_of_two_who_decide_at_once_one_wins_and_the_other_is_stale(
    api: Any, owner: Any, stranger: Any, moderator: Any, person: Any
) -> None:
    case = held_against(owner, by=stranger)
    tokens = [api.as_(moderator).token, api.as_(person("colleague", role="moderator")).token]
    body = {"actions": [{"kind": "hide"}, {"kind": "warn"}], "reason": "This is advertising."}

    def act(number: int) -> Any:
        path = f"/moderation/cases/{case.pk}/decide"
        return api.with_token(tokens[number]).post(path, body, If_Match='"v1"')

    answers = at_once(act, 2)
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    assert (Decision.objects.count(), Sanction.objects.count()) == (1, 2)


def test_o02_a_decided_case_is_a_409(api: Any, owner: Any, stranger: Any, moderator: Any) -> None:
    case = held_against(owner, by=stranger)
    decide(case, moderator, "dismissed")
    client, path = api.as_(moderator), f"/moderation/cases/{case.pk}"
    etag = client.get(path)["ETag"]
    acts = {"actions": [{"kind": "ban"}], "reason": "Again"}
    for end, body, headers in (
        ("claim", {}, {}),
        ("release", None, {}),
        ("escalate", {"reason": "Again"}, {}),
        ("decide", acts, {"If_Match": etag}),
    ):
        answer = client.post(f"{path}/{end}", body, **headers)
        assert (answer.status_code, answer.json()["code"]) == (409, "case_closed"), end
    assert not Sanction.objects.exists()
