"""What people write with a request is screened, can be reported, and is hidden and shown again."""

import pytest

from config import entities
from config.entities import kind
from config.testing.client import codes
from moderation.cases.models import Case
from moderation.cases.services import overturn
from moderation.cases.tests.making import decide
from moderation.screening.models import Screening
from moderation.screening.tests.making import live_rule, settle, without_shipped_rules
from social.friends import services
from social.friends.errors import FriendRequestNotFound
from social.friends.models import FriendRequest
from social.friends.tests.asking import ask
from social.graph import services as graph

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_rules(db):
    without_shipped_rules()
    live_rule("doubtful", slug="doubt", outcome="hold")
    live_rule("verybad", slug="bad", outcome="reject")


def post(api, sender, message):
    return api.as_(sender).post("/friends/requests", {"username": "owner", "message": message})


def read_by(api, person, direction="incoming"):
    (row,) = api.as_(person).get(f"/friends/requests?direction={direction}").json()["results"]
    return row["message"], row["is_hidden"]


def test_what_is_refused_leaves_no_request(api, owner, stranger):
    answer = post(api, stranger, "something verybad")
    assert (answer.status_code, answer.json()["code"]) == (400, "text_rejected")
    assert codes(answer) == {"message": "text_rejected"}
    assert not FriendRequest.objects.exists()


def test_what_is_held_is_the_senders_alone_until_it_is_released(api, owner, stranger, moderator):
    answer = post(api, stranger, "something doubtful")
    assert answer.status_code == 201
    assert (answer.json()["message"], answer.json()["is_hidden"]) == ("something doubtful", True)
    assert read_by(api, stranger, "outgoing") == ("something doubtful", True)
    assert read_by(api, owner) == ("", False)
    settle(moderator, Screening.objects.get(), "released")
    assert read_by(api, owner) == ("something doubtful", False)
    assert read_by(api, stranger, "outgoing") == ("something doubtful", False)


def test_a_request_whose_message_is_held_is_answered_like_any_other(api, owner, stranger):
    made = post(api, stranger, "something doubtful").json()
    answer = api.as_(owner).post(f"/friends/requests/{made['id']}/accept")
    assert (answer.json()["status"], answer.json()["message"]) == ("accepted", "")


def test_nothing_is_asked_about_a_request_without_words(owner, stranger):
    asked = []
    entities.set_screener(lambda *said: asked.append(said) or entities.Verdict(entities.Outcome.ALLOW))
    ask(stranger, owner)
    assert asked == []
    made = ask(owner, stranger)
    assert made.status == "accepted"
    assert asked == []


def test_its_recipient_reports_it_and_a_decision_hides_the_message(api, owner, stranger, moderator):
    request = ask(stranger, owner, "Buy this")
    body = {"entity_type": "friend_request", "entity_id": str(request.pk), "category": "spam"}
    assert api.as_(owner).post("/reports", body).status_code == 201
    assert api.as_(stranger).post("/reports", body).json()["errors"][0]["code"] == "own_thing"
    assert api.as_(moderator).post("/reports", body).status_code == 404
    case = Case.objects.get()
    assert (case.kind, case.owner_id) == ("friend_request", stranger.pk)
    decision = decide(case, moderator, "acted")
    assert read_by(api, owner) == ("", False)
    overturn(decision_id=decision.pk, actor=moderator, reason="It was fine.")
    assert read_by(api, owner) == ("Buy this", False)


def test_one_without_words_and_one_that_was_blocked_are_reported_too(api, owner, stranger):
    request = ask(stranger, owner)
    services.block_sender(actor=owner, request_id=request.pk)
    body = {"entity_type": "friend_request", "entity_id": str(request.pk), "category": "harassment"}
    assert api.as_(owner).post("/reports", body).status_code == 201


def test_the_kind_says_who_sees_a_request_and_what_stands_in_it(owner, stranger, friend, admin, blocked):
    request, silent = ask(stranger, owner, "Hello"), ask(friend, stranger)
    known = kind("friend_request")
    seen = {who.username: set(known.visible_to(who).values_list("pk", flat=True)) for who in (owner, stranger, admin)}
    assert seen == {"owner": {request.pk}, "stranger": {request.pk, silent.pk}, "admin-a": set()}
    assert known.owner_of(request.pk) == stranger.pk
    assert known.owner_of(owner.pk) is None
    summary = known.summaries([request.pk])[request.pk]
    assert (summary.title, summary.url) == ("stranger", "/u/stranger")
    assert {pk: each.text for pk, each in known.written([request.pk, silent.pk]).items()} == {
        request.pk: "Hello",
        silent.pk: "",
    }
    assert [each.id for each in known.newest(owner.created_at, 10)] == [request.pk]
    graph.block(actor=owner, person=stranger)
    assert not known.visible_to(stranger).filter(pk=request.pk).exists()
    assert known.visible_to(owner).filter(pk=request.pk).exists()


def test_hiding_twice_keeps_the_first_moment_and_nothing_is_hidden_that_is_not_there(owner, stranger):
    request = ask(stranger, owner, "Hello")
    services.hide_message(request.pk)
    request.refresh_from_db()
    first = request.hidden_at
    services.hide_message(request.pk)
    request.refresh_from_db()
    assert request.hidden_at == first
    with pytest.raises(FriendRequestNotFound):
        services.hide_message(owner.pk)
