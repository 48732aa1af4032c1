"""The base of every page: limits first, then the page, then the headers that say who may keep it."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views import View

from config import context
from config.api.permissions import Muted
from config.api.throttles import spend
from config.pages.destinations import local_path
from config.roles import Status, Viewer


class SeeOther(HttpResponseRedirect):
    """Where to go after a form was taken."""

    status_code = 303


class SignInFirst(Exception):
    """The deed is for members: the visitor is led to the sign-in page, and back."""


def shared(request: HttpRequest, viewer: Viewer | None) -> dict[str, Any]:
    """What every template may use. Without a viewer the page shows nothing of who is signed in."""
    return {
        "site_name": settings.SITE_NAME,
        "site_description": settings.SITE_DESCRIPTION
        or _("A place to share analytics workbooks, to talk about them, and to find more."),
        "base_url": settings.BASE_URL,
        "viewer": viewer,
        "here": request.get_full_path() if request.method in {"GET", "HEAD"} else "/",
        "languages": settings.LANGUAGES,
    }


def address_key() -> str:
    """The limits of the client's address."""
    return f"address:{context.current().address}"


class Page(View):
    """One page. `limits` names what its POST spends beside `client`, of the viewer.

    `is_kept` says that a visitor's browser may keep the page and ask whether it is still so; what is drawn for somebody
    who is signed in, and what holds a form of theirs, is kept nowhere.
    """

    http_method_names = ["get", "head", "post", "options"]
    limits: ClassVar[tuple[str, ...]] = ()
    is_kept: ClassVar[bool] = False

    @property
    def viewer(self) -> Viewer:
        """Who looks."""
        return self.request.viewer  # type: ignore[attr-defined] # set by the middleware

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = self.limit_key()
        for name in ("client", *(self.limits if request.method == "POST" else ())):
            spend(name, key)
        try:
            response = super().dispatch(request, *args, **kwargs)
        except SignInFirst:
            response = SeeOther(sign_in_url(back_to=self.back(request)))
        return self._with_headers(request, response)

    def _with_headers(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        if "Cache-Control" in response.headers:
            return response
        if self.is_kept and not self.viewer.is_authenticated and response.status_code == 200:
            response.headers["Cache-Control"] = "private, no-cache"
            return _or_not_modified(request, response)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def limit_key(self) -> str:
        """Whose limits the request spends from: as at the API, the account's, else the address's."""
        viewer = self.viewer
        return f"user:{viewer.pk}" if viewer.is_authenticated else address_key()

    # What pages are made of.

    def render(self, template: str, values: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """The template with `values` and what every page shows."""
        return render(self.request, template, shared(self.request, self.viewer) | values, status=status)

    def require_member(self) -> Viewer:
        """The viewer, who must be signed in and may write."""
        if not self.viewer.is_authenticated:
            raise SignInFirst
        if self.viewer.status == Status.MUTED:
            raise Muted()
        return self.viewer

    def back(self, request: HttpRequest) -> str:
        """Where a form leads back to: the page that it stands on."""
        return request.path


def sign_in_url(*, back_to: str) -> str:
    """The sign-in page that leads back to a path of this installation."""
    path = local_path(back_to)
    return reverse("sign-in-page") + (f"?{urlencode({'next': path})}" if path else "")


def _or_not_modified(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """304 where the browser has this very page already."""
    content = getattr(response, "content", None)
    if content is None:
        return response
    etag = f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
    sent = {part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")}
    if etag in sent:
        unchanged = HttpResponse(status=304)
        for name in ("Cache-Control", "Vary", "Content-Language"):
            if name in response.headers:
                unchanged.headers[name] = response.headers[name]
        response = unchanged
    response.headers["ETag"] = etag
    return response
