"""A thing is hidden, removed or labelled, once, with the audit, the fact and the strike in the same transaction."""

from __future__ import annotations

import pytest

from accounts.users.errors import RankTooLow
from config.audit.models import AuditEntry
from config.db import uuid7
from config.entities import kind
from config.errors import Forbidden, InvalidInput
from moderation.sanctions import queries, services
from moderation.sanctions.errors import ActNotPossible
from moderation.sanctions.events import SanctionImposed
from moderation.sanctions.models import Sanction, Strike
from moderation.sanctions.tests.making import days, decided, on_thing
from workbooks.catalog.services import delete_workbook
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db


def test_what_is_hidden_is_its_authors_and_the_staffs_alone(owner, stranger, moderator, recorded):
    book = published(owner)
    row = on_thing(moderator, "hide", book, reason="Not here.")
    sees = kind("workbook").visible_to
    assert [sees(viewer).filter(pk=book.pk).exists() for viewer in (stranger, owner, moderator)] == [False, True, True]
    assert (row.act, row.reason, row.made_by_id, row.member_id) == ("hide", "Not here.", moderator.pk, owner.pk)
    (event,) = recorded(SanctionImposed)
    assert (event.act, event.kind, event.thing_id, event.member_id) == ("hide", "workbook", book.pk, owner.pk)
    entry = AuditEntry.objects.get(action="sanction.imposed")
    assert (entry.target_type, entry.target_id, entry.reason) == ("workbook", str(book.pk), "Not here.")
    assert entry.after["act"] == "hide"


@pytest.mark.parametrize("name", ["workbook", "comment"])
def test_what_is_removed_is_the_staffs_alone(owner, stranger, moderator, name):
    book = published(stranger)
    thing = published(owner)
    if name == "comment":
        thing = engagement.write_comment(author=owner, workbook_id=book.pk, body="Mine")
    on_thing(moderator, "remove", thing, kind=name)
    sees = kind(name).visible_to
    assert [sees(viewer).filter(pk=thing.pk).exists() for viewer in (stranger, owner, moderator)] == [
        False,
        False,
        True,
    ]


def test_a_label_is_read_beside_the_thing_by_everyone(api, owner, moderator):
    book = published(owner)
    comment = engagement.write_comment(author=owner, workbook_id=book.pk, body="Mine")
    on_thing(moderator, "label", book, label="disputed")
    on_thing(moderator, "label", comment, kind="comment", label="sensitive")
    assert api.get(f"/workbooks/{book.pk}").json()["label"] == "disputed"
    assert api.get("/workbooks").json()["results"][0]["label"] == "disputed"
    assert api.get(f"/workbooks/{book.pk}/comments").json()["results"][0]["label"] == "sensitive"
    page = api.client.get(f"/w/{book.pk}").content.decode()
    assert "Moderators say: disputed." in page
    assert "Moderators say: sensitive content." in page
    assert "Moderators say: disputed." in api.client.get(f"/embed/{book.pk}").content.decode()


def test_without_a_label_nothing_stands_there(api, owner):
    book = published(owner)
    assert api.get(f"/workbooks/{book.pk}").json()["label"] == ""
    assert "Moderators say" not in api.client.get(f"/w/{book.pk}").content.decode()


def test_another_label_takes_the_place_of_the_first(owner, moderator):
    book = published(owner)
    first = on_thing(moderator, "label", book, label="disputed")
    second = on_thing(moderator, "label", book, label="outdated")
    first.refresh_from_db()
    book.refresh_from_db()
    assert (first.ended_as, second.ended_at, book.label) == ("lifted", None, "outdated")


@pytest.mark.parametrize(("act", "rest"), [("hide", {}), ("remove", {}), ("label", {"label": "disputed"})])
def test_a_decision_imposes_it_once(owner, moderator, manager, recorded, act, rest):
    book = published(owner)
    first = on_thing(moderator, act, book, **rest)
    assert on_thing(manager, act, book, reason="Again.", decision_id=first.decision_id, **rest) == first
    assert Sanction.objects.count() == len(recorded(SanctionImposed)) == 1
    assert Strike.objects.count() == (0 if act == "label" else 1)


@pytest.mark.parametrize("act", ["hide", "remove"])
def test_what_two_decisions_hid_is_shown_when_both_are_lifted(owner, stranger, moderator, act):
    book = published(owner)
    first, second = on_thing(moderator, act, book), on_thing(moderator, act, book)
    assert first.pk != second.pk

    def shown():
        return kind("workbook").visible_to(stranger).filter(pk=book.pk).exists()

    services.lift(sanction_id=first.pk, actor=moderator)
    assert not shown()
    services.lift(sanction_id=second.pk, actor=moderator)
    assert shown()


def test_what_a_kind_cannot_do_is_refused(owner, moderator):
    for act, rest in (("remove", {}), ("label", {"label": "disputed"})):
        with pytest.raises(ActNotPossible):
            services.impose(
                decision_id=decided(owner.pk, kind="profile"),
                actor=moderator,
                kind="profile",
                thing_id=owner.pk,
                member_id=owner.pk,
                act=act,
                **rest,
            )
    assert not Sanction.objects.exists()


def test_what_is_gone_or_unknown_is_refused(owner, moderator):
    book = published(owner)
    delete_workbook(actor=owner, workbook_id=book.pk)
    with pytest.raises(ActNotPossible):
        on_thing(moderator, "hide", book)
    given = {"actor": moderator, "member_id": None, "act": "hide"}
    for name, thing_id in (("workbook", uuid7()), ("unheard_of", book.pk)):
        with pytest.raises(ActNotPossible):
            services.impose(decision_id=decided(thing_id, kind=name), kind=name, thing_id=thing_id, **given)
    assert not Sanction.objects.exists()


def test_nobody_acts_on_their_own_things_or_those_of_a_role_not_below(moderator, manager, person):
    other = person("moderator-n", role="moderator")
    for author in (moderator, other, manager):
        with pytest.raises(RankTooLow):
            on_thing(moderator, "hide", published(author))
    assert not Sanction.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "agent"])
def test_below_moderators_nobody_imposes_anything(request, owner, who):
    with pytest.raises(Forbidden):
        on_thing(request.getfixturevalue(who), "hide", published(owner))


@pytest.mark.parametrize(
    ("act", "rest", "field"),
    [
        ("vanish", {}, "act"),
        ("label", {}, "label"),
        ("label", {"label": "ugly"}, "label"),
        ("hide", {"label": "disputed"}, "label"),
        ("hide", {"until": 1}, "until"),
        ("ban", {"until": 1}, "until"),
        ("mute", {"until": -1}, "until"),
        ("suspend", {"until": 4_000}, "until"),
        ("hide", {"reason": "x" * 501}, "reason"),
    ],
)
def test_what_makes_no_sense_together_is_refused_by_its_field(owner, moderator, act, rest, field):
    if "until" in rest:
        rest = {"until": days(rest["until"])}
    with pytest.raises(InvalidInput) as refused:
        on_thing(moderator, act, published(owner), **rest)
    assert [error.field for error in refused.value.errors] == [field]


def test_the_reach_of_things_is_told_by_their_kinds(owner, friend):
    book = published(owner)
    type(book).objects.filter(pk=book.pk).update(view_count=5, imported_views=7)
    comment = engagement.write_comment(author=friend, workbook_id=book.pk, body="Nice")
    reach = {name: kind(name).reach for name in ("workbook", "comment", "profile")}
    assert [reach["workbook"](book.pk), reach["comment"](comment.pk), reach["profile"](owner.pk)] == [12, 12, 1]
    assert [each(uuid7()) for each in reach.values()] == [0, 0, 0]


def test_several_acts_of_one_decision_are_told_of_it_in_order(owner, moderator):
    book = published(owner)
    decision_id = decided(book.pk)
    for act in ("mute", "hide", "warn"):
        on_thing(moderator, act, book, decision_id=decision_id)
    found = queries.sanctions_of([decision_id, uuid7()])
    assert {key: [row.act for row in rows] for key, rows in found.items()} == {decision_id: ["mute", "hide", "warn"]}
    assert [row.act for row in queries.in_force_on("workbook", book.pk)] == ["hide"]
