"""One takes one's own off; what is others' is flagged, and a few flags hide it until moderation has looked."""

import pytest

from config.audit.models import AuditEntry
from config.roles import Role
from config.testing.client import Api
from moderation.cases import services as cases
from moderation.cases.asked import Action
from moderation.cases.models import Case
from moderation.reports.models import Report
from social.activity import services
from social.activity.errors import ItemNotFound
from social.activity.models import ActivityEvent, ActivityFlag
from social.activity.tests.acting import item_of, told
from social.graph import services as graph

pytestmark = pytest.mark.django_db


def noted(action: str) -> int:
    return AuditEntry.objects.filter(action=action, target_type="activity").count()


def test_ones_own_is_gone_for_all_and_does_not_come_back(owner, friend, deliver):
    deliver()
    item = ActivityEvent.objects.get(actor=friend, verb="followed")
    api = Api().as_(friend)
    assert api.delete(f"/activity/{item.pk}").status_code == 204
    assert told(Api().get("/activity/global")) == []
    assert told(api.get("/activity/user/friend")) == [("friend", "befriended")]
    assert api.delete(f"/activity/{item.pk}").status_code == 404
    list(services.backfill())
    assert told(api.get("/activity/user/friend")) == [("friend", "befriended")]
    assert noted("activity.deleted") == 1


def test_anothers_cannot_be_deleted_not_even_by_the_staff(owner, stranger, admin):
    item = item_of(owner)
    for one in (stranger, admin):
        assert Api().as_(one).delete(f"/activity/{item.pk}").status_code == 404
    assert Api().delete(f"/activity/{item.pk}").status_code == 401
    assert told(Api().get("/activity/global")) == [("owner", "used")]


def test_a_flag_is_a_report_and_counts_once_a_member(owner, stranger):
    item, api = item_of(owner), Api().as_(stranger)
    for _ in range(2):
        answer = api.post(f"/activity/{item.pk}/flag", {"category": "spam", "text": "Again"})
        assert (answer.status_code, answer.json()) == (200, {"is_flagged": True})
    item.refresh_from_db()
    assert (item.flag_count, ActivityFlag.objects.count(), noted("activity.flagged")) == (1, 1, 1)
    assert list(Report.objects.values_list("kind", "thing_id", "category", "text")) == [
        ("activity", item.pk, "spam", "Again")
    ]


def test_three_members_flags_hide_it_until_moderation_lets_it_stand(owner, person, moderator, deliver):
    item = item_of(owner)
    flaggers = [person(f"flagger-{number}") for number in range(4)]
    for number, one in enumerate(flaggers[:3]):
        assert told(Api().get("/activity/global")) == [("owner", "used")], number
        services.flag(member=one, item_id=item.pk, category="spam")
    assert told(Api().get("/activity/global")) == []
    assert told(Api().as_(owner).get("/activity/feed")) == []
    assert Api().as_(flaggers[3]).post(f"/activity/{item.pk}/flag").status_code == 404
    assert noted("activity.hidden") == 1
    case = Case.objects.get(kind="activity", thing_id=item.pk)
    cases.decide(
        actor=moderator, case_id=case.pk, expected_version=case.version, actions=[Action("dismiss")], reason="Fine"
    )
    deliver()
    assert told(Api().get("/activity/global")) == [("owner", "used")]
    item.refresh_from_db()
    assert (item.flag_count, noted("activity.restored")) == (0, 1)
    # Flags count anew from there.
    services.flag(member=flaggers[3], item_id=item.pk, category="spam")
    item.refresh_from_db()
    assert (item.flag_count, item.hidden_at) == (1, None)


def test_moderation_hides_and_restores_it_as_any_thing(owner, stranger, moderator, deliver):
    item = item_of(owner)
    services.flag(member=stranger, item_id=item.pk, category="spam")
    case = Case.objects.get(kind="activity", thing_id=item.pk)
    assert case.owner_id == owner.pk
    cases.decide(
        actor=moderator, case_id=case.pk, expected_version=case.version, actions=[Action("hide")], reason="Spam"
    )
    deliver()
    assert told(Api().get("/activity/global")) == []
    case.refresh_from_db()
    services.restore_item(item.pk, actor=moderator, reason="Read again")
    assert told(Api().get("/activity/global")) == [("owner", "used")]


def test_what_one_cannot_see_or_is_ones_own_is_not_flagged(owner, stranger, muted):
    item, hidden = item_of(owner), item_of(owner, visibility="private")
    own = Api().as_(owner).post(f"/activity/{item.pk}/flag")
    assert (own.status_code, own.json()["code"]) == (400, "own_activity")
    api = Api().as_(stranger)
    assert api.post(f"/activity/{hidden.pk}/flag").status_code == 404
    assert api.post(f"/activity/{item.pk}/flag", {"category": "boring"}).status_code == 400
    assert Api().as_(muted).post(f"/activity/{item.pk}/flag").status_code == 403
    assert Api().post(f"/activity/{item.pk}/flag").status_code == 401
    graph.block(actor=owner, person=stranger)
    assert api.post(f"/activity/{item.pk}/flag").status_code == 404
    assert ActivityFlag.objects.count() == 0


def test_a_moderator_sees_and_reports_what_is_hidden(owner, person):
    item = item_of(owner)
    services.hide_item(item.pk, actor=person("mod", role=Role.MODERATOR), reason="Spam")
    answer = (
        Api()
        .as_(person("other-mod", role=Role.MODERATOR))
        .post("/reports", {"entity_type": "activity", "entity_id": str(item.pk), "category": "spam"})
    )
    assert answer.status_code == 201


def test_each_act_of_the_staff_is_noted_once_though_done_twice(owner, moderator):
    item = item_of(owner)
    for _ in range(2):
        services.hide_item(item.pk, actor=moderator, reason="Spam")
    for _ in range(2):
        services.restore_item(item.pk, actor=moderator)
    for _ in range(2):
        services.pin_item(item_id=item.pk, actor=moderator)
    for _ in range(2):
        services.unpin_item(item_id=item.pk, actor=moderator)
    assert [noted(f"activity.{word}") for word in ("hidden", "restored", "pinned", "unpinned")] == [1, 1, 1, 1]
    services.delete_item(actor=owner, item_id=item.pk)
    with pytest.raises(ItemNotFound):
        services.hide_item(item.pk, actor=moderator)
