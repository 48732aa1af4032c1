"""Whatever comes after whatever, what shows of a workbook and a comment follows from what is in force; counts agree.

Sanctions are imposed, lifted and restored in any order, while its author edits, archives and publishes and screening
holds and releases. A plain model says what must show. `MACHINE_EXAMPLES` and `MACHINE_STEPS` make it long.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from accounts.users import services as users
from config.entities import kind
from config.tests.machines.running import PROFILE, SEED, Conversation
from moderation.sanctions import services
from moderation.sanctions.models import Sanction
from moderation.sanctions.tests.making import on_thing
from moderation.screening.models import Screening
from moderation.screening.tests.making import live_rule, settle, without_shipped_rules
from workbooks.catalog import queries as catalog_queries
from workbooks.catalog import services as catalog
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement
from workbooks.engagement.models import Comment
from workbooks.engagement.proof import prove_counters
from workbooks.tags.proof import prove_counts

pytestmark = [pytest.mark.django_db, pytest.mark.deep]

FEW = settings(
    PROFILE,
    max_examples=int(os.environ.get("MACHINE_EXAMPLES", "3")),
    stateful_step_count=int(os.environ.get("MACHINE_STEPS", "12")),
)
NAMES = st.sampled_from(["workbook", "comment"])
ACTS = ("hide", "remove", "label")
LABELS = ("sensitive", "disputed")


class Keeping(Conversation):
    """One workbook and one comment below it, whose author goes on writing."""

    @initialize()
    def begin(self) -> None:
        without_shipped_rules()
        live_rule("doubtful", outcome="hold")
        self.author, self.reader, self.staff = (
            users.create_user(username=name, email=f"{name}@example.com", role=role)
            for name, role in (("author", "member"), ("reader", "member"), ("watcher", "moderator"))
        )
        book = published(self.author, tags=["Energy"])
        comment = engagement.write_comment(author=self.author, workbook_id=book.pk, body="Mine")
        self.things: dict[str, Any] = {"workbook": book, "comment": comment}
        self.in_force: dict[str, dict[str, str]] = {"workbook": {}, "comment": {}}
        self.held: set[str] = set()
        self.is_published = True
        self.edits = 0

    @rule(name=NAMES, act=st.sampled_from(ACTS), label=st.sampled_from(LABELS))
    def impose(self, name: str, act: str, label: str) -> None:
        label = label if act == "label" else ""
        on_thing(self.staff, act, self.things[name], kind=name, label=label)
        self.in_force[name][act] = label

    @rule(name=NAMES, act=st.sampled_from(ACTS), ended_as=st.sampled_from(["lifted", "overturned"]))
    def lift(self, name: str, act: str, ended_as: str) -> None:
        row = Sanction.objects.filter(thing_id=self.things[name].pk, act=act).order_by("-pk").first()
        if row is not None:
            services.lift(sanction_id=row.pk, actor=self.staff, ended_as=ended_as)
            self.in_force[name].pop(act, None)

    @rule(name=NAMES)
    def restore(self, name: str) -> None:
        services.restore_thing(kind=name, thing_id=self.things[name].pk, actor=self.staff)
        self.in_force[name].clear()

    @rule(name=NAMES, is_doubtful=st.booleans())
    def edit(self, name: str, is_doubtful: bool) -> None:
        self.edits += 1
        text = f"{'doubtful' if is_doubtful else 'plain'} {self.edits}"
        if not self.seen_by(self.author, name):
            return
        if name == "workbook":
            catalog.edit_workbook(actor=self.author, workbook_id=self.things[name].pk, changes={"title": text})
        else:
            engagement.edit_comment(actor=self.author, comment_id=self.things[name].pk, body=text)
        if is_doubtful:
            self.held.add(name)

    @rule(name=NAMES)
    def release(self, name: str) -> None:
        row = Screening.objects.filter(thing_id=self.things[name].pk, settled_at=None).first()
        if row is not None:
            settle(self.staff, row, "released")
        self.held.discard(name)

    @rule()
    def archive_or_publish(self) -> None:
        if not self.seen_by(self.author, "workbook"):
            return
        turn = catalog.archive_workbook if self.is_published else catalog.publish_workbook
        turn(actor=self.author, workbook_id=self.things["workbook"].pk)
        self.is_published = not self.is_published

    def seen_by(self, viewer: Any, name: str) -> bool:
        return kind(name).visible_to(viewer).filter(pk=self.things[name].pk).exists()

    def shows(self, name: str) -> bool:
        return not {"hide", "remove"} & self.in_force[name].keys() and name not in self.held

    @invariant()
    def it_shows_what_it_must(self) -> None:
        if not hasattr(self, "things"):
            return
        workbook_shows = self.shows("workbook") and self.is_published
        assert self.seen_by(self.reader, "workbook") == workbook_shows
        assert self.seen_by(self.reader, "comment") == (workbook_shows and self.shows("comment"))
        is_there = "remove" not in self.in_force["workbook"]
        assert self.seen_by(self.author, "workbook") == is_there
        assert catalog_queries.own(self.author).exists() == is_there
        assert self.seen_by(self.author, "comment") == (is_there and "remove" not in self.in_force["comment"])
        assert Workbook.objects.get().label == self.in_force["workbook"].get("label", "")
        assert Comment.objects.get().label == self.in_force["comment"].get("label", "")

    def teardown(self) -> None:
        try:
            assert [*prove_counters(), *prove_counts()] == []
            counted = dict(catalog_queries.recounted_workbooks([self.author.pk]))
            self.author.profile.refresh_from_db()
            assert self.author.profile.workbooks_count == counted.get(self.author.pk, 0)
        finally:
            super().teardown()


def test_what_shows_follows_from_what_is_in_force() -> None:
    print(f"FUZZ_SEED={SEED} MACHINE_EXAMPLES={FEW.max_examples} MACHINE_STEPS={FEW.stateful_step_count}")
    run_state_machine_as_test(seed(SEED)(Keeping), settings=FEW)
