"""How the sign-in page hands on to the page of the second step: by a cookie that is good for nothing else."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.auth.services import Asked
from config.pages.view import SeeOther

COOKIE = "second-step"
_PATH = "/sign-in"
_SECONDS = 600


def lead_on(asked: Asked, *, back_to: str) -> HttpResponse:
    """To the page of the second step, with the token that it needs."""
    response = SeeOther(f"{reverse('sign-in-code-page')}?{urlencode({'next': back_to})}")
    response.set_cookie(
        COOKIE, asked.token, max_age=_SECONDS, path=_PATH, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )
    return response


def token_of(request: HttpRequest) -> str:
    """The token that the browser brings; empty without one."""
    return request.COOKIES.get(COOKIE, "")[:200]


def forget(response: HttpResponse) -> HttpResponse:
    """Have the browser forget the token."""
    response.delete_cookie(COOKIE, path=_PATH)
    return response
