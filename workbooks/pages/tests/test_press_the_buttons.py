"""The buttons on a workbook's page: the API's deeds, for members alone, and only from a page of ours."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from accounts.users import services as users
from config.roles import Status
from config.testing.visiting import Visitor
from workbooks.catalog.models import Visibility
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement
from workbooks.engagement.models import Comment, Favorite

pytestmark = pytest.mark.django_db

DEEDS = {"favorite": {"wanted": "yes"}, "comments": {"body": "Well done"}}


@pytest.fixture
def made(owner):
    return published(owner)


def done():
    return Favorite.objects.count() + Comment.objects.count()


def test_a_member_favourites_and_takes_it_back(made, stranger):
    visitor, path = Visitor().as_(stranger), f"/w/{made.pk}"
    for wanted, marked in (("yes", True), ("yes", True), ("no", False), ("no", False)):
        page = visitor.follow(path)
        button = visitor.send(f"{path}/favorite", {"csrfmiddlewaretoken": proof(page), "wanted": wanted})
        assert (button.status, button.answer["Location"]) == (303, path)
        assert Favorite.objects.filter(member=stranger, workbook=made).exists() is marked


def proof(page):
    return next(field["value"] for field in page.all("input") if field.get("name") == "csrfmiddlewaretoken")


def test_the_button_says_what_it_will_do(made, stranger):
    visitor, path = Visitor().as_(stranger), f"/w/{made.pk}"
    assert visitor.press_at(path, f"{path}/favorite", wanted="yes").status == 303
    page = visitor.follow(path)
    assert "Take the favourite back" in page.text
    assert page.fields["wanted"] == "no"


def test_a_member_comments_and_replies(made, stranger, owner):
    visitor, path = Visitor().as_(stranger), f"/w/{made.pk}"
    said = visitor.press_at(path, f"{path}/comments", body="Clear at *first* sight.", parent="")
    assert (said.status, said.answer["Location"]) == (303, f"{path}#comments")
    first = Comment.objects.get()
    visitor.as_(owner).press_at(path, f"{path}/comments", body="Thank you.", parent=str(first.pk))
    assert Comment.objects.get(parent=first).author_id == owner.pk
    page = visitor.follow(path)
    assert "Clear at first sight." in page.text
    assert f"comment-{first.pk}" in [tag.get("id") for tag in page.all("article")]


@pytest.mark.parametrize(
    "typed", [{"body": ""}, {"body": " \n "}, {"body": "x" * 5_001}, {"body": "a\0b"}, {"body": "@x " * 9_000}]
)
def test_a_comment_that_cannot_be_one_comes_back_with_its_reason(made, stranger, typed):
    visitor, path = Visitor().as_(stranger), f"/w/{made.pk}"
    refused = visitor.press_at(path, f"{path}/comments", **typed)
    assert refused.status == 400
    (field,) = [field for field in refused.all("textarea") if field["id"] == "id_body"]
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"] in {errors.get("id") for errors in refused.all("ul")}
    assert done() == 0


@pytest.mark.parametrize("parent", ["x", "00000000-0000-0000-0000-000000000000", "' OR 1=1"])
def test_a_reply_to_nothing_is_refused_and_keeps_what_was_typed(made, stranger, parent):
    visitor, path = Visitor().as_(stranger), f"/w/{made.pk}"
    refused = visitor.press_at(path, f"{path}/comments", body="My long thoughts", parent=parent)
    assert (refused.status, "My long thoughts" in refused.text, done()) == (400, True, 0)


def test_a_reply_to_a_reply_is_too_deep(made, stranger):
    first = engagement.write_comment(author=stranger, workbook_id=made.pk, body="One")
    reply = engagement.write_comment(author=stranger, workbook_id=made.pk, body="Two", parent_id=first.pk)
    visitor, path = Visitor().as_(stranger), f"/w/{made.pk}"
    assert visitor.press_at(path, f"{path}/comments", body="Three", parent=str(reply.pk)).status == 400


@pytest.mark.parametrize("deed", DEEDS)
def test_no_other_site_presses_a_button(made, stranger, deed):
    action = f"/w/{made.pk}/{deed}"
    bare = Client(enforce_csrf_checks=True)
    bare.force_login(stranger)
    assert bare.post(action, DEEDS[deed]).status_code == 403
    visitor = Visitor().as_(stranger)
    fields = {"csrfmiddlewaretoken": proof(visitor.follow(f"/w/{made.pk}")), **DEEDS[deed]}
    for origin in ("https://evil.test", "null"):
        refused = visitor.send(action, fields, origin)
        assert (refused.status, "did not come from a page of ours" in refused.text) == (403, True)
    assert visitor.client.get(action).status_code == 405
    assert done() == 0


@pytest.mark.parametrize("deed", DEEDS)
def test_a_visitor_is_led_to_sign_in_and_back(made, deed):
    answer = Client().post(f"/w/{made.pk}/{deed}", DEEDS[deed])
    assert (answer.status_code, answer["Location"]) == (303, f"/sign-in?next=%2Fw%2F{made.pk}")
    page = Visitor().follow(f"/w/{made.pk}")
    assert f"/sign-in?next=/w/{made.pk}" in page.links
    assert done() == 0


@pytest.mark.parametrize("deed", DEEDS)
def test_a_muted_member_presses_nothing(made, stranger, deed):
    visitor = Visitor().as_(stranger)
    fields = {"csrfmiddlewaretoken": proof(visitor.follow(f"/w/{made.pk}")), **DEEDS[deed]}
    users.set_status(user_id=stranger.pk, status=Status.MUTED, actor=None)
    refused = visitor.send(f"/w/{made.pk}/{deed}", fields)
    assert (refused.status, "muted" in refused.text, done()) == (403, True, 0)
    page = visitor.follow(f"/w/{made.pk}")
    assert f"/w/{made.pk}/{deed}" not in [form["action"] for form in page.all("form")]


@pytest.mark.parametrize("deed", DEEDS)
def test_what_one_may_not_see_cannot_be_marked(owner, stranger, blocked, deed):
    private, public = published(owner, visibility=Visibility.PRIVATE), published(owner)
    for viewer, target in ((stranger, private.pk), (blocked, public.pk), (stranger, uuid4())):
        client = Client()
        client.force_login(viewer)
        assert client.post(f"/w/{target}/{deed}", DEEDS[deed]).status_code == 404
    assert done() == 0


def test_comments_come_out_of_the_limit_that_the_api_has(made, api, stranger, settings):
    settings.THROTTLES = True
    settings.THROTTLE_RATES = settings.THROTTLE_RATES | {"comment": "2/minute"}
    client = Client()
    client.force_login(stranger)
    action = f"/w/{made.pk}/comments"
    assert client.post(action, {"body": "One"}).status_code == 303
    assert api.as_(stranger).post(f"/workbooks/{made.pk}/comments", {"body": "Two"}).status_code == 201
    refused = client.post(action, {"body": "Three"})
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert b"Too many requests" in refused.content
