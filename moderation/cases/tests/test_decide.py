"""A decision ends a round: from the version that was seen, by somebody who may, as a whole or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.profiles.models import Profile
from accounts.users.errors import RankTooLow
from accounts.users.models import User
from config import clock
from config.audit.models import AuditEntry
from config.errors import Forbidden, InvalidInput, StaleVersion
from config.testing.crowd import tried_at_once
from moderation.cases import services
from moderation.cases.asked import Action
from moderation.cases.errors import CaseClosed, CaseNotFound, ClaimedByAnother, NeedsHigherRole, OwnCase
from moderation.cases.events import CaseDecided
from moderation.cases.models import Case, Decision
from moderation.cases.queries import decision_by_id
from moderation.cases.tests.making import DISMISS, HIDE, WARN, decide, edit, held_against
from moderation.cases.texts import digest_of, text_of
from moderation.sanctions.errors import ActNotPossible
from moderation.sanctions.models import Sanction

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(owner, stranger):
    return held_against(owner, by=stranger)


def test_a_decision_keeps_the_thing_as_it_was_then(case, owner, moderator, recorded):
    edit(owner, "Buy   my\nthings")
    made = decide(case, moderator, "acted", category="off_topic", note="The third one")
    edit(owner, "Nothing to see")
    kept = decision_by_id(made.pk)
    assert (kept.title, kept.excerpt) == ("owner", "owner Buy my things")
    assert (kept.outcome, kept.category, kept.reason, kept.note) == (
        "acted", "off_topic", "This is advertising.", "The third one",
    )  # fmt: skip
    assert (kept.made_by_id, kept.owner_id, kept.round) == (moderator.pk, owner.pk, 1)
    case.refresh_from_db()
    assert (case.state, case.category, case.assignee_id) == ("decided", "off_topic", None)
    told = recorded(CaseDecided)
    assert [(event.decision_id, event.owner_id, event.outcome) for event in told] == [(made.pk, owner.pk, "acted")]
    row = AuditEntry.objects.get(action="case.decided")
    assert (row.target_id, row.reason, row.after["actions"]) == (str(case.pk), "This is advertising.", ["hide"])


def test_several_acts_are_done_at_once(case, owner, moderator):
    until = clock.now() + timedelta(days=3)
    acts = [Action("hide"), Action("warn"), Action("mute", hours=24), Action("suspend", until=until)]
    made = decide(case, moderator, "acted", actions=acts)
    imposed = {row.act: row for row in Sanction.objects.filter(decision=made)}
    assert set(imposed) == {"hide", "warn", "mute", "suspend"}
    assert imposed["suspend"].until == until
    assert abs(imposed["mute"].until - clock.now() - timedelta(hours=24)) < timedelta(minutes=1)
    assert Profile.objects.get(pk=owner.pk).hidden_at is not None
    assert User.objects.get(pk=owner.pk).status == "suspended"


def test_what_cannot_be_done_undoes_all_of_it(case, owner, moderator):
    Case.objects.filter(pk=case.pk).update(kind="profile")
    with pytest.raises(ActNotPossible):
        decide(case, moderator, "acted", actions=[Action("ban"), Action("remove")])
    case.refresh_from_db()
    assert (case.state, case.version) == ("open", 1)
    assert User.objects.get(pk=owner.pk).status == "active"
    assert not Decision.objects.exists()
    assert not Sanction.objects.exists()
    assert not AuditEntry.objects.filter(action="case.decided").exists()


def test_a_decision_from_an_older_version_is_stale_even_on_a_decided_case(case, moderator, manager):
    seen = case.version
    services.write_note(actor=manager, case_id=case.pk, text="Wait")
    with pytest.raises(StaleVersion):
        services.decide(actor=moderator, case_id=case.pk, expected_version=seen, actions=DISMISS)
    decide(case, moderator)
    with pytest.raises(StaleVersion):
        services.decide(actor=moderator, case_id=case.pk, expected_version=seen, actions=DISMISS)
    with pytest.raises(CaseClosed):
        decide(case, moderator)


def test_a_text_that_was_edited_meanwhile_is_not_dismissed_unseen(case, owner, moderator):
    seen = digest_of(text_of("profile", owner.pk))
    edit(owner, "Something worse")
    with pytest.raises(StaleVersion):
        decide(case, moderator, "dismissed", seen_digest=seen)
    decide(case, moderator, "dismissed", seen_digest=digest_of(text_of("profile", owner.pk)))


def test_nobody_decides_about_their_own_what_they_reported_or_a_role_not_below_theirs(
    moderator, person, manager, admin
):
    colleague = person("colleague", role="moderator")
    with pytest.raises(CaseNotFound):
        decide(held_against(moderator), moderator)
    with pytest.raises(OwnCase):
        decide(held_against(person("ana"), by=moderator), moderator)
    for owner in (colleague, manager):
        with pytest.raises(RankTooLow):
            decide(held_against(owner), moderator)
    with pytest.raises(Forbidden):
        services.decide(actor=person("ben"), case_id=admin.pk, expected_version=1, actions=DISMISS)
    other_admin = person("admin-b", role="admin")
    assert decide(held_against(other_admin), admin).outcome == "dismissed"


def test_whoever_reported_an_earlier_round_may_decide_the_next(owner, moderator, manager, stranger):
    with clock.standing_at(clock.now() - timedelta(hours=1)):
        case = held_against(owner, by=moderator)
        decide(case, manager, "acted")
    held_against(owner, by=stranger)
    assert decide(case, moderator).round == 2


def test_a_case_that_another_has_claimed_is_decided_by_them_or_by_managers(case, person, moderator, manager):
    services.claim(actor=moderator, case_id=case.pk)
    with pytest.raises(ClaimedByAnother):
        decide(case, person("colleague", role="moderator"))
    assert decide(case, manager).made_by_id == manager.pk


def test_an_escalated_case_is_decided_by_the_role_it_needs(case, moderator, manager):
    services.escalate(actor=moderator, case_id=case.pk, reason="Not mine")
    with pytest.raises(NeedsHigherRole):
        decide(case, moderator)
    assert decide(case, manager).outcome == "dismissed"


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"actions": DISMISS, "category": "dull"}, "category", "invalid_choice"),
        ({"actions": []}, "actions", "required"),
        ({"actions": HIDE, "reason": " "}, "reason", "required"),
        ({"actions": HIDE, "reason": "x" * 501}, "reason", "max_length"),
        ({"actions": [*HIDE, *DISMISS]}, "actions", "not_used"),
        ({"actions": [Action("restore"), *WARN]}, "actions", "not_used"),
        ({"actions": [*HIDE, *HIDE]}, "actions", "repeated"),
        ({"actions": [Action("praise")]}, "actions.0.kind", "invalid_choice"),
        ({"actions": [Action("mute")]}, "actions.0.hours", "required"),
        ({"actions": [Action("suspend")]}, "actions.0.until", "required"),
        ({"actions": [Action("mute", hours=0)]}, "actions.0.hours", "out_of_range"),
        ({"actions": [Action("mute", hours=1, until=clock.now())]}, "actions.0.until", "not_used"),
        ({"actions": [Action("suspend", until=clock.now() - timedelta(hours=1))]}, "actions.0.until", "past"),
        (
            {"actions": [*HIDE, Action("suspend", until=clock.now() + timedelta(days=3_700))]},
            "actions.1.until",
            "too_far",
        ),
        ({"actions": [Action("ban", hours=3)]}, "actions.0.hours", "not_used"),
        ({"actions": [Action("ban", until=clock.now() + timedelta(days=1))]}, "actions.0.until", "not_used"),
        ({"actions": [Action("dismiss", label="sensitive")]}, "actions.0.label", "not_used"),
        ({"actions": [Action("hide", label="sensitive")]}, "actions.0.label", "not_used"),
        ({"actions": [*HIDE, Action("label")]}, "actions.1.label", "required"),
        ({"actions": [Action("label", label="odd")]}, "actions.0.label", "invalid_choice"),
    ],
)
def test_what_is_no_decision_is_named(case, moderator, said, field, code):
    said = {"reason": "x"} | said
    with pytest.raises(InvalidInput) as refused:
        services.decide(actor=moderator, case_id=case.pk, expected_version=1, **said)
    assert (field, code) in [(error.field, error.code) for error in refused.value.errors]


def test_all_wrong_actions_are_named_at_once_before_any_is_done(api, case, moderator, monkeypatch):
    done = []
    monkeypatch.setattr("moderation.sanctions.services.impose", lambda **asked: done.append(asked["act"]))
    actions = [
        {"kind": "hide"},
        {"kind": "suspend", "until": "2099-01-01T00:00:00Z"},
        {"kind": "label", "label": ""},
    ]
    answer = api.as_(moderator).post(
        f"/moderation/cases/{case.pk}/decide", {"actions": actions, "reason": "x"}, If_Match='"v1"'
    )
    assert answer.status_code == 400
    named = [(error["field"], error["code"]) for error in answer.json()["errors"]]
    assert named == [("actions.1.until", "too_far"), ("actions.2.label", "required")]
    assert done == []


def test_restoring_shows_the_thing_again_whatever_lay_on_it(case, owner, stranger, moderator):
    hidden = decide(case, moderator, "acted")
    held_against(owner, by=stranger)
    decide(case, moderator, "restored", reason="We were wrong")
    assert Profile.objects.get(pk=owner.pk).hidden_at is None
    assert Sanction.objects.get(decision=hidden).ended_as == "lifted"


def test_an_overturned_decision_is_undone_once(case, owner, moderator, manager, recorded):
    made = decide(case, moderator, "acted", actions=[*HIDE, Action("mute", hours=5)])
    overturned = services.overturn(decision_id=made.pk, actor=manager, reason="The source was ours")
    assert overturned.overturned_by_id == manager.pk
    services.overturn(decision_id=made.pk, actor=manager, reason="Again")
    assert Profile.objects.get(pk=owner.pk).hidden_at is None
    assert User.objects.get(pk=owner.pk).status == "active"
    assert set(Sanction.objects.values_list("ended_as", flat=True)) == {"overturned"}
    assert [event.decision_id for event in recorded("decision.overturned")] == [made.pk]
    entry = case.entries.latest("id")
    assert (entry.sort, entry.data) == ("appeal_decided", {"decision": str(made.pk), "overturned": True})
    row = AuditEntry.objects.get(action="decision.overturned")
    assert (row.target_id, row.reason) == (str(case.pk), "The source was ours")


def test_nobody_overturns_what_is_about_them_or_about_a_role_not_below_theirs(moderator, manager, person):
    made = decide(held_against(moderator), manager, "acted")
    with pytest.raises(CaseNotFound):
        services.overturn(decision_id=made.pk, actor=moderator, reason="I am fine")
    with pytest.raises(RankTooLow):
        services.overturn(decision_id=made.pk, actor=person("colleague", role="moderator"), reason="They are fine")
    with pytest.raises(CaseNotFound):
        services.overturn(decision_id=moderator.pk, actor=manager, reason="What")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_decides_and_each_report_is_in_its_round_or_opens_the_next(owner, person):
    case = held_against(owner)
    staff = [person(f"moderator-{number}", role="moderator") for number in range(4)]
    people = [person(f"reporter-{number}") for number in range(4)]

    def act(number):
        if number < 4:
            return services.decide(
                actor=staff[number], case_id=case.pk, expected_version=1, actions=HIDE, reason="Spam"
            )
        return held_against(owner, by=people[number - 4])

    tried = tried_at_once(act, 8)
    assert [type(result) for result in tried if isinstance(result, Exception)] == [StaleVersion] * 3
    assert Decision.objects.count() == Sanction.objects.count() == 1
    assert AuditEntry.objects.filter(action="case.decided").count() == 1
    case.refresh_from_db()
    decided = case.entries.filter(sort="decided").get()
    after = case.entries.filter(sort="reported", created_at__gt=decided.created_at).count()
    assert (case.round, case.state) == ((2, "open") if after else (1, "decided"))
    assert case.report_count == (after or 5)
