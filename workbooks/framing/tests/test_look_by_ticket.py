"""A ticket in a frame's address lets the embed page look with a member's eyes: on our pages, for a while."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from accounts.auth import services as auth
from accounts.users import services as users
from config import clock
from config.roles import Status
from config.testing.visiting import Visitor
from social.graph import services as graph
from workbooks.catalog import services as catalog
from workbooks.catalog.models import Visibility
from workbooks.catalog.tests.factories import draft, published
from workbooks.embeds.models import EmbedSource, SigningKey
from workbooks.embeds.services import keep_signing_key
from workbooks.framing import tickets

pytestmark = pytest.mark.django_db

URL = "https://public.tableau.com/views/Sales/Overview"
SIGMA = "https://app.sigmacomputing.com/acme/workbook/Sales-1a2B"


def stage_of(book, viewer=None):
    """The address of the frame on the workbook's page, as this viewer gets it."""
    visitor = Visitor().as_(viewer) if viewer else Visitor()
    (frame,) = visitor.follow(f"/w/{book.pk}").all("iframe")
    return frame["src"]


def ticket_in(address):
    return parse_qs(urlsplit(address).query).get("view", [""])[0]


@pytest.fixture
def private(owner):
    return published(owner, embed_url=URL, title="Sales", visibility=Visibility.PRIVATE)


def test_what_everybody_sees_needs_no_ticket(client, owner, stranger):
    book = published(owner, embed_url=URL)
    for viewer in (None, stranger, owner):
        assert stage_of(book, viewer) == f"/embed/{book.pk}?bare="
    assert client.get(stage_of(book)).status_code == 200


@pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.FOLLOWERS])
def test_what_only_some_see_is_framed_for_them_and_for_nobody_else(client, owner, friend, stranger, visibility):
    book = published(owner, embed_url=URL, title="Sales", visibility=visibility)
    viewer = owner if visibility == Visibility.PRIVATE else friend
    address = stage_of(book, viewer)
    answer = client.get(address)
    assert answer.status_code == 200
    assert f'src="{URL}"' in answer.content.decode()
    assert client.get(f"/embed/{book.pk}").status_code == 404


def test_a_draft_and_what_moderation_hid_are_framed_for_whoever_sees_their_page(client, owner, moderator):
    for book, viewer in ((draft(owner, embed_url=URL), owner), (published(owner, embed_url=URL), moderator)):
        if viewer == moderator:
            catalog.hide_workbook(book.pk)
        assert client.get(stage_of(book, viewer)).status_code == 200
        assert client.get(f"/embed/{book.pk}").status_code == 404


def test_it_is_framed_by_us_alone_kept_nowhere_and_told_to_nobody(client, owner, private):
    catalog.edit_workbook(actor=owner, workbook_id=private.pk, changes={"embed_allowed_on": ["*"]})
    answer = client.get(stage_of(private, owner))
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "ETag" not in answer.headers
    assert not answer.cookies
    page = answer.content.decode()
    assert "noindex" in page
    assert "og:title" not in page
    assert "json+oembed" not in page


def test_a_session_opens_nothing_by_itself(client, owner, private):
    client.force_login(owner)
    assert client.get(f"/embed/{private.pk}").status_code == 404


def test_a_ticket_is_good_for_its_workbook_alone(client, owner, private):
    other = published(owner, embed_url=URL, visibility=Visibility.PRIVATE)
    ticket = ticket_in(stage_of(private, owner))
    assert client.get(f"/embed/{other.pk}", {"view": ticket}).status_code == 404


def test_a_ticket_that_is_not_ours_is_none(client, owner, private):
    ticket = ticket_in(stage_of(private, owner))
    for spoilt in (ticket[:-1], "A" + ticket, ticket.upper(), "x", ":", ""):
        assert client.get(f"/embed/{private.pk}", {"view": spoilt}).status_code == 404


def test_an_old_ticket_is_a_card_that_says_so_and_names_nothing(client, owner, private):
    address = stage_of(private, owner)
    with time_machine.travel(clock.now() + tickets.GOOD_FOR + timedelta(seconds=2), tick=False):
        answer = client.get(address)
    assert answer.status_code == 410
    assert "Load it again" in answer.content.decode()
    assert "Sales" not in answer.content.decode()
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert answer["Cache-Control"] == "private, no-store"


def test_it_ends_with_the_session_it_was_made_in(client, owner, private):
    address = stage_of(private, owner)
    assert client.get(address).status_code == 200
    auth.revoke_user_sessions(user_id=owner.pk, reason="test")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.BANNED, Status.DEACTIVATED])
def test_it_ends_with_the_account(client, owner, friend, admin, status):
    book = published(owner, embed_url=URL, visibility=Visibility.FOLLOWERS)
    address = stage_of(book, friend)
    users.set_status(user_id=friend.pk, status=status, actor=admin)
    assert client.get(address).status_code == 404


def test_it_shows_what_its_member_may_see_now_and_not_what_they_might(client, owner, friend):
    book = published(owner, embed_url=URL, visibility=Visibility.FOLLOWERS)
    address = stage_of(book, friend)
    graph.block(actor=owner, person=friend)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "none"}, 404),
        ({"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "cross-site"}, 404),
        ({"Sec-Fetch-Dest": "empty", "Sec-Fetch-Site": "same-origin"}, 404),
    ],
)
def test_outside_of_our_own_frames_a_ticket_counts_for_nothing(client, owner, private, headers, status):
    assert client.get(stage_of(private, owner), headers=headers).status_code == status


@pytest.fixture
def signing(admin):
    source = EmbedSource.objects.get(slug="sigma")
    EmbedSource.objects.filter(pk=source.pk).update(access="signed", paths=[*source.paths, "/acme/workbook/*"])
    source.refresh_from_db()
    keep_signing_key(actor=admin, key=SigningKey(source=source, client_id="client"), secret="s" * 40)
    return source


def test_a_signed_source_is_framed_for_members_each_with_a_view_of_their_own(client, owner, stranger, signing):
    book = published(owner, embed_url=SIGMA)
    assert ticket_in(stage_of(book)) == ""
    shown = [client.get(stage_of(book, viewer)).content.decode() for viewer in (owner, stranger)]
    assert all(":jwt=" in page for page in shown)
    assert shown[0] != shown[1]
    assert ":jwt=" not in client.get(stage_of(book)).content.decode()


def test_a_member_without_a_proven_address_is_asked_to_prove_it(client, owner, unverified, signing):
    book = published(owner, embed_url=SIGMA)
    page = client.get(stage_of(book, unverified)).content.decode()
    assert "Verify that first" in page
    assert "sigmacomputing" not in page


def test_a_signed_source_without_a_key_is_a_card(client, owner, signing):
    SigningKey.objects.all().delete()
    page = client.get(stage_of(published(owner, embed_url=SIGMA), owner)).content.decode()
    assert "It cannot be shown here." in page
    assert "<iframe" not in page
