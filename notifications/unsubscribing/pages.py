"""The page behind `List-Unsubscribe`: a button for people, and the same POST for mail programs (RFC 8058).

The POST comes from a mail program's server, with no cookie and from no page of ours; the token is all that it needs,
and all that it can do is what the token names. So the view is out of the check against forged requests, and shows
nothing of who is signed in.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from config.errors import NotFound
from config.pages.view import Page, address_key, shared
from notifications.types import NotificationType
from notifications.types.shipped import DIGEST
from notifications.unsubscribing import services
from notifications.unsubscribing.services import Standing
from notifications.unsubscribing.tokens import read_token


@method_decorator(csrf_exempt, name="dispatch")
class Unsubscribe(Page):
    """Shows whether such mails go out, with a button; a POST turns them off, or on again where it says `undo`."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def limit_key(self) -> str:
        """A member's own where the token holds: one server of a mail provider clicks for many of them."""
        try:
            return f"unsubscribe:{read_token(self.kwargs['token']).member_id}"
        except NotFound:
            return address_key()

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._show(services.standing_of(token))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        deed = services.resubscribe if "undo" in request.POST else services.unsubscribe
        return self._show(deed(token), is_done=True)

    def _show(self, standing: Standing, *, is_done: bool = False) -> HttpResponse:
        with translation.override(standing.locale):
            values = {
                "standing": standing,
                "is_done": is_done,
                "what": _named(standing.type),
                "path": self.request.path,
            }
            return self.render("notifications/unsubscribe.html", values)

    def render(self, template: str, values: dict[str, Any], *, status: int = 200) -> HttpResponse:
        return super().render(template, values | shared(self.request, None), status=status)


def _named(declared: NotificationType) -> str:
    """What such mails are called on the page: the digest, or the category with the type's own name."""
    return _("digests") if declared == DIGEST else f"{declared.category.label} ({declared.name})"


urlpatterns: list[URLPattern] = [path("unsubscribe/<str:token>", Unsubscribe.as_view(), name="unsubscribe-page")]
