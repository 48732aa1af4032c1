"""Who is signed in to pages and the admin: a cookie's session that hangs on a device session (docs/decisions/0013).

The session keeps what an access token says and for as long; after that it is carried on by a row, as refreshing does.
Between, it is held against the same memory of revocations as tokens are, so a page reads no row of the account and
still knows within half a second that the session, or the account, has come to its end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import SESSION_KEY, login
from django.contrib.auth import get_user as user_of_session
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.auth import revocation, services
from accounts.auth.errors import InvalidAccessToken, InvalidRefreshToken
from accounts.auth.tokens import Claims
from config import clock, context
from config.api.middleware import PagesOnly
from config.roles import ANONYMOUS, Viewer

if TYPE_CHECKING:
    from accounts.users.models import User

BACKEND = "accounts.auth.backends.SignInBackend"
KEPT = "device_session"
_OPENED = "_opened_page_session"
_VIEWER = "_viewer"


def begin(request: HttpRequest, opened: services.PageSession) -> None:
    """Sign the browser in to the session that was opened; its cookie gets another key."""
    end(request)
    setattr(request, _OPENED, opened)
    login(request, opened.user, backend=BACKEND)


def end(request: HttpRequest) -> None:
    """End the session that the browser came with, if it came with one."""
    claims = _kept(request)
    if claims is not None:
        services.end_page_session(session_id=claims.session_id, user_id=claims.user_id)
    _forget(request)


def viewer_of(request: HttpRequest) -> Viewer:
    """Who looks at a page, without a row of the account being read; nobody, once the session has ended."""
    found: Viewer | None = getattr(request, _VIEWER, None)
    if found is None:
        found = _look(request)
        setattr(request, _VIEWER, found)
        context.current().actor_id = found.pk
    return found


def claims_of(request: HttpRequest) -> Claims | None:
    """What an access token of the page's session would say, carried on where its time has come; None for nobody."""
    return _kept(request) if viewer_of(request).is_authenticated else None


def _look(request: HttpRequest) -> Viewer:
    claims = _kept(request)
    if claims is None:
        if SESSION_KEY in request.session:
            _forget(request)
        return ANONYMOUS
    try:
        if claims.expires_at <= clock.now().timestamp():
            claims = _carry_on(request, claims)
        principal = revocation.principal_of(claims)
        if principal.role != claims.role:  # a new role ends device sessions
            raise InvalidAccessToken()
    except (InvalidAccessToken, InvalidRefreshToken):
        _forget(request)
        return ANONYMOUS
    return principal


def _carry_on(request: HttpRequest, claims: Claims) -> Claims:
    return _keep(request, services.renew_page_session(session_id=claims.session_id, user_id=claims.user_id))


def _keep(request: HttpRequest, opened: services.PageSession) -> Claims:
    """Put into the session what an access token of it would say now."""
    user = opened.user
    claims = Claims(
        user_id=user.pk,
        session_id=opened.session_id,
        username=user.username,
        role=str(user.role),
        status=str(user.status),
        email_verified=user.email_verified,
        token_version=user.token_version,
        expires_at=int((clock.now() + settings.ACCESS_TOKEN_LIFETIME).timestamp()),
    )
    request.session[KEPT] = {name: _plain(getattr(claims, name)) for name in Claims.__dataclass_fields__}
    return claims


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


def _kept(request: HttpRequest) -> Claims | None:
    kept: Any = request.session.get(KEPT)
    try:
        return Claims(**{**kept, "user_id": UUID(kept["user_id"]), "session_id": UUID(kept["session_id"])})
    except (KeyError, TypeError, ValueError):
        return None


def _forget(request: HttpRequest) -> None:
    if request.session.session_key is not None or not request.session.is_empty():
        request.session.flush()
    request.user = AnonymousUser()
    setattr(request, _VIEWER, ANONYMOUS)


@receiver(user_logged_in)
def hang_on_a_device_session(sender: Any, request: HttpRequest, user: User, **_rest: Any) -> None:
    """Whatever signs somebody in to Django's session, it hangs on a device session: there is none that cannot end."""
    opened = getattr(request, _OPENED, None) or services.open_page_session(user=user)
    _keep(request, opened)
    if hasattr(request, _VIEWER):
        delattr(request, _VIEWER)


@receiver(user_logged_out)
def end_the_device_session(sender: Any, request: HttpRequest, **_rest: Any) -> None:
    """Whatever signs somebody out of Django's session ends the device session below it."""
    claims = _kept(request)
    if claims is not None:
        services.end_page_session(session_id=claims.session_id, user_id=claims.user_id)
    setattr(request, _VIEWER, ANONYMOUS)


class PageUsers(PagesOnly, AuthenticationMiddleware):
    """Sets `request.viewer`, and `request.user` for the admin, which wants a row; both are looked up when asked for."""

    def process_request(self, request: HttpRequest) -> None:
        request.viewer = SimpleLazyObject(lambda: viewer_of(request))  # type: ignore[attr-defined]
        request.user = SimpleLazyObject(lambda: _user_of(request))  # type: ignore[assignment]
        request.auser = sync_to_async(lambda: _user_of(request))


def _user_of(request: HttpRequest) -> Any:
    return user_of_session(request) if viewer_of(request).is_authenticated else AnonymousUser()
