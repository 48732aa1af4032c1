"""Many at once: an act on a thing is imposed once, and what ends at one moment leaves nothing behind."""

from __future__ import annotations

from functools import partial

import pytest

from config.errors import StaleVersion
from config.testing.crowd import all_at_once, at_once, tried_at_once
from moderation.sanctions import queries, services
from moderation.sanctions.events import SanctionImposed
from moderation.sanctions.models import Sanction, Strike
from moderation.sanctions.tests.making import days, decided, on_member, on_thing, standing
from moderation.screening.models import Screening
from moderation.screening.tests.making import live_rule, settle, without_shipped_rules
from workbooks.catalog import services as catalog
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import published
from workbooks.engagement.proof import prove_counters
from workbooks.tags.proof import prove_counts

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_of_many_who_hide_one_thing_one_sanction_comes(owner, person, recorded):
    staff = [person(f"moderator-{number}", role="moderator") for number in range(6)]
    book = published(owner, tags=["Energy"])
    decision_id = decided(book.pk)
    rows = at_once(lambda number: on_thing(staff[number], "hide", book, decision_id=decision_id), len(staff))
    assert len({row.pk for row in rows}) == Sanction.objects.count() == Strike.objects.count() == 1
    assert len(recorded(SanctionImposed)) == 1
    assert [*prove_counters(), *prove_counts()] == []


def test_when_all_that_hides_a_thing_ends_at_once_it_is_shown(owner, moderator, manager):
    without_shipped_rules()
    live_rule("doubtful", outcome="hold")
    for _ in range(3):
        book = published(owner, title="so doubtful")
        rows = [on_thing(moderator, act, book) for act in ("hide", "remove")]
        held = Screening.objects.get(thing_id=book.pk)
        deeds = [lambda row=row: services.lift(sanction_id=row.pk, actor=manager) for row in rows]
        assert all_at_once(*deeds, lambda held=held: settle(moderator, held)) == []
        shown = Workbook.objects.get(pk=book.pk)
        assert (shown.hidden_at, shown.removed_at) == (None, None)
    assert [*prove_counters(), *prove_counts()] == []


def test_an_edit_that_is_held_while_a_sanction_is_lifted_is_not_shown(owner, moderator):
    without_shipped_rules()
    live_rule("doubtful", outcome="hold")
    for number in range(4):
        book = published(owner, tags=["Energy"])
        row = on_thing(moderator, "hide", book)
        edit = partial(catalog.edit_workbook, actor=owner, workbook_id=book.pk, changes={"title": f"doubtful {number}"})
        assert all_at_once(edit, lambda row=row: services.lift(sanction_id=row.pk, actor=moderator)) == []
        assert Workbook.objects.get(pk=book.pk).hidden_at is not None
    assert [*prove_counters(), *prove_counts()] == []


def test_an_edit_while_it_is_let_stand_never_leaves_it_hidden_and_settled(owner, moderator):
    without_shipped_rules()
    live_rule("doubtful", outcome="hold")
    for number in range(12):
        book = published(owner, title="so doubtful")
        held = Screening.objects.get(thing_id=book.pk)
        edit = partial(catalog.edit_workbook, actor=owner, workbook_id=book.pk, changes={"title": f"doubtful {number}"})
        failed = all_at_once(edit, lambda held=held: settle(moderator, held))
        assert [type(error) for error in failed] in ([], [StaleVersion])
        is_open = Screening.objects.filter(thing_id=book.pk, settled_at=None).exists()
        assert is_open == (Workbook.objects.get(pk=book.pk).hidden_at is not None)


def test_of_many_sanctions_on_one_account_at_once_the_gravest_shows(owner, person):
    staff = [person(f"moderator-{number}", role="moderator") for number in range(6)]
    decisions = [decided(owner.pk, kind="profile") for _ in staff]
    ends = [days(number + 1) for number in range(6)]
    acts = ["mute", "suspend"] * 3
    rows = tried_at_once(
        lambda number: on_member(staff[number], acts[number], owner, decision_id=decisions[number], until=ends[number]),
        len(staff),
    )
    assert [row for row in rows if isinstance(row, Exception)] == []
    assert standing(owner) == ("suspended", ends[5])
    lift = at_once(lambda number: services.lift(sanction_id=rows[number].pk, actor=staff[number]), len(staff))
    assert {row.ended_as for row in lift} == {"lifted"}
    assert standing(owner) == ("active", None)
    assert queries.in_force_on_account(owner.pk) == []
