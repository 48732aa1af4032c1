"""The switch of languages in every page's footer: a cookie that holds for a year, set without script."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from config.errors import Forbidden, InvalidInput
from config.pages.destinations import local_path
from config.pages.view import Page, SeeOther


# The form stands on pages that visitors' browsers keep, so it carries no token; a language is all that it can set, and
# what another site sends is refused by where it comes from.
@method_decorator(csrf_exempt, name="dispatch")
class Language(Page):
    """Takes the language, and leads back to the page that the form stood on."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != request.get_host():
            raise Forbidden()
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        language = request.POST.get("language", "")
        if language not in dict(settings.LANGUAGES):
            raise InvalidInput()
        response = SeeOther(local_path(request.POST.get("next", "")) or "/")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 24 * 3600,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )
        return response


urlpatterns: list[URLPattern] = [path("language", Language.as_view(), name="language")]
