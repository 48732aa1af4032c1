"""Whatever is done to inboxes, in whatever order: lists and counts are those of a model that knows no tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from config import clock
from config.db import uuid7
from notifications.inbox import services
from notifications.inbox.models import InboxState, Notification
from notifications.inbox.proof import wrong_counts
from notifications.inbox.queries import unread_counts
from notifications.inbox.tests.town import members
from notifications.inbox.told import Told
from notifications.types import find

TYPES = ("workbook.favorited", "comment.liked")
_causes = count(5_000_000)


@dataclass
class Row:
    """A notification as the model has it: its group, its live events as (cause, actor), and how it stands."""

    group: tuple[str, int]
    events: list[tuple[int, UUID]]
    position: int
    is_read: bool = False
    is_archived: bool = False


@dataclass
class Inbox:
    """One member's inbox in the model."""

    rows: list[Row] = field(default_factory=list)
    position: int = 0

    def unread(self) -> list[Row]:
        return [row for row in self.rows if not row.is_read and not row.is_archived]

    def listed(self) -> list[Row]:
        return sorted((row for row in self.rows if not row.is_archived), key=lambda row: -row.position)


class Inboxes(RuleBasedStateMachine):
    """Two inboxes, three people who do things, two things they do them to."""

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        self.owners = members(2, name=f"inbox-{next(_causes)}")
        self.people = [uuid7() for _ in range(3)]
        self.things = [uuid7() for _ in range(2)]
        self.inboxes = {owner: Inbox() for owner in self.owners}
        self.told: list[tuple[Told, list[UUID]]] = []

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.point)

    @rule(
        type=st.sampled_from(TYPES),
        actor=st.integers(0, 2),
        thing=st.integers(0, 1),
        owners=st.sets(st.integers(0, 1), min_size=1),
    )
    def tell(self, type: str, actor: int, thing: int, owners: set[int]) -> None:
        declared = find(type)
        assert declared is not None
        made = Told(
            type=declared,
            cause_id=next(_causes),
            at=clock.now(),
            group=f"{type}:{thing}",
            actor_id=self.people[actor],
            thing=("workbook", self.things[thing]),
        )
        recipients = [self.owners[each] for each in sorted(owners)]
        assert services.tell(made, recipients) == len(recipients)
        self.told.append((made, recipients))
        for owner in recipients:
            self._told(self.inboxes[owner], (type, thing), (made.cause_id, self.people[actor]))

    def _told(self, inbox: Inbox, group: tuple[str, int], event: tuple[int, UUID]) -> None:
        inbox.position += 1
        for row in inbox.unread():
            if row.group == group:
                row.events.append(event)
                row.position = inbox.position
                return
        inbox.rows.append(Row(group, [event], inbox.position))

    @precondition(lambda self: self.told)
    @rule(data=st.data())
    def tell_again(self, data: st.DataObject) -> None:
        made, recipients = data.draw(st.sampled_from(self.told))
        assert services.tell(made, recipients) == 0

    @rule(type=st.sampled_from(TYPES), actor=st.integers(0, 2), thing=st.integers(0, 1))
    def take_back(self, type: str, actor: int, thing: int) -> None:
        person = self.people[actor]
        services.take_back(services.causes_of(types=[type], actor_id=person, thing_id=self.things[thing]))
        for inbox in self.inboxes.values():
            for row in inbox.rows:
                if row.group == (type, thing):
                    row.events = [(cause, by) for cause, by in row.events if by != person]
            inbox.rows = [row for row in inbox.rows if row.events]

    @rule(actor=st.integers(0, 2))
    def forget(self, actor: int) -> None:
        services.forget_actor(self.people[actor], batch=2)
        for inbox in self.inboxes.values():
            for row in inbox.rows:
                row.events = [(cause, by) for cause, by in row.events if by != self.people[actor]]
            inbox.rows = [row for row in inbox.rows if row.events]

    @rule(owner=st.integers(0, 1))
    def read_all(self, owner: int) -> None:
        inbox = self.inboxes[self.owners[owner]]
        assert services.read_all(member_id=self.owners[owner]) == len(inbox.unread())
        for row in inbox.unread():
            row.is_read = True

    @rule(owner=st.integers(0, 1), place=st.integers(0, 5))
    def read_before(self, owner: int, place: int) -> None:
        inbox = self.inboxes[self.owners[owner]]
        listed = inbox.listed()
        if place >= len(listed):
            return
        position = listed[place].position
        below = [row for row in inbox.unread() if row.position <= position]
        assert services.read_before(member_id=self.owners[owner], position=position) == len(below)
        for row in below:
            row.is_read = True

    @rule(owner=st.integers(0, 1), place=st.integers(0, 5), deed=st.sampled_from(["read", "archive", "delete"]))
    def do(self, owner: int, place: int, deed: str) -> None:
        member_id = self.owners[owner]
        inbox = self.inboxes[member_id]
        listed = inbox.listed()
        if place >= len(listed):
            return
        row = listed[place]
        kept = Notification.objects.get(recipient_id=member_id, position=row.position)
        if deed == "read":
            services.read_notification(member_id=member_id, notification_id=kept.pk)
            row.is_read = True
        elif deed == "archive":
            services.archive(member_id=member_id, notification_id=kept.pk)
            row.is_read = row.is_archived = True
        else:
            services.delete(member_id=member_id, notification_id=kept.pk)
            inbox.rows.remove(row)

    @rule(batch=st.integers(1, 3))
    def settle(self, batch: int) -> None:
        services.settle(batch=batch)

    @invariant()
    def all_agree(self) -> None:
        for member_id, inbox in self.inboxes.items():
            listed = Notification.objects.filter(recipient_id=member_id, archived_at__isnull=True)
            state = InboxState.objects.filter(pk=member_id).first()
            through = state.read_through if state else 0
            found = [
                (row.position, row.count, row.actor_count, row.read_at is not None or row.position <= through)
                for row in listed.order_by("-position")
            ]
            wanted = [
                (row.position, len(row.events), len({by for _cause, by in row.events}), row.is_read)
                for row in inbox.listed()
            ]
            assert found == wanted
            assert unread_counts(member_id)["total"] == len(inbox.unread())
            newest = [list(dict.fromkeys(by for _cause, by in reversed(row.events)))[:3] for row in inbox.listed()]
            kept: list[Any] = [
                [each for each in (row.actor_id, row.second_id, row.third_id) if each is not None]
                for row in listed.order_by("-position")
            ]
            assert kept == newest
        assert list(wrong_counts()) == []


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore")
def test_whatever_is_done_lists_and_counts_are_those_of_the_model() -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Inboxes,
        settings=settings(
            max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
