"""Whether everyone may see what a message is about is asked when it is sent, not when it was made."""

from __future__ import annotations

import msgspec
import pytest

from accounts.profiles import services as profiles
from accounts.users import services as users
from config import clock
from config.events import event_classes
from config.events.event import event_class
from config.roles import Status
from notifications.webhooks import opened, sending, services, shapes
from notifications.webhooks.models import WebhookMessage
from notifications.webhooks.opened import OPEN
from notifications.webhooks.tests import trial
from notifications.webhooks.tests.trial import EMBED, published
from social.graph import services as graph
from workbooks.catalog import services as catalog
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db


@pytest.fixture
def all_of_it(receiver, manager):
    """An endpoint that hears everything that is open."""
    return trial.made(manager, receiver.url, sorted(OPEN))


@pytest.fixture
def told(receiver, deliver):
    """What the receiver got, by type."""

    def run() -> list[str]:
        deliver()
        while sending.send_due().sent:
            pass
        return [came.said["type"] for came in receiver.asked]

    return run


def edit(author, workbook, **changes):
    return catalog.edit_workbook(actor=author, workbook_id=workbook.pk, changes=changes)


@pytest.mark.parametrize("visibility", ["private", "followers", "unlisted"])
def test_of_what_not_everyone_finds_nothing_goes_out(all_of_it, told, owner, friend, moderator, visibility):
    row = catalog.create_workbook(author=owner, title="Plan", embed_url=EMBED)
    edit(owner, row, visibility=visibility)
    catalog.publish_workbook(actor=owner, workbook_id=row.pk)
    edit(owner, row, title="Another plan")
    if visibility != "private":
        comment = engagement.write_comment(author=friend, workbook_id=row.pk, body="I see")
        engagement.hide_comment(comment.pk)
    catalog.archive_workbook(actor=owner, workbook_id=row.pk)
    catalog.delete_workbook(actor=owner, workbook_id=row.pk)
    assert not {word for word in told() if not word.startswith("user.")}
    assert set(WebhookMessage.objects.exclude(type__startswith="user.").values_list("state", flat=True)) == {"withheld"}


def test_what_became_private_before_it_was_sent_is_not(all_of_it, receiver, told, owner, deliver):
    row = published(owner)
    deliver()
    assert WebhookMessage.objects.filter(type="workbook.published", state="waiting").exists()
    edit(owner, row, visibility="private")
    assert "workbook.published" not in told()
    assert all(str(row.pk).encode() not in came.body for came in receiver.asked)


def test_what_became_private_between_two_attempts_is_not_sent_again(all_of_it, receiver, told, owner, deliver):
    from config.testing.hostile import answer

    receiver.answers = [answer(status="500 Internal Server Error"), answer(status="204 No Content")]
    WebhookMessage.objects.all().delete()
    row = published(owner)
    deliver()
    WebhookMessage.objects.exclude(type="workbook.published").delete()
    sending.send_due()
    edit(owner, row, visibility="private")
    trial.due_now()
    told()
    assert [came.said["type"] for came in receiver.asked] == ["workbook.published"]
    assert WebhookMessage.objects.get(type="workbook.published").state == "withheld"


def test_what_is_sent_again_by_hand_is_asked_about_again(all_of_it, receiver, told, owner, manager):
    row = published(owner)
    told()
    message = WebhookMessage.objects.get(type="workbook.published")
    assert message.state == "sent"
    edit(owner, row, visibility="private")
    before = len(receiver.asked)
    services.redeliver(actor=manager, webhook_id=all_of_it.endpoint.pk, message_id=message.pk)
    assert sending.send_due().withheld == 1
    assert len(receiver.asked) == before


def test_what_is_taken_back_is_told(all_of_it, told, owner, stranger):
    row = published(owner)
    comment = engagement.write_comment(author=stranger, workbook_id=row.pk, body="Well done")
    assert {"workbook.published", "comment.created"} <= set(told())
    engagement.delete_comment(actor=stranger, comment_id=comment.pk)
    catalog.hide_workbook(row.pk)
    catalog.delete_workbook(actor=owner, workbook_id=row.pk)
    assert {"comment.deleted", "workbook.hidden", "workbook.deleted"} <= set(told())


def test_a_draft_that_is_deleted_is_nobody_elses_business(all_of_it, told, owner):
    row = catalog.create_workbook(author=owner, title="Plan", embed_url=EMBED)
    catalog.delete_workbook(actor=owner, workbook_id=row.pk)
    assert "workbook.deleted" not in told()


@pytest.mark.parametrize(("who", "choice"), [("stranger", "activity"), ("stranger", "profile"), ("owner", "profile")])
def test_a_follow_is_told_where_both_show_themselves_to_everyone(all_of_it, told, owner, stranger, who, choice):
    people = {"owner": owner, "stranger": stranger}
    profiles.set_privacy(user_id=people[who].pk, privacy={choice: "followers"})
    graph.follow(actor=stranger, person=owner)
    assert "user.followed" not in told()


def test_of_an_account_that_was_suspended_meanwhile_nothing_goes_out(all_of_it, told, owner, stranger, deliver):
    graph.follow(actor=stranger, person=owner)
    deliver()
    users.set_status(user_id=stranger.pk, status=Status.SUSPENDED, actor=None)
    assert "user.followed" not in told()


def test_who_of_the_staff_did_something_is_not_told(all_of_it, receiver, told, owner, moderator):
    row = published(owner)
    catalog.feature_workbook(actor=moderator, workbook_id=row.pk)
    assert "workbook.featured" in told()
    assert all(str(moderator.pk).encode() not in came.body for came in receiver.asked)


def test_no_word_that_somebody_wrote_goes_out(all_of_it, receiver, told, owner, stranger):
    row = published(owner, title="zqword title")
    edit(owner, row, description="zqword description")
    engagement.write_comment(author=stranger, workbook_id=row.pk, body="zqword body")
    told()
    assert len(receiver.asked) >= 3
    for came in receiver.asked:
        for word in (b"zqword", owner.username.encode(), owner.email.encode(), stranger.username.encode()):
            assert word not in came.body


def test_every_open_type_is_an_event_and_shows_ids_and_our_own_words_alone():
    for wire, declared in OPEN.items():
        cls = event_class(wire)
        assert cls is not None, wire
        types = {field.name: field.type for field in msgspec.structs.fields(cls)}
        for field in declared.fields:
            allowed = "UUID" in str(types[field]) or (wire, field) == ("workbook.edited", "fields")
            assert allowed, f"{wire}.{field} is no id"
        assert {name for name, _choice in declared.people} <= set(declared.fields)


def test_what_is_of_private_things_is_not_open():
    closed = {cls.wire for cls in event_classes()} - set(OPEN)
    nouns = {"report", "case", "appeal", "sanction", "decision", "session", "api_key", "friend_request", "address"}
    assert not {wire for wire in OPEN if wire.partition(".")[0] in nouns}
    assert {"user.blocked", "user.muted", "workbook.created", "user.email_changed"} <= closed


def test_each_type_is_documented_by_a_schema_that_its_example_fits():
    import jsonschema

    for row in shapes.open_types():
        jsonschema.validate(row["example"]["data"], row["schema"], cls=jsonschema.Draft202012Validator)
        assert set(row["example"]["data"]) == set(opened.OPEN[row["type"]].fields)


def test_a_type_that_is_open_no_more_is_withheld(issued, receiver):
    (row,) = trial.waiting(issued)
    WebhookMessage.objects.update(type="workbook.created")
    assert sending.send_due().withheld == 1
    assert receiver.asked == []
    assert trial.fresh(row).ended_at <= clock.now()
