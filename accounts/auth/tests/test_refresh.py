"""Refreshing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.auth import services
from accounts.auth.errors import InvalidRefreshToken
from accounts.auth.events import RefreshReused
from accounts.auth.models import RefreshToken, Session
from accounts.auth.tests.clockwork import later
from accounts.users import services as users
from config.roles import Role, Status
from config.testing.cast import PASSWORD
from config.testing.crowd import crowd


def refresh(api, token):
    return api.post("/auth/refresh", {"refresh": token})


@pytest.fixture
def issued(owner):
    return services.open_session(user=owner)


def test_a_refresh_token_gives_a_new_pair(api, issued):
    answer = refresh(api, issued.refresh)
    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == {"access", "refresh"}
    assert body["refresh"] != issued.refresh
    assert api.with_token(body["access"]).get("/auth/profile").status_code == 200
    assert refresh(api, body["refresh"]).status_code == 200


def test_only_digests_of_refresh_tokens_are_kept(issued):
    kept = RefreshToken.objects.get()
    assert kept.digest != issued.refresh
    assert issued.refresh not in str(RefreshToken.objects.values().get())


def test_asking_twice_at_once_does_no_harm(api, issued, recorded):
    newest = refresh(api, issued.refresh).json()
    again = refresh(api, issued.refresh)
    assert again.status_code == 401
    assert again.json()["code"] == "invalid_refresh_token"
    assert recorded(RefreshReused) == []
    assert refresh(api, newest["refresh"]).status_code == 200


def test_using_a_token_again_later_ends_the_session_and_is_told(api, owner, issued, recorded):
    newest = refresh(api, issued.refresh).json()
    with later(seconds=3):
        assert refresh(api, issued.refresh).status_code == 401
        assert refresh(api, newest["refresh"]).status_code == 401
        assert api.with_token(newest["access"]).get("/auth/profile").status_code == 401
        assert api.with_token(issued.access).get("/auth/profile").status_code == 401
        assert refresh(api, issued.refresh).status_code == 401
    (event,) = recorded(RefreshReused)
    assert (event.user_id, event.session_id) == (owner.pk, issued.session_id)
    assert Session.objects.get().reason == "refresh_reused"


def test_another_session_of_the_member_is_untouched_by_reuse(api, owner, issued):
    other = services.open_session(user=owner)
    refresh(api, issued.refresh)
    with later(seconds=3):
        refresh(api, issued.refresh)
    assert refresh(api, other.refresh).status_code == 200


def test_a_token_runs_out_after_seven_days_without_use(api, issued):
    with later(days=7, seconds=1):
        assert refresh(api, issued.refresh).status_code == 401


def test_a_session_lives_on_as_long_as_it_is_used(api, issued):
    with later(days=6):
        newest = refresh(api, issued.refresh).json()
    with later(days=12):
        assert refresh(api, newest["refresh"]).status_code == 200


@pytest.mark.parametrize("rubbish", ["x", "é" * 20, "a.b.c", "x" * 200])
def test_rubbish_is_refused(api, db, rubbish):
    assert refresh(api, rubbish).status_code == 401


def test_an_access_token_does_not_refresh(api, issued):
    assert refresh(api, issued.access).status_code in {400, 401}


ENDINGS = {
    "signed out": lambda api, person, issued: api.with_token(issued.access).post(
        "/auth/logout", {"refresh": issued.refresh}
    ),
    "signed out everywhere": lambda api, person, issued: api.as_(person).post("/auth/logout-all"),
    "revoked": lambda api, person, issued: api.as_(person).delete(f"/auth/sessions/{issued.session_id}"),
    "password changed elsewhere": lambda api, person, issued: api.as_(person).post(
        "/auth/password/change", {"current_password": PASSWORD, "new_password": "a staple of another colour"}
    ),
    "suspended": lambda api, person, issued: users.set_status(user_id=person.pk, status=Status.SUSPENDED, actor=None),
    "banned": lambda api, person, issued: users.set_status(user_id=person.pk, status=Status.BANNED, actor=None),
    "deactivated": lambda api, person, issued: users.set_status(
        user_id=person.pk, status=Status.DEACTIVATED, actor=None
    ),
    "given another role": lambda api, person, issued: users.set_role(
        user_id=person.pk, role=Role.MODERATOR, actor=None
    ),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_is_refreshed_after_the_session_has_ended(api, owner, issued, ending):
    done = ENDINGS[ending](api, owner, issued)
    assert getattr(done, "status_code", 204) == 204
    assert refresh(api, issued.refresh).status_code == 401


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_twenty_refreshes_at_once_exactly_one_succeeds_in_every_round(owner, settings):
    """200 rounds on one session, each on the descendant of the last."""
    # On a slow machine a loser may be late; that alone must not make a thief of it.
    settings.REFRESH_LEEWAY = timedelta(minutes=1)
    current = services.open_session(user=owner).refresh

    def rotate(_number: int) -> str | None:
        try:
            return services.rotate(refresh=current).refresh
        except InvalidRefreshToken:
            return None

    with crowd(20) as at_once:
        for generation in range(1, 201):
            winners = [token for token in at_once(rotate) if token]
            assert len(winners) == 1, f"round {generation}: {len(winners)} won"
            current = winners[0]
            assert RefreshToken.objects.filter(used_at__isnull=True).count() == 1
    assert RefreshToken.objects.count() == 201
    assert Session.objects.get().revoked_at is None
