"""A case under whatever moderators, reporters and time do to it, in any order: it is one case and keeps its word."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from config import clock
from config.errors import DomainError
from config.roles import RANK
from config.tests.machines.running import SEED, Conversation
from moderation.cases import services
from moderation.cases.models import Case, Decision
from moderation.cases.tests.making import decide, edit, held_against

FEW = settings(
    max_examples=4,
    stateful_step_count=12,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
STAFF = st.sampled_from(["moderator", "colleague", "manager", "admin"])


@pytest.mark.django_db
def test_a_case_keeps_its_word_whatever_happens_to_it(person: Any, owner: Any, stranger: Any) -> None:
    staff = {
        "moderator": person("moderator-m", role="moderator"),
        "colleague": person("colleague", role="moderator"),
        "manager": person("manager-m", role="manager"),
        "admin": person("admin-a", role="admin"),
    }

    class Life(Conversation):
        """`case` is what is in the database; `fine` the text that was last found fine."""

        def __init__(self) -> None:
            super().__init__()
            self.case = held_against(owner, by=stranger)
            self.now, self.edits, self.is_fine, self.versions = clock.now(), 0, False, 0

        def seen(self) -> Case:
            self.case.refresh_from_db()
            return self.case

        def tried(self, deed: Any, **given: Any) -> bool:
            with clock.standing_at(self.now):
                try:
                    deed(**given)
                except DomainError:
                    return False
            return True

        @rule(category=st.sampled_from(["spam", "hate"]))
        def report(self, category: str) -> None:
            before = self.seen()
            was_decided, round_before = before.state == "decided", before.round
            with clock.standing_at(self.now):
                held_against(owner, by=stranger, category=category)
            opened = self.seen().round - round_before
            assert opened == int(was_decided and not self.is_fine)

        @rule(who=STAFF, over=st.booleans())
        def claim(self, who: str, over: bool) -> None:
            before = self.seen()
            held_by, needs, state = before.assignee_id, before.needs_role, before.state
            done = self.tried(services.claim, actor=staff[who], case_id=self.case.pk, take_over=over)
            may = RANK[staff[who].role] >= RANK[needs] and state != "decided"
            free = held_by in (None, staff[who].pk) or (over and RANK[staff[who].role] >= RANK["manager"])
            assert done == (may and free)
            assert not done or self.seen().assignee_id == staff[who].pk

        @rule(who=STAFF)
        def release(self, who: str) -> None:
            self.tried(services.release, actor=staff[who], case_id=self.case.pk)

        @rule(who=STAFF)
        def escalate(self, who: str) -> None:
            before = self.seen().needs_role
            done = self.tried(services.escalate, actor=staff[who], case_id=self.case.pk, reason="Up")
            assert RANK[self.seen().needs_role] == RANK[before] + int(done)

        @rule(who=STAFF, outcome=st.sampled_from(["dismissed", "acted", "restored"]))
        def decide(self, who: str, outcome: str) -> None:
            before = self.seen()
            held_by, needs, round_before = before.assignee_id, before.needs_role, before.round
            free = held_by in (None, staff[who].pk) or RANK[staff[who].role] >= RANK["manager"]
            may = RANK[staff[who].role] >= RANK[needs] and free and before.state != "decided"
            assert self.tried(decide, case=self.case, actor=staff[who], outcome=outcome) == may
            if may:
                self.is_fine = outcome == "dismissed"
                assert Decision.objects.filter(case=self.case, round=round_before).get().outcome == outcome

        @precondition(lambda self: self.edits < 5)
        @rule()
        def edit_the_text(self) -> None:
            self.edits += 1
            edit(owner, f"Text {self.edits} of {id(self)}")
            self.is_fine = False

        @rule(hours=st.integers(1, 40))
        def time_passes(self, hours: int) -> None:
            self.now += timedelta(hours=hours)
            with clock.standing_at(self.now):
                services.tend()

        @invariant()
        def it_is_one_case_with_a_decision_a_round(self) -> None:
            case = self.seen()
            assert Case.objects.count() == 1
            assert case.version >= self.versions
            self.versions = case.version
            assert (case.state == "claimed") == (case.assignee_id is not None)
            assert (case.state == "decided") == (case.decided_at is not None)
            ended = case.round if case.state == "decided" else case.round - 1
            assert list(case.decisions.order_by("round").values_list("round", flat=True)) == list(range(1, ended + 1))
            assert case.entries.filter(sort="overdue").count() <= case.round
            assert 0 <= case.score <= 100

    run_state_machine_as_test(seed(SEED)(Life), settings=FEW)
