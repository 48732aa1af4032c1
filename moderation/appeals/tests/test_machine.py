"""An appeal under whatever both sides and time do to it, in any order: it ends once, and what it says is so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from config import clock
from config.errors import DomainError
from config.tests.machines.running import SEED, Conversation
from moderation.appeals import services
from moderation.appeals.models import Appeal, AppealMessage
from moderation.appeals.tests.making import MUTE, WARN, acted
from moderation.cases.models import Decision
from moderation.sanctions import services as sanctions
from moderation.sanctions.queries import sanctions_of, strike_points

FEW = settings(
    max_examples=4,
    stateful_step_count=12,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
STAFF = st.sampled_from(["maker", "colleague", "manager"])


@pytest.mark.django_db
def test_an_appeal_ends_once_whatever_happens_to_it(person: Any, owner: Any, moderator: Any, manager: Any) -> None:
    staff = {"maker": moderator, "colleague": person("colleague", role="moderator"), "manager": manager}

    class Life(Conversation):
        """`state` is what the appeal must be in; None before there is one."""

        def __init__(self) -> None:
            super().__init__()
            self.decision: Decision = acted(owner, moderator, WARN, MUTE)
            self.now, self.state, self.unanswered, self.written = clock.now(), "", {False: 0, True: 0}, 0

        def appeal(self) -> Appeal | None:
            return Appeal.objects.filter(decision=self.decision).first()

        def tried(self, deed: Any, **given: Any) -> bool:
            with clock.standing_at(self.now):
                try:
                    deed(**given)
                except DomainError:
                    return False
            return True

        @rule()
        def file(self) -> None:
            in_time = self.now < self.decision.created_at + timedelta(days=30)
            done = self.tried(services.file_appeal, actor=owner, decision_id=self.decision.pk, text="Wrong")
            assert done == (self.state == "" and in_time)
            self.state = "open" if done else self.state

        @rule(by_staff=st.booleans(), who=STAFF)
        def write(self, by_staff: bool, who: str) -> None:
            appeal = self.appeal()
            if appeal is None:
                return
            actor, deed = (staff[who], services.answer_appeal) if by_staff else (owner, services.write_message)
            done = self.tried(deed, actor=actor, appeal_id=appeal.pk, body="Word")
            assert done == (self.state == "open" and self.unanswered[by_staff] < 10)
            if done:
                self.written += 1
                self.unanswered = {by_staff: self.unanswered[by_staff] + 1, not by_staff: 0}

        @rule()
        def withdraw(self) -> None:
            appeal = self.appeal()
            if appeal is not None:
                done = self.tried(services.withdraw_appeal, actor=owner, appeal_id=appeal.pk)
                assert done == (self.state == "open")
                self.state = "withdrawn" if done else self.state

        @rule(who=STAFF, overturn=st.booleans(), is_stale=st.booleans())
        def decide(self, who: str, overturn: bool, is_stale: bool) -> None:
            appeal = self.appeal()
            if appeal is not None:
                seen = appeal.version - int(is_stale)
                said = {"expected_version": seen, "overturn": overturn, "reason": "Looked at."}
                done = self.tried(services.decide_appeal, actor=staff[who], appeal_id=appeal.pk, **said)
                assert done == (self.state == "open" and who != "maker" and not is_stale)
                if done:
                    self.state = "overturned" if overturn else "upheld"

        @rule(days=st.integers(1, 20))
        def time_passes(self, days: int) -> None:
            self.now += timedelta(days=days)
            with clock.standing_at(self.now):
                sanctions.expire_due()

        @invariant()
        def it_is_what_it_says(self) -> None:
            appeal = self.appeal()
            assert (appeal.state if appeal else "") == self.state
            assert AppealMessage.objects.filter(appeal=appeal).count() == self.written or appeal is None
            self.decision.refresh_from_db()
            is_overturned = self.state == "overturned"
            assert (self.decision.overturned_at is not None) == is_overturned
            imposed = sanctions_of([self.decision.pk])[self.decision.pk]
            assert all(row.ended_as == "overturned" for row in imposed) == is_overturned
            with clock.standing_at(self.decision.created_at):
                assert (strike_points(owner.pk) == 0) == is_overturned
            entries = list(self.decision.case.entries.filter(sort__startswith="appeal").values_list("sort", flat=True))
            ended = self.state in {"upheld", "overturned"}
            assert sorted(entries) == ["appeal_decided"] * int(ended) + ["appealed"] * int(self.state != "")

    run_state_machine_as_test(seed(SEED)(Life), settings=FEW)
