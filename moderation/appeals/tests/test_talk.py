"""The dialogue on an appeal: bounded, of two sides, one of which has no names."""

from __future__ import annotations

import pytest

from config.audit.models import AuditEntry
from config.testing.client import codes
from moderation.appeals import queries, services
from moderation.appeals.errors import AnswerAwaited, DialogueFull
from moderation.appeals.events import AppealMessageWritten
from moderation.appeals.tests.making import appealed

pytestmark = pytest.mark.django_db


def test_both_sides_write_and_the_member_does_not_learn_who(api, owner, moderator, manager, recorded):
    appeal = appealed(owner, moderator)
    own, staff = f"/appeals/{appeal.pk}", f"/moderation/appeals/{appeal.pk}"
    assert api.as_(owner).post(f"{own}/messages", {"body": "Why?"}).status_code == 201
    answered = api.as_(manager).post(f"{staff}/messages", {"body": "We look at it."})
    assert answered.status_code == 201
    assert [(each["by"], each["author"]) for each in answered.json()["messages"]] == [
        ("member", "owner"),
        ("staff", "manager-m"),
    ]
    told = api.as_(owner).get(own)
    assert [(each["by"], each["body"]) for each in told.json()["messages"]] == [
        ("member", "Why?"),
        ("staff", "We look at it."),
    ]
    for name in (manager.username, moderator.username, str(manager.pk), str(moderator.pk)):
        assert name not in told.content.decode()
    assert [event.to_id for event in recorded(AppealMessageWritten)] == [None, owner.pk]
    noted = AuditEntry.objects.get(action="appeal.answered")
    assert (noted.actor_id, noted.target_id) == (manager.pk, str(appeal.pk))


def test_whoever_made_the_decision_may_explain_it_and_whoever_reported_it_keeps_out(api, owner, moderator, person):
    reporter = person("moderator-n", role="moderator")
    appeal = appealed(owner, moderator, reporter=reporter)
    path = f"/moderation/appeals/{appeal.pk}/messages"
    assert api.as_(moderator).post(path, {"body": "Because."}).status_code == 201
    answer = api.as_(reporter).post(path, {"body": "Because."})
    assert (answer.status_code, answer.json()["code"]) == (403, "own_decision")


def test_after_ten_in_a_row_it_is_the_others_turn(api, owner, moderator):
    appeal = appealed(owner, moderator)
    for _ in range(10):
        services.write_message(actor=owner, appeal_id=appeal.pk, body="And?")
    answer = api.as_(owner).post(f"/appeals/{appeal.pk}/messages", {"body": "And?"})
    assert (answer.status_code, answer.json()["code"]) == (409, "answer_awaited")
    services.answer_appeal(actor=moderator, appeal_id=appeal.pk, body="Patience.")
    services.write_message(actor=owner, appeal_id=appeal.pk, body="And?")
    for _ in range(10):
        services.answer_appeal(actor=moderator, appeal_id=appeal.pk, body="Patience.")
    with pytest.raises(AnswerAwaited):
        services.answer_appeal(actor=moderator, appeal_id=appeal.pk, body="Patience.")


def test_there_is_room_for_so_many_messages(owner, moderator, monkeypatch):
    from moderation.appeals.services import talking

    monkeypatch.setattr(talking, "MOST_MESSAGES", 3)
    appeal = appealed(owner, moderator)
    for _ in range(3):
        services.write_message(actor=owner, appeal_id=appeal.pk, body="And?")
    with pytest.raises(DialogueFull):
        services.answer_appeal(actor=moderator, appeal_id=appeal.pk, body="Enough.")
    assert len(queries.messages_of(appeal.pk)) == 3


def test_on_a_closed_appeal_nobody_writes(api, owner, moderator):
    appeal = appealed(owner, moderator)
    services.withdraw_appeal(actor=owner, appeal_id=appeal.pk)
    for client, path in (
        (api.as_(owner), f"/appeals/{appeal.pk}/messages"),
        (api.as_(moderator), f"/moderation/appeals/{appeal.pk}/messages"),
    ):
        answer = client.post(path, {"body": "And?"})
        assert (answer.status_code, answer.json()["code"]) == (409, "appeal_closed")


def test_the_same_message_sent_again_is_one(api, owner, moderator):
    appeal, client = appealed(owner, moderator), api.as_(owner)
    for _ in range(2):
        sent = client.post(f"/appeals/{appeal.pk}/messages", {"body": "Why?"}, Idempotency_Key="once")
        assert (sent.status_code, len(sent.json()["messages"])) == (201, 1)


@pytest.mark.parametrize(
    ("body", "code"), [("", "blank"), ("x" * 2_001, "max_length"), ("\u202e", "control_characters")]
)
def test_what_is_no_message_is_named(api, owner, moderator, body, code):
    appeal = appealed(owner, moderator)
    answer = api.as_(owner).post(f"/appeals/{appeal.pk}/messages", {"body": body})
    assert (answer.status_code, codes(answer)) == (400, {"body": code})


def test_strangers_see_and_write_nothing(api, owner, stranger, moderator):
    appeal = appealed(owner, moderator)
    for answer in (
        api.as_(stranger).get(f"/appeals/{appeal.pk}"),
        api.as_(stranger).post(f"/appeals/{appeal.pk}/messages", {"body": "And?"}),
        api.as_(moderator).post(f"/appeals/{appeal.pk}/messages", {"body": "And?"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "appeal_not_found")
    assert api.as_(stranger).get(f"/moderation/appeals/{appeal.pk}").status_code == 403
