"""The checker sees each kind of damage, and the faults that are made are faults: otherwise a green run says nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, transaction

from accounts.auth import services as auth
from accounts.auth.models import RefreshToken
from accounts.profiles.models import Profile
from accounts.users.models import User
from config import clock
from config.api.models import IdempotentAnswer
from config.audit import chain, note
from config.audit.models import AuditEntry
from config.events.models import Delivery, DomainEvent
from config.jobs.models import TaskRun
from config.testing import checker
from config.testing.audit import lifted_triggers
from config.testing.failing import Died, failing
from config.testing.installing import install
from config.testing.snapshot import changed, snapshot
from social.friends import services as friends
from social.graph import services as graph
from social.graph.models import Block, Follow, Friendship
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement
from workbooks.engagement.models import Comment
from workbooks.tags.models import Tag

ROOT = Path(__file__).resolve().parent.parent.parent.parent


def damage_profile(owner: Any, workbook: Any) -> None:
    Profile.objects.filter(pk=owner.pk).update(followers_count=41)


def damage_workbook(owner: Any, workbook: Any) -> None:
    Workbook.objects.filter(pk=workbook.pk).update(favorite_count=41)


def damage_tag(owner: Any, workbook: Any) -> None:
    Tag.objects.update(workbooks_count=41)


def lose_profile(owner: Any, workbook: Any) -> None:
    Profile.objects.filter(pk=owner.pk).delete()


def lose_comment(owner: Any, workbook: Any) -> None:
    made = engagement.write_comment(author=owner, workbook_id=workbook.pk, body="Here and gone.")
    Comment.objects.filter(pk=made.pk).delete()
    Workbook.objects.filter(pk=workbook.pk).update(comment_count=0)


def owe(**values: Any) -> None:
    event = DomainEvent.objects.latest("pk")
    given = {"event": event, "subscriber": "mail.welcome", "subject": event.subject}
    Delivery.objects.create(**given | values)


def park(owner: Any, workbook: Any) -> None:
    owe(state="parked", last_error="Traceback\nValueError: poison")


def owe_to_nobody(owner: Any, workbook: Any) -> None:
    owe(subscriber="gone.long_ago")


def owe_for_another(owner: Any, workbook: Any) -> None:
    owe(subject="workbook:another")


def forget_lease(owner: Any, workbook: Any) -> None:
    owe(lease=uuid4(), leased_until=clock.now() - timedelta(minutes=2))


def fork_session(owner: Any, workbook: Any) -> None:
    issued = auth.open_session(user=owner)
    token = RefreshToken.objects.get(session_id=issued.session_id)
    RefreshToken.objects.create(
        session_id=issued.session_id, generation=2, digest="another", expires_at=token.expires_at
    )


def strand_session(owner: Any, workbook: Any) -> None:
    issued = auth.open_session(user=owner)
    RefreshToken.objects.filter(session_id=issued.session_id).update(used_at=clock.now())


def change_audit(owner: Any, workbook: Any) -> None:
    note(action="test.happened", actor=owner)
    chain.seal_new()
    with lifted_triggers():
        AuditEntry.objects.update(reason="another")


def halve_friendship(owner: Any, workbook: Any) -> None:
    friend = User.objects.exclude(pk=owner.pk).first()
    graph.make_friends(actor=owner, person=friend)
    Friendship.objects.filter(member=owner).delete()


def follow_over_block(owner: Any, workbook: Any) -> None:
    other = User.objects.exclude(pk=owner.pk).first()
    graph.follow(actor=other, person=owner)
    Block.objects.create(blocker=owner, blocked=other)


def ask_over_block(owner: Any, workbook: Any) -> None:
    other = User.objects.exclude(pk=owner.pk).first()
    friends.request_friendship(sender=other, person=owner)
    Block.objects.create(blocker=owner, blocked=other)


def publish_twice(owner: Any, workbook: Any) -> None:
    told = DomainEvent.objects.filter(name="workbook.published").latest("pk")
    told.pk = None
    told.save(force_insert=True)


def answer_untruly(owner: Any, workbook: Any) -> None:
    keep_answer("/api/v1/workbooks", uuid4())


def claim_twice(owner: Any, workbook: Any) -> None:
    keep_answer("/api/v1/workbooks", workbook.pk)
    keep_answer(f"/api/v1/workbooks/{workbook.pk}/duplicate", workbook.pk)


def keep_answer(path: str, thing: Any) -> None:
    IdempotentAnswer.objects.create(
        actor="user:1",
        route=f"POST {path}",
        key=uuid4().hex,
        request_hash="",
        status=201,
        content_type="application/json",
        body=json.dumps({"id": str(thing)}).encode(),
    )


def forget_run(owner: Any, workbook: Any) -> None:
    long_ago = clock.now() - timedelta(minutes=5)
    TaskRun.objects.create(name="test.job", outcome="running", started_at=long_ago, alive_at=long_ago)


def keep_run_waiting(owner: Any, workbook: Any) -> None:
    TaskRun.objects.create(name="test.job", outcome="waiting", due_at=clock.now() - timedelta(minutes=5))


def double_follow(owner: Any, workbook: Any) -> None:
    other = User.objects.exclude(pk=owner.pk).first()
    graph.follow(actor=other, person=owner)
    constraint = next(each for each in Follow._meta.constraints if each.name == "follow_once")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.schema_editor(atomic=True) as editor:
        editor.remove_constraint(Follow, constraint)
    Follow.objects.create(follower=other, followee=owner)
    Profile.objects.filter(pk=owner.pk).update(followers_count=2)
    Profile.objects.filter(pk=other.pk).update(following_count=2)


DAMAGES: dict[Callable[[Any, Any], None], str] = {
    damage_profile: "followers of",
    damage_workbook: "workbook.favorite_count of",
    damage_tag: "tag.workbooks_count of",
    lose_profile: "has no profile",
    lose_comment: "which is not there and was never deleted",
    park: "is parked: ValueError: poison",
    owe_to_nobody: "no subscriber has that name",
    owe_for_another: "another subject than its event",
    forget_lease: "nobody has freed it",
    fork_session: "has 2 refresh tokens",
    strand_session: "has 0 refresh tokens",
    change_audit: "was changed",
    halve_friendship: "who does not have them",
    follow_over_block: "although a block stands between them",
    ask_over_block: "(FriendRequest), although a block stands between them",
    publish_twice: "has workbook.published 2 times in the log",
    answer_untruly: "was made, and it is not there",
    claim_twice: "to two keys are about the same Workbook",
    forget_run: "nobody has found it",
    keep_run_waiting: "nobody has begun it",
}


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_each_kind_of_damage_is_one_sentence(damage: Any, owner: Any, stranger: Any) -> None:
    workbook = published(owner, tags=["Harbour"])
    assert checker.findings() == []
    damage(owner, workbook)
    (found,) = checker.findings()
    assert DAMAGES[damage] in found


@pytest.mark.postgres
def test_an_edge_that_is_there_twice_is_found_once_its_constraint_was_away(owner: Any, stranger: Any) -> None:
    with transaction.atomic():
        double_follow(owner, None)
        (found,) = checker.findings()
        assert found.startswith("Follow with follower_id ")
        assert found.endswith("is there 2 times.")
        transaction.set_rollback(True)


def test_what_was_deleted_in_good_order_is_no_damage(owner: Any) -> None:
    workbook = published(owner)
    comment = engagement.write_comment(author=owner, workbook_id=workbook.pk, body="Here and gone.")
    engagement.delete_comment(actor=owner, comment_id=comment.pk)
    Comment.objects.filter(pk=comment.pk).delete()
    assert checker.findings() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("dies", [False, True], ids=["statement-fails", "process-dies"])
def test_a_deed_in_two_transactions_shows_as_half_a_change(person: Any, dies: bool) -> None:
    """What the trial of every statement looks for is seen where it is there."""
    owner, other = person("owner"), person("other")
    before = snapshot()

    def follow_in_pieces() -> None:
        Follow.objects.create(follower=other, followee=owner)
        Profile.objects.filter(pk=owner.pk).update(followers_count=1)
        Profile.objects.filter(pk=other.pk).update(following_count=1)

    with failing(2, dies=dies) as fault, pytest.raises((OperationalError, Died)):
        follow_in_pieces()
    assert fault.statement.startswith("UPDATE")
    assert changed(before, snapshot()) == {"social_follow: rows": 1}
    assert [found.split()[0] for found in checker.findings()] == ["followers", "following"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("dies", [False, True], ids=["statement-fails", "process-dies"])
def test_a_commit_that_fails_leaves_nothing_and_calls_nobody(person: Any, dies: bool) -> None:
    owner, other = person("owner"), person("other")
    called: list[str] = []
    before = snapshot()

    @transaction.atomic
    def follow() -> None:
        transaction.on_commit(lambda: called.append("follow"))
        Follow.objects.create(follower=other, followee=owner)

    statements = []
    while "COMMIT" not in statements:
        with failing(len(statements) + 1, dies=dies) as fault, pytest.raises((OperationalError, Died)):
            follow()
        statements.append(fault.statement)
        assert changed(before, snapshot()) == {}
    assert len(statements) >= 2
    assert called == []
    follow()
    assert called == ["follow"]


@pytest.mark.once
def test_it_runs_by_itself_and_ends_with_one_where_something_is_wrong(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}}
    environment |= {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings", "LOG_LEVEL": "ERROR"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    install(tmp_path)
    clean = run("-m", "config.testing.checker")
    assert (clean.returncode, clean.stdout) == (0, "Nothing is wrong.\n"), clean.stderr
    plant = "from workbooks.tags.models import Tag; Tag.objects.create(slug='a', name='A', workbooks_count=3)"
    assert run("manage.py", "shell", "-c", plant).returncode == 0
    wrong = run("-m", "config.testing.checker")
    assert wrong.returncode == 1
    assert "kept 3, counted 0" in wrong.stdout
    assert wrong.stdout.endswith("1 findings.\n")
