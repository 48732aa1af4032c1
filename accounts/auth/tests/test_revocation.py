"""How changes reach tokens that are out."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import DatabaseError, connection

from accounts.auth import revocation, services, tokens
from accounts.auth.errors import InvalidAccessToken
from accounts.auth.models import Revocation
from accounts.auth.revocation import Memory
from accounts.auth.tests.clockwork import later
from accounts.users import services as users
from config.errors import ServiceUnavailable
from config.roles import Role, Status


@pytest.fixture
def issued(owner):
    return services.open_session(user=owner)


def principal(issued):
    return revocation.principal_of(tokens.read(issued.access))


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.BANNED, Status.DEACTIVATED])
def test_tokens_of_a_closed_account_stop_at_once_and_stay_stopped(api, owner, issued, status):
    assert api.with_token(issued.access).get("/auth/profile").status_code == 200
    users.set_status(user_id=owner.pk, status=status, actor=None)
    assert api.with_token(issued.access).get("/auth/profile").status_code == 401
    users.set_status(user_id=owner.pk, status=Status.ACTIVE, actor=None)
    assert api.with_token(issued.access).get("/auth/profile").status_code == 401


def test_the_role_of_now_counts_not_the_one_in_the_token(api, manager):
    access = services.open_session(user=manager).access
    assert api.with_token(access).get("/admin/users").status_code == 200
    users.set_role(user_id=manager.pk, role=Role.MEMBER, actor=None)
    assert api.with_token(access).get("/admin/users").status_code == 403
    users.set_role(user_id=manager.pk, role=Role.MANAGER, actor=None)
    assert api.with_token(access).get("/admin/users").status_code == 200


def test_muting_lets_read_and_no_longer_write(api, owner, issued):
    client = api.with_token(issued.access)
    users.set_status(user_id=owner.pk, status=Status.MUTED, actor=None)
    assert client.get("/users/profile").status_code == 200
    refused = client.patch("/users/profile", {"title": "x"})
    assert (refused.status_code, refused.json()["code"]) == (403, "muted")


def test_a_new_name_and_a_proven_address_show_in_tokens_that_are_out(unverified):
    issued = services.open_session(user=unverified)
    assert principal(issued).email_verified is False
    services.verify_email(token=services.verification_token(unverified.pk))
    users.rename(user_id=unverified.pk, username="proven", actor=unverified)
    assert principal(issued).email_verified is True
    assert principal(issued).username == "proven"


def test_a_change_of_one_account_is_no_change_of_another(owner, stranger):
    theirs = services.open_session(user=stranger)
    users.set_status(user_id=owner.pk, status=Status.BANNED, actor=None)
    assert principal(theirs).status == Status.ACTIVE


def test_another_process_learns_of_it_with_its_next_look(owner, issued, settings):
    settings.REVOCATION_POLL_SECONDS = 0.0
    elsewhere = Memory()
    elsewhere.bring_up_to_date()
    assert not elsewhere.has_ended(issued.session_id)
    services.revoke_user_sessions(user_id=owner.pk, reason="test")
    elsewhere.bring_up_to_date()
    assert elsewhere.has_ended(issued.session_id)


def test_a_member_who_came_back_through_another_process_is_let_in_at_once(owner, settings, monkeypatch):
    settings.REVOCATION_POLL_SECONDS = 60.0
    users.set_status(user_id=owner.pk, status=Status.DEACTIVATED, actor=None)
    revocation.memory.bring_up_to_date()
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(revocation.memory, "expire", lambda: None)
        back = users.reactivate(user_id=owner.pk)
        issued = services.open_session(user=back)
    assert principal(issued).status == Status.ACTIVE


def test_between_two_looks_the_database_is_left_alone(owner, issued, settings, django_assert_num_queries):
    settings.REVOCATION_POLL_SECONDS = 60.0
    principal(issued)
    with django_assert_num_queries(0):
        for _ in range(100):
            principal(issued)


def test_rows_may_come_in_any_order_and_twice(owner):
    users.set_role(user_id=owner.pk, role=Role.MODERATOR, actor=None)
    users.set_role(user_id=owner.pk, role=Role.MANAGER, actor=None)
    rows = list(Revocation.objects.order_by("-id").values_list(*revocation._COLUMNS))
    memory = Memory()
    memory.learn(rows)
    memory.learn(reversed(rows))
    assert memory.account(owner.pk).role == Role.MANAGER


def test_a_row_with_a_lower_id_that_commits_late_is_still_found(owner, stranger, settings, monkeypatch):
    settings.REVOCATION_POLL_SECONDS = 0.0
    late, early = services.open_session(user=owner), services.open_session(user=stranger)
    Revocation.objects.bulk_create([Revocation(session_id=late.session_id), Revocation(session_id=early.session_id)])
    first = Revocation.objects.order_by("id").first()
    first.delete()
    elsewhere = Memory()
    elsewhere.bring_up_to_date()
    first.save(force_insert=True)
    elsewhere.bring_up_to_date()
    assert elsewhere.has_ended(late.session_id)


def test_what_was_known_a_minute_ago_is_not_read_again(owner, settings, monkeypatch):
    settings.REVOCATION_POLL_SECONDS = 0.0
    memory = Memory()
    users.set_role(user_id=owner.pk, role=Role.MODERATOR, actor=None)
    moment = time.monotonic()
    monkeypatch.setattr(revocation.time, "monotonic", lambda: moment)
    memory.bring_up_to_date()
    assert memory._floor == 0
    moment += 61
    memory.bring_up_to_date()
    assert memory._floor == Revocation.objects.latest("id").pk


def test_when_revocations_cannot_be_read_what_is_known_stands_for_seconds_and_then_nobody_gets_in(
    owner, issued, settings, monkeypatch
):
    settings.REVOCATION_POLL_SECONDS = 0.4
    moment = time.monotonic()
    monkeypatch.setattr(revocation.time, "monotonic", lambda: moment)
    principal(issued)

    def away(*_args, **_options):
        raise DatabaseError("away")

    with monkeypatch.context() as broken:
        broken.setattr(type(Revocation.objects), "filter", away, raising=False)
        moment += 2
        assert principal(issued).pk == owner.pk
        moment += 2
        for _ in range(3):  # the second asks just after a look that failed
            with pytest.raises(ServiceUnavailable):
                principal(issued)
    moment += 1
    assert principal(issued).pk == owner.pk


def test_a_process_that_never_could_look_lets_nobody_in(issued, monkeypatch):
    def away(*_args, **_options):
        raise DatabaseError("away")

    monkeypatch.setattr(type(Revocation.objects), "filter", away, raising=False)
    for _ in range(3):
        with pytest.raises(ServiceUnavailable):
            principal(issued)


def test_memory_and_rows_go_when_every_older_token_has_run_out(owner, issued, settings, monkeypatch):
    settings.REVOCATION_POLL_SECONDS = 0.0
    services.revoke_user_sessions(user_id=owner.pk, reason="test")
    memory = Memory()
    memory.bring_up_to_date()
    assert memory.has_ended(issued.session_id)
    assert revocation.prune() == 0
    with later(minutes=26):
        memory._forget()
        assert not memory.has_ended(issued.session_id)
        assert revocation.prune() == Revocation.objects.count() + 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_revocation_counts_from_its_commit_and_not_before(owner, issued):
    principal(issued)
    written, looked = threading.Event(), threading.Event()

    def revoke() -> None:
        from django.db import transaction

        try:
            with transaction.atomic():
                services.revoke_user_sessions(user_id=owner.pk, reason="test")
                written.set()
                looked.wait(timeout=10)
        finally:
            connection.close()

    other = threading.Thread(target=revoke)
    other.start()
    assert written.wait(timeout=10)
    assert principal(issued).pk == owner.pk
    looked.set()
    other.join(timeout=10)
    with pytest.raises(InvalidAccessToken):
        principal(issued)
