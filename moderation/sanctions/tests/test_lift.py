"""A sanction that is lifted is undone as completely; what others hold stays, and what somebody did by hand as well."""

from __future__ import annotations

import pytest

from accounts.privacy import services as privacy
from accounts.users import services as users
from accounts.users.errors import RankTooLow
from config.audit.models import AuditEntry
from config.db import uuid7
from config.entities import kind
from config.errors import Forbidden
from moderation.sanctions import services
from moderation.sanctions.errors import SanctionNotFound
from moderation.sanctions.events import SanctionEnded
from moderation.sanctions.models import Sanction
from moderation.sanctions.tests.making import days, decided, on_member, on_thing, standing
from workbooks.catalog import services as catalog
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db


def shown_to(viewer, thing, name="workbook"):
    return kind(name).visible_to(viewer).filter(pk=thing.pk).exists()


def test_a_hidden_thing_is_shown_again_and_it_is_told(owner, stranger, moderator, recorded):
    book = published(owner)
    row = on_thing(moderator, "hide", book)
    ended = services.lift(sanction_id=row.pk, actor=moderator, reason="It is fine.")
    assert shown_to(stranger, book)
    assert (ended.ended_as, ended.ended_by_id) == ("lifted", moderator.pk)
    (event,) = recorded(SanctionEnded)
    assert (event.act, event.ended_as, event.thing_id) == ("hide", "lifted", book.pk)
    entry = AuditEntry.objects.get(action="sanction.lifted")
    assert (entry.target_id, entry.reason) == (str(book.pk), "It is fine.")


@pytest.mark.parametrize("first", ["hide", "remove"])
@pytest.mark.parametrize("name", ["workbook", "comment"])
def test_while_one_of_two_is_in_force_the_thing_stays_out_of_sight(owner, stranger, moderator, first, name):
    book = published(owner)
    thing = book if name == "workbook" else engagement.write_comment(author=owner, workbook_id=book.pk, body="Mine")
    rows = {act: on_thing(moderator, act, thing, kind=name) for act in ("hide", "remove")}
    second = "remove" if first == "hide" else "hide"
    services.lift(sanction_id=rows[first].pk, actor=moderator)
    assert not shown_to(stranger, thing, name)
    assert shown_to(owner, thing, name) == (second == "hide")
    services.lift(sanction_id=rows[second].pk, actor=moderator)
    assert shown_to(stranger, thing, name)


def test_what_was_removed_first_and_hidden_then_stays_hidden_when_it_is_put_back(owner, stranger, moderator):
    book = published(owner)
    removed, _hidden = (on_thing(moderator, act, book) for act in ("remove", "hide"))
    services.lift(sanction_id=removed.pk, actor=moderator)
    assert not shown_to(stranger, book)
    assert shown_to(owner, book)


def test_a_label_is_taken_away(api, owner, moderator):
    book = published(owner)
    row = on_thing(moderator, "label", book, label="disputed")
    services.lift(sanction_id=row.pk, actor=moderator)
    assert api.get(f"/workbooks/{book.pk}").json()["label"] == ""


def test_an_account_goes_into_what_remains(owner, moderator):
    long, short = days(10), days(3)
    mute = on_member(moderator, "mute", owner, until=long, reason="Shouting.")
    suspend = on_member(moderator, "suspend", owner, until=short)
    ban = on_member(moderator, "ban", owner)
    services.lift(sanction_id=suspend.pk, actor=moderator)
    assert standing(owner) == ("banned", None)
    services.lift(sanction_id=ban.pk, actor=moderator)
    assert standing(owner) == ("muted", long)
    assert owner.status_reason == "Shouting."
    services.lift(sanction_id=mute.pk, actor=moderator)
    assert standing(owner) == ("active", None)
    assert owner.status_reason == ""


@pytest.mark.parametrize("state", ["banned", "active"])
def test_what_somebody_set_by_hand_stays(owner, moderator, manager, state):
    row = on_member(moderator, "suspend", owner, until=days(3))
    users.set_status(user_id=owner.pk, status=state, actor=manager)
    services.lift(sanction_id=row.pk, actor=moderator)
    assert standing(owner) == (state, None)


def test_a_mute_that_is_lifted_while_its_owner_is_away_does_not_come_back_with_them(owner, moderator):
    row = on_member(moderator, "mute", owner, until=days(10))
    privacy.request_deletion(user_id=owner.pk, content="erase", actor=owner)
    services.lift(sanction_id=row.pk, actor=moderator, ended_as="overturned")
    assert standing(owner)[0] == "deactivated"
    users.reactivate(user_id=owner.pk)
    assert standing(owner) == ("active", None)


def test_a_muted_member_who_leaves_and_comes_back_is_still_muted(owner, moderator):
    long = days(10)
    on_member(moderator, "mute", owner, until=long)
    users.deactivate(user_id=owner.pk, actor=owner)
    users.reactivate(user_id=owner.pk)
    assert standing(owner) == ("muted", long)


def test_again_changes_nothing(owner, moderator, recorded):
    row = on_thing(moderator, "hide", published(owner))
    services.lift(sanction_id=row.pk, actor=moderator)
    services.lift(sanction_id=row.pk, actor=moderator)
    assert len(recorded(SanctionEnded)) == 1
    with pytest.raises(SanctionNotFound):
        services.lift(sanction_id=uuid7(), actor=moderator)


def test_everything_of_a_decision_is_undone_at_once(owner, stranger, moderator):
    book = published(owner)
    decision_id = decided(book.pk)
    for act, rest in (("hide", {}), ("remove", {}), ("mute", {}), ("suspend", {"until": days(1)}), ("warn", {})):
        on_thing(moderator, act, book, decision_id=decision_id, **rest)
    lifted = services.lift_all_of(decision_id=decision_id, actor=None, ended_as="overturned", reason="Wrong.")
    assert [row.act for row in lifted] == ["warn", "mute", "suspend", "hide", "remove"]
    assert {row.ended_as for row in Sanction.objects.all()} == {"overturned"}
    assert shown_to(stranger, book)
    assert standing(owner) == ("active", None)
    assert services.lift_all_of(decision_id=decision_id, actor=None, ended_as="overturned", reason="") == []


def test_a_thing_is_restored_from_all_that_lies_on_it(api, owner, stranger, moderator):
    book = published(owner)
    for act, rest in (("hide", {}), ("remove", {}), ("label", {"label": "outdated"})):
        on_thing(moderator, act, book, **rest)
    lifted = services.restore_thing(kind="workbook", thing_id=book.pk, actor=moderator, reason="Fine.")
    assert [row.act for row in lifted] == ["hide", "remove", "label"]
    body = api.as_(stranger).get(f"/workbooks/{book.pk}").json()
    assert (body["is_hidden"], body["label"]) == (False, "")


def test_what_screening_had_hidden_by_a_moderators_hand_is_restored_as_well(owner, stranger, moderator):
    book = published(owner)
    kind("workbook").hide(book.pk)
    assert services.restore_thing(kind="workbook", thing_id=book.pk, actor=moderator, reason="") == []
    assert shown_to(stranger, book)


def test_what_its_author_deleted_meanwhile_needs_nothing(owner, moderator):
    book = published(owner)
    row = on_thing(moderator, "hide", book)
    catalog.delete_workbook(actor=owner, workbook_id=book.pk)
    assert services.lift(sanction_id=row.pk, actor=moderator).ended_as == "lifted"


def test_nobody_lifts_their_own_or_without_a_role(owner, moderator, manager):
    row = on_member(manager, "mute", moderator)
    with pytest.raises(RankTooLow):
        services.lift(sanction_id=row.pk, actor=moderator)
    with pytest.raises(Forbidden):
        services.lift(sanction_id=row.pk, actor=owner)
    with pytest.raises(RankTooLow):
        services.restore_thing(kind="workbook", thing_id=published(moderator).pk, actor=moderator)


@pytest.mark.parametrize("act", ["hide", "ban", "label"])
def test_nobody_undoes_what_a_higher_role_did(owner, moderator, manager, admin, act):
    book = published(owner)
    if act == "ban":
        row = on_member(manager, act, owner)
    else:
        row = on_thing(manager, act, book, label="disputed" if act == "label" else "")
    with pytest.raises(RankTooLow):
        services.lift(sanction_id=row.pk, actor=moderator)
    with pytest.raises(RankTooLow):
        services.lift_all_of(decision_id=row.decision_id, actor=moderator, ended_as="lifted")
    row.refresh_from_db()
    assert row.ended_at is None
    assert services.lift(sanction_id=row.pk, actor=admin).ended_as == "lifted"


def test_nobody_replaces_the_label_of_a_higher_role(owner, moderator, manager):
    book = published(owner)
    on_thing(manager, "label", book, label="disputed")
    with pytest.raises(RankTooLow):
        on_thing(moderator, "label", book, label="outdated")
