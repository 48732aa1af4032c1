"""A claimed case goes to nobody else; it is given back, taken over, noted on and escalated."""

from __future__ import annotations

import pytest

from accounts.users.errors import RankTooLow
from config.audit.models import AuditEntry
from config.errors import Forbidden, InvalidInput
from config.testing.crowd import tried_at_once
from moderation.cases import services
from moderation.cases.errors import (
    CannotEscalate,
    CaseClosed,
    CaseNotFound,
    ClaimedByAnother,
    NeedsHigherRole,
    NotClaimed,
    OwnCase,
)
from moderation.cases.events import CaseClaimed, CaseEscalated, CaseReleased
from moderation.cases.models import Case
from moderation.cases.tests.making import decide, held_against

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(owner, stranger):
    return held_against(owner, by=stranger)


@pytest.fixture
def colleague(person):
    return person("colleague", role="moderator")


def test_a_claimed_case_is_its_moderators_and_nobody_elses(case, moderator, colleague, recorded):
    claimed = services.claim(actor=moderator, case_id=case.pk)
    assert (claimed.state, claimed.assignee_id, claimed.version) == ("claimed", moderator.pk, 2)
    assert claimed.first_act_at == claimed.claimed_at is not None
    with pytest.raises(ClaimedByAnother):
        services.claim(actor=colleague, case_id=case.pk)
    with pytest.raises(ClaimedByAnother):
        services.claim(actor=colleague, case_id=case.pk, take_over=True)
    again = services.claim(actor=moderator, case_id=case.pk)
    assert again.version == 2
    assert [event.actor_id for event in recorded(CaseClaimed)] == [moderator.pk]
    row = AuditEntry.objects.get(action="case.claimed")
    assert (row.target_type, row.target_id, row.after["assignee"]) == ("case", str(case.pk), str(moderator.pk))


def test_managers_take_over_when_they_say_so(case, moderator, manager):
    services.claim(actor=moderator, case_id=case.pk)
    with pytest.raises(ClaimedByAnother):
        services.claim(actor=manager, case_id=case.pk)
    assert services.claim(actor=manager, case_id=case.pk, take_over=True).assignee_id == manager.pk
    assert case.entries.filter(sort="claimed").latest("id").data == {"from": str(moderator.pk)}


def test_one_gives_back_what_one_has_claimed_and_managers_anybodys(case, moderator, colleague, manager, recorded):
    with pytest.raises(NotClaimed):
        services.release(actor=moderator, case_id=case.pk)
    services.claim(actor=moderator, case_id=case.pk)
    with pytest.raises(NotClaimed):
        services.release(actor=colleague, case_id=case.pk)
    assert services.release(actor=moderator, case_id=case.pk).state == "open"
    services.claim(actor=moderator, case_id=case.pk)
    released = services.release(actor=manager, case_id=case.pk)
    assert (released.assignee_id, released.claimed_at) == (None, None)
    assert [event.actor_id for event in recorded(CaseReleased)] == [moderator.pk, manager.pk]
    assert AuditEntry.objects.filter(action="case.released").count() == 2


def test_a_decided_case_is_neither_claimed_nor_released_nor_escalated(case, moderator):
    decide(case, moderator)
    for deed in (services.claim, services.release):
        with pytest.raises(CaseClosed):
            deed(actor=moderator, case_id=case.pk)
    with pytest.raises(CaseClosed):
        services.escalate(actor=moderator, case_id=case.pk, reason="Why")


def test_nobody_claims_what_is_about_them_what_they_reported_or_a_higher_role(moderator, colleague, manager, admin):
    own, reported = held_against(moderator), held_against(colleague, by=moderator)
    higher = held_against(manager)
    with pytest.raises(CaseNotFound):
        services.claim(actor=moderator, case_id=own.pk)
    with pytest.raises(OwnCase):
        services.claim(actor=manager, case_id=held_against(colleague, by=manager).pk)
    with pytest.raises(OwnCase):
        services.claim(actor=moderator, case_id=reported.pk)
    with pytest.raises(RankTooLow):
        services.claim(actor=colleague, case_id=higher.pk)
    assert services.claim(actor=admin, case_id=higher.pk).assignee_id == admin.pk


def test_members_do_nothing_to_cases(case, friend, agent):
    for person in (friend, agent):
        for deed in (services.claim, services.release):
            with pytest.raises(Forbidden):
                deed(actor=person, case_id=case.pk)
        with pytest.raises(Forbidden):
            services.write_note(actor=person, case_id=case.pk, text="Hello")


def test_a_note_is_for_the_staff_and_is_news(case, moderator):
    before = case.version
    note = services.write_note(actor=moderator, case_id=case.pk, text="  Look\nhere  ")
    case.refresh_from_db()
    assert (note.sort, note.text, note.actor_id) == ("noted", "Look\nhere", moderator.pk)
    assert (case.version, case.first_act_at is not None) == (before + 1, True)
    row = AuditEntry.objects.get(action="case.noted")
    assert "Look" not in str(row.after)
    for text in ("  ", "x" * 2_001):
        with pytest.raises(InvalidInput):
            services.write_note(actor=moderator, case_id=case.pk, text=text)
    decide(case, moderator)
    assert services.write_note(actor=moderator, case_id=case.pk, text="Afterwards").sort == "noted"


def test_an_escalated_case_is_looked_at_and_not_touched_from_below(case, moderator, manager, admin, recorded):
    services.claim(actor=moderator, case_id=case.pk)
    escalated = services.escalate(actor=moderator, case_id=case.pk, reason="A lawyer wrote")
    assert (escalated.needs_role, escalated.state, escalated.assignee_id) == ("manager", "open", None)
    for deed in (
        lambda: services.claim(actor=moderator, case_id=case.pk),
        lambda: decide(case, moderator),
        lambda: services.escalate(actor=moderator, case_id=case.pk, reason="Again"),
    ):
        with pytest.raises(NeedsHigherRole):
            deed()
    services.claim(actor=manager, case_id=case.pk)
    assert services.escalate(actor=manager, case_id=case.pk, reason="Yours").needs_role == "admin"
    with pytest.raises(CannotEscalate):
        services.escalate(actor=admin, case_id=case.pk, reason="To whom")
    assert [event.needs_role for event in recorded(CaseEscalated)] == ["manager", "admin"]
    rows = AuditEntry.objects.filter(action="case.escalated").order_by("pk")
    assert [(row.after["needs_role"], row.reason) for row in rows] == [
        ("manager", "A lawyer wrote"),
        ("admin", "Yours"),
    ]


def test_a_case_that_somebody_has_claimed_is_escalated_by_them_or_by_managers(case, moderator, colleague):
    services.claim(actor=moderator, case_id=case.pk)
    with pytest.raises(ClaimedByAnother):
        services.escalate(actor=colleague, case_id=case.pk, reason="Mine")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_claims_it(owner, stranger, person):
    case = held_against(owner, by=stranger)
    people = [person(f"moderator-{number}", role="moderator") for number in range(8)]
    tried = tried_at_once(lambda number: services.claim(actor=people[number], case_id=case.pk), 8)
    assert sum(isinstance(result, ClaimedByAnother) for result in tried) == 7
    winner = next(result for result in tried if isinstance(result, Case))
    case.refresh_from_db()
    assert (case.assignee_id, case.version) == (winner.assignee_id, 2)
    assert AuditEntry.objects.filter(action="case.claimed").count() == 1
