"""A new role ends refreshing and lets access tokens run on; what ends a session ends those tokens all the same."""

from __future__ import annotations

import pytest

from accounts.auth import services
from accounts.users import services as users
from config.roles import Role
from config.testing.cast import PASSWORD

CHANGE = {"current_password": PASSWORD, "new_password": "a staple of another colour"}


@pytest.fixture
def issued(owner):
    return services.open_session(user=owner)


@pytest.fixture
def promoted(owner, issued):
    users.set_role(user_id=owner.pk, role=Role.MODERATOR, actor=None)
    return owner


def profile(api, issued):
    return api.with_token(issued.access).get("/auth/profile").status_code


def test_the_access_token_carries_the_new_role(api, issued, promoted):
    assert profile(api, issued) == 200
    assert api.post("/auth/refresh", {"refresh": issued.refresh}).status_code == 401


def test_signing_out_holds_after_a_role_change(api, issued, promoted):
    answer = api.with_token(issued.access).post("/auth/logout", {"refresh": issued.refresh})
    assert answer.status_code == 204
    assert profile(api, issued) == 401


def test_a_new_password_ends_sessions_that_a_role_change_left_half_open(api, issued, promoted):
    assert api.as_(promoted).post("/auth/password/change", CHANGE).status_code == 204
    assert profile(api, issued) == 401
