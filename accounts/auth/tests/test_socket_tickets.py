"""Tickets for sockets: good once, for half a minute, for as long as the session and what was shown for them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from accounts.auth import services
from accounts.auth.errors import InvalidAccessToken, InvalidSocketTicket
from accounts.auth.models import Session, SocketTicket
from accounts.auth.tests.clockwork import later
from accounts.auth.tests.test_pages_sign_in import sign_in
from accounts.users import services as users
from config import clock
from config.roles import Role, Status
from config.testing.cast import PASSWORD
from config.testing.crowd import tried_at_once
from config.testing.visiting import Visitor


@pytest.fixture
def opened(owner):
    return services.open_session(user=owner)


@pytest.fixture
def ticket(opened):
    return services.ask_ticket_by_token(opened.access)


def test_a_ticket_says_what_its_token_said(api, owner, opened):
    answer = api.with_token(opened.access).post("/auth/ws-ticket")
    assert answer.status_code == 201
    assert answer.json()["expires_in"] == 30
    assert answer["Cache-Control"] == "no-store"
    live = services.redeem_ticket(answer.json()["ticket"])
    shown = services.live_by_token(opened.access)
    assert live.principal == shown.principal
    assert live.claims == shown.claims


def test_muted_members_get_one_and_visitors_and_keys_do_not(api, muted, owner):
    from accounts.api_keys import services as api_keys

    assert api.as_(muted).post("/auth/ws-ticket").status_code == 201
    assert api.post("/auth/ws-ticket").status_code == 401
    key = api_keys.create_key(maker=owner, name="Script", scopes=["profile:read"], proof={"current_password": PASSWORD})
    assert api.with_token(key.text).post("/auth/ws-ticket").status_code == 403


def test_it_is_good_once(ticket):
    services.redeem_ticket(ticket)
    with pytest.raises(InvalidSocketTicket):
        services.redeem_ticket(ticket)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_one_gets_in(owner):
    ticket = services.ask_ticket_by_token(services.open_session(user=owner).access)
    results = tried_at_once(lambda _number: services.redeem_ticket(ticket), 20)
    assert sorted(type(result).__name__ for result in results) == ["InvalidSocketTicket"] * 19 + ["Live"]


def test_it_runs_out_after_half_a_minute(ticket):
    with later(seconds=31), pytest.raises(InvalidSocketTicket):
        services.redeem_ticket(ticket)


@pytest.mark.parametrize("other", ["", "nothing", "x" * 10_000, "ü", "\x00"])
def test_what_is_no_ticket_opens_nothing(db, other):
    with pytest.raises(InvalidSocketTicket):
        services.redeem_ticket(other)


def test_what_it_opens_lasts_no_longer_than_the_token(settings, owner):
    settings.ACCESS_TOKEN_LIFETIME = timedelta(seconds=20)
    opened = services.open_session(user=owner)
    ticket = services.ask_ticket_by_token(opened.access)
    assert services.redeem_ticket(ticket).seconds_left <= 20
    ticket = services.ask_ticket_by_token(opened.access)
    with later(seconds=21), pytest.raises(InvalidSocketTicket):
        services.redeem_ticket(ticket)


def test_it_ends_with_its_session(opened, ticket):
    principal = services.live_by_token(opened.access).principal
    services.revoke_session(principal=principal, session_id=opened.session_id)
    with pytest.raises(InvalidAccessToken):
        services.redeem_ticket(ticket)


def test_an_account_that_was_stopped_opens_nothing(owner, ticket):
    users.set_status(user_id=owner.pk, status=Status.SUSPENDED, actor=None)
    with pytest.raises(InvalidAccessToken):
        services.redeem_ticket(ticket)


def test_who_holds_a_connection_is_known_as_they_are_now(owner, opened):
    live = services.live_by_token(opened.access)
    assert services.is_unchanged(live)
    before = services.what_changed()
    users.set_role(user_id=owner.pk, role=Role.MODERATOR, actor=None)
    assert services.what_changed() > before
    assert not services.is_unchanged(live)
    again = services.live_again(live)
    assert again.principal.role == Role.MODERATOR
    assert services.is_unchanged(again)


def test_a_page_gets_one_for_its_session_behind_the_guard_of_forms(owner):
    visitor = Visitor()
    assert sign_in(visitor, "owner").status == 303
    token = visitor.client.cookies["csrftoken"].value if "csrftoken" in visitor.client.cookies else ""
    headers = {"X-CSRFToken": token, "Origin": "http://testserver"}
    assert visitor.client.post("/live/ticket", headers={"Origin": "https://evil.test"}).status_code == 403
    answer = visitor.client.post("/live/ticket", headers=headers)
    assert answer.status_code == 201, answer.content
    assert "no-store" in answer["Cache-Control"]
    live = services.redeem_ticket(answer.json()["ticket"])
    assert live.principal.pk == owner.pk
    assert live.claims.session_id == Session.objects.get().pk
    assert live.seconds_left > 0


def test_a_visitor_gets_none_from_a_page(db):
    answer = Client().post("/live/ticket")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


def test_the_ticket_itself_is_kept_nowhere(ticket):
    row = SocketTicket.objects.values().get()
    assert ticket not in str(row)


def test_old_ones_go(ticket):
    assert services.prune()["socket_tickets"] == 0
    SocketTicket.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert services.prune()["socket_tickets"] == 1
