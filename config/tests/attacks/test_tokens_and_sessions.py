"""Group C, living tokens: the role of now, one way to send them, reuse, races, and what every ending ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.handlers.asgi import ASGIRequest

from accounts.auth import revocation
from accounts.auth import services as auth
from accounts.auth.authentication import bearer_of
from accounts.auth.errors import InvalidAccessToken
from accounts.auth.models import RefreshToken, Session
from accounts.auth.tests.clockwork import later
from accounts.users import services as users
from config.roles import Role, Status
from config.testing.cast import PASSWORD
from config.testing.client import Api
from config.testing.crowd import crowd
from config.tests.attacks.forging import body, lives, parts, refresh, signed, status_with

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("attacks-c")]

NEW = "a staple of another colour"


@pytest.fixture
def issued(owner: Any) -> Any:
    return auth.open_session(user=owner)


@pytest.fixture
def access(issued: Any) -> str:
    return str(issued.access)


def test_c08_the_role_of_now_counts_with_a_token_from_before(api: Any, person: Callable[..., Any]) -> None:
    boss = person("boss", role=Role.MANAGER)
    client = api.as_(boss)
    assert client.get("/admin/users").status_code == 200
    users.set_role(user_id=boss.pk, role=Role.MEMBER, actor=None)
    assert client.get("/admin/users").status_code == 403
    assert client.get("/auth/profile").json()["role"] == "member"
    users.set_role(user_id=boss.pk, role=Role.MANAGER, actor=None)
    assert client.get("/admin/users").status_code == 200


def test_c08_a_role_written_into_the_token_counts_for_nothing(access: str, owner: Any) -> None:
    header, claims = parts(access)
    head, _claims, signature = access.split(".")
    raised = body(header, claims | {"role": "admin"}).split(".")[1]
    assert Api(f"{head}.{raised}.{signature}").get("/admin/users").status_code == 401
    # Signed by us as an admin, demoted since: what the token says is older than what the account is.
    signed_before = signed(header, claims | {"role": "admin"})
    users.set_role(user_id=owner.pk, role=Role.AGENT, actor=None)
    assert Api(signed_before).get("/admin/users").status_code == 403


def test_c08_another_process_learns_it_from_the_database_within_a_second(
    api: Any, person: Callable[..., Any], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing in memory tells this process of the change: the row alone does, at its next look."""
    assert settings.REVOCATION_POLL_SECONDS <= 0.5
    boss = person("boss", role=Role.ADMIN)
    person("other-boss", role=Role.ADMIN)
    client = api.as_(boss)
    assert client.get("/admin/users").status_code == 200
    monkeypatch.setattr(revocation.memory, "expire", lambda: None)
    settings.REVOCATION_POLL_SECONDS = 60
    users.set_role(user_id=boss.pk, role=Role.MEMBER, actor=None)
    assert client.get("/admin/users").status_code == 200
    settings.REVOCATION_POLL_SECONDS = 0
    assert client.get("/admin/users").status_code == 403


WAYS = [
    "Bearer {} {}", "Bearer {},Bearer {}", "Bearer {}, Bearer {}", "Bearer {}\t", "Bearer\t{}", "Bearer  {}", " Bearer {}", "bearer {}",
    "BEARER {}", "Token {}", "JWT {}", "Basic {}", "Bearer", "Bearer ", "bearer", "{}", "", "Bearer:{}", 'Bearer "{}"', "Bearer {};", "Digest x",
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_c10_one_header_of_one_form_and_no_other(api: Any, access: str, way: str) -> None:
    assert api.get("/auth/profile", Authorization=f"Bearer {access}").status_code == 200
    header = way.replace("{}", access)
    assert api.get("/auth/profile", Authorization=header).status_code == 401
    assert api.get("/workbooks", Authorization=header).status_code == 401


def test_c10_two_headers_are_refused_on_asgi_as_well(access: str) -> None:
    def request(count: int) -> Any:
        headers = [(b"authorization", f"Bearer {access}".encode())] * count
        scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": headers}
        return ASGIRequest(scope, BytesIO())

    assert bearer_of(request(1)) == access
    with pytest.raises(InvalidAccessToken):
        bearer_of(request(2))


def test_c10_a_token_in_the_query_the_body_a_cookie_or_another_header_is_nobodys(api: Any, access: str) -> None:
    for name in ("access_token", "token", "access", "jwt", "authorization", "Authorization"):
        assert api.get("/auth/profile", {name: access}).status_code in {400, 401}
        assert api.get("/auth/sessions", {name: f"Bearer {access}"}).status_code in {400, 401}
        assert api.post("/auth/logout-all", {name: access}).status_code in {400, 401}
        api.client.cookies[name] = access
    assert api.get("/auth/profile").status_code == 401
    for name in ("X_Authorization", "Proxy_Authorization", "X_Access_Token", "X_API_Key", "X_Auth_Token"):
        assert api.get("/auth/profile", **{name: f"Bearer {access}"}).status_code == 401
    assert status_with(access) == 200


def test_c11_a_used_token_sent_again_ends_the_whole_family_and_no_other(owner: Any, issued: Any) -> None:
    other = auth.open_session(user=owner)
    second = refresh(issued.refresh).json()
    third = refresh(second["refresh"]).json()
    with later(seconds=3):
        assert refresh(issued.refresh).status_code == 401
        for pair in (second, third):
            assert refresh(pair["refresh"]).status_code == 401
            assert status_with(pair["access"]) == 401
        assert status_with(issued.access) == 401
        assert lives(other)


def test_c11_any_used_link_of_the_chain_ends_it(issued: Any) -> None:
    second = refresh(issued.refresh).json()
    third = refresh(second["refresh"]).json()
    with later(seconds=3):
        assert refresh(second["refresh"]).status_code == 401
        assert refresh(third["refresh"]).status_code == 401
        assert status_with(third["access"]) == 401


def test_c11_within_the_leeway_a_client_that_asked_twice_gets_nothing_more(issued: Any) -> None:
    second = refresh(issued.refresh).json()
    assert [refresh(issued.refresh).status_code for _ in range(5)] == [401] * 5
    assert RefreshToken.objects.filter(used_at__isnull=True).count() == 1
    assert refresh(second["refresh"]).status_code == 200


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_c12_of_twenty_at_once_one_wins_and_one_descendant_lives(issued: Any, settings: Any) -> None:
    # On a slow machine a loser may be late; that alone must not make a thief of it.
    settings.REFRESH_LEEWAY = timedelta(minutes=1)
    current = issued.refresh
    with crowd(20) as at_once:
        for number in range(1, 21):
            answers = at_once(lambda _number, token=current: refresh(token))
            assert Counter(answer.status_code for answer in answers) == {200: 1, 401: 19}, f"round {number}"
            (current,) = (answer.json()["refresh"] for answer in answers if answer.status_code == 200)
            assert RefreshToken.objects.filter(used_at__isnull=True).count() == 1
    assert refresh(current).status_code == 200
    assert Session.objects.get().revoked_at is None


def by_admin(status: str) -> Callable[..., Any]:
    return lambda boss, person, _session: boss.post(f"/admin/users/{person.pk}/status", {"status": status})


ENDINGS: dict[str, Callable[..., Any]] = {
    "signed out": lambda _boss, _person, one: Api(one.access).post("/auth/logout", {"refresh": one.refresh}),
    "signed out everywhere": lambda _boss, person, _one: Api().as_(person).post("/auth/logout-all"),
    "this session revoked": lambda _boss, person, one: Api().as_(person).delete(f"/auth/sessions/{one.session_id}"),
    "password changed elsewhere": lambda _boss, person, _one: (
        Api().as_(person).post("/auth/password/change", {"current_password": PASSWORD, "new_password": NEW})
    ),
    "password set by a link": lambda _boss, person, _one: Api().post(
        "/auth/password/reset/confirm", {"token": auth.reset_token(person.pk), "new_password": NEW}
    ),
    "suspended": by_admin("suspended"),
    "banned": by_admin("banned"),
    "deactivated": by_admin("deactivated"),
    "deleted by an admin": lambda boss, person, _one: boss.delete(f"/admin/users/{person.pk}"),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_c14_after_it_has_ended_a_session_neither_refreshes_nor_opens(
    api: Any, owner: Any, admin: Any, ending: str
) -> None:
    session, boss = auth.open_session(user=owner), api.as_(admin)
    rotated = refresh(session.refresh).json()
    assert ENDINGS[ending](boss, owner, session).status_code in {200, 204}
    for token in (session.access, rotated["access"]):
        assert status_with(token) == 401
    for token in (rotated["refresh"], session.refresh):
        assert refresh(token).status_code == 401
    # And it stays so in a process that has just started.
    revocation.reset()
    assert status_with(rotated["access"]) == 401


def test_c14_a_new_role_ends_refreshing_and_rules_what_the_access_token_opens(api: Any, owner: Any, admin: Any) -> None:
    session = auth.open_session(user=owner)
    assert api.as_(admin).post(f"/admin/users/{owner.pk}/role", {"role": "manager"}).status_code == 200
    assert refresh(session.refresh).status_code == 401
    assert Api(session.access).get("/admin/users").status_code == 200
    assert api.as_(admin).post(f"/admin/users/{owner.pk}/role", {"role": "member"}).status_code == 200
    assert Api(session.access).get("/admin/users").status_code == 403


def test_c14_lifting_a_suspension_does_not_bring_old_tokens_back(owner: Any, issued: Any) -> None:
    for status in (Status.SUSPENDED, Status.ACTIVE):
        users.set_status(user_id=owner.pk, status=status, actor=None)
    assert not lives(issued)
    assert lives(auth.open_session(user=type(owner).objects.get(pk=owner.pk)))
