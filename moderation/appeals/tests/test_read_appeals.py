"""Lists of appeals: the member's own, and the staff's, at a constant cost."""

from __future__ import annotations

import pytest

from config.tests.routes.counting import counted
from moderation.appeals import services
from moderation.appeals.models import Appeal
from moderation.appeals.tests.making import SUSPEND, WARN, appealed, locked_out

pytestmark = pytest.mark.django_db


def ids(answer):
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["results"]]


def test_a_member_lists_their_own_the_newest_first(api, owner, stranger, moderator):
    first, second = appealed(owner, moderator), appealed(owner, moderator, WARN)
    other = appealed(stranger, moderator)
    assert ids(api.as_(owner).get("/appeals/mine")) == [str(second.pk), str(first.pk)]
    assert ids(api.as_(stranger).get("/appeals/mine")) == [str(other.pk)]
    assert ids(api.as_(owner).get("/appeals/mine?limit=1")) == [str(second.pk)]
    assert api.get("/appeals/mine").status_code == 401
    assert api.as_(owner).get("/appeals/mine?status=open").status_code == 400


def test_staff_lists_all_and_narrows_them_by_state(api, owner, stranger, moderator):
    first, second = appealed(owner, moderator), appealed(stranger, moderator)
    services.withdraw_appeal(actor=owner, appeal_id=first.pk)
    client = api.as_(moderator)
    assert ids(client.get("/moderation/appeals")) == [str(second.pk), str(first.pk)]
    assert ids(client.get("/moderation/appeals?status=open")) == [str(second.pk)]
    assert ids(client.get("/moderation/appeals?status=withdrawn")) == [str(first.pk)]
    assert client.get("/moderation/appeals?status=lost").status_code == 400


def test_staff_sees_the_decision_its_maker_and_what_it_imposed(api, owner, moderator, manager):
    appeal = appealed(owner, moderator)
    told = api.as_(manager).get(f"/moderation/appeals/{appeal.pk}").json()
    assert told["case"] == str(appeal.decision.case_id)
    assert told["entity"] == {"type": "profile", "id": str(owner.pk)}
    assert told["appellant"]["username"] == owner.username
    assert told["decision"]["made_by"] == moderator.username
    assert [act["kind"] for act in told["decision"]["actions"]] == ["hide"]


def test_staff_may_look_at_an_appeal_as_the_member_sees_it(api, owner, moderator, manager):
    appeal = appealed(owner, moderator)
    shown = api.as_(manager).get(f"/appeals/{appeal.pk}")
    assert shown.json() == api.as_(owner).get(f"/appeals/{appeal.pk}").json()
    assert moderator.username not in shown.content.decode()


def test_staff_that_is_locked_out_sees_its_own_alone(owner, moderator, admin, person):
    other = appealed(owner, moderator)
    own = appealed(moderator, admin, SUSPEND)
    moderator.refresh_from_db()
    client = locked_out(moderator)
    assert client.get(f"/appeals/{other.pk}").status_code == 404
    assert client.get(f"/appeals/{own.pk}").status_code == 200
    assert client.get("/moderation/appeals").status_code == 401


def test_a_token_for_appeals_is_worth_nothing_once_the_account_is_open(owner, moderator):
    assert locked_out(owner).get("/appeals/mine").status_code == 401


@pytest.mark.parametrize("path", ["/moderation/appeals", "/appeals/mine"])
def test_a_list_costs_the_same_however_long(api, owner, moderator, manager, path):
    client, counts = api.as_(owner if "mine" in path else manager), []
    for number in (1, 4):
        for _ in range(number):
            appealed(owner, moderator, WARN)
        with counted() as statements:
            shown = ids(client.get(path))
        assert len(shown) == Appeal.objects.count()
        counts.append(statements.count)
    assert counts[0] == counts[1]


def test_my_appeal_answers_304_while_nothing_has_changed(api, owner, moderator):
    appeal, client = appealed(owner, moderator), api.as_(owner)
    etag = client.get(f"/appeals/{appeal.pk}")["ETag"]
    assert client.get(f"/appeals/{appeal.pk}", If_None_Match=etag).status_code == 304
    services.answer_appeal(actor=moderator, appeal_id=appeal.pk, body="Why?")
    assert client.get(f"/appeals/{appeal.pk}", If_None_Match=etag).status_code == 200
