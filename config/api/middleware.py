"""What stands before every view: the request's id and context, hard edges on input, and headers on every answer."""

from __future__ import annotations

import ipaddress
import logging
import os
import re
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.gzip import GZipMiddleware
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin
from structlog.contextvars import bind_contextvars, clear_contextvars
from structlog.stdlib import get_logger
from whitenoise.middleware import WhiteNoiseMiddleware

from config import context
from config.api.errors import BadRequestLine
from config.api.problems import as_domain_error, is_api, page_response, problem_response
from config.api.uploads import most_bytes
from config.context import Context
from config.errors import DomainError, NotFound, ServiceUnavailable, TooLarge

GetResponse = Callable[[HttpRequest], HttpResponse]


def is_rest(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/v1/")


log = get_logger("sigma.request")
levels = logging.getLogger("sigma.request")

_REQUEST_ID = re.compile(r"[A-Za-z0-9._\-]{8,64}")
_CONTROLS = re.compile("[\x00-\x1f\x7f]")


def client_address(request: HttpRequest) -> str:
    """The client's address, taken from `X-Forwarded-For` only as far as `TRUSTED_PROXIES` of our own wrote it.

    With n trusted proxies the n-th entry from the right is the client; whatever stands left of it is the client's tale.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        if len(hops) >= settings.TRUSTED_PROXIES:
            address = hops[-settings.TRUSTED_PROXIES]
    return canonical_address(address)


@lru_cache(maxsize=10_000)
def canonical_address(text: str) -> str:
    """An IP address in its one canonical spelling; empty for anything else."""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""


class RequestContextMiddleware:
    """Outermost: makes or takes the request id, and returns it. Also the last resort for what no one else caught."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = request.headers.get("X-Request-ID", "")
        request_id = sent if _REQUEST_ID.fullmatch(sent) else context.new_request_id()
        request.META["HTTP_X_REQUEST_ID"] = request_id
        made = Context(
            request_id=request_id,
            address=client_address(request),
            user_agent=request.headers.get("User-Agent", "")[:300],
            is_request=True,
        )
        clear_contextvars()
        bind_contextvars(request_id=request_id)
        began = time.perf_counter()
        with context.within(made):
            response = self.get_response(request)
        response["X-Request-ID"] = request_id
        if levels.isEnabledFor(logging.INFO):
            log.info(
                "request",
                method=request.method,
                path=request.path_info,
                status=response.status_code,
                ms=round((time.perf_counter() - began) * 1000, 1),
                user_id=str(made.actor_id) if made.actor_id else None,
            )
        return response


class ResponseHeadersMiddleware:
    """Security headers that hold for every answer, errors included; Django's SecurityMiddleware sets the rest."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_rest(request):
            response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
        if not getattr(response, "xframe_options_exempt", False):  # the embed page, whose policy names who may frame it
            response.headers.setdefault("X-Frame-Options", "DENY")
        if not response.streaming and "Content-Length" not in response:
            response["Content-Length"] = str(len(response.content))
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        response.headers.setdefault(
            "Cross-Origin-Resource-Policy", "cross-origin" if is_api(request) else "same-origin"
        )
        return response


class HardEdgesMiddleware:
    """Refuses what no view should have to think of: foreign hosts, control characters, bodies over the limit."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost:
            return page_response(request, BadRequestLine())
        if _CONTROLS.search(request.path_info):
            return page_response(request, NotFound())
        if "%00" in request.META.get("QUERY_STRING", ""):
            return page_response(request, BadRequestLine())
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isascii() or not length.isdigit():
            return page_response(request, BadRequestLine())
        if int(length) > most_bytes(request.META.get("CONTENT_TYPE") or ""):
            return page_response(request, TooLarge())
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Outside DRF too, what is refused under `/api` is a problem, and elsewhere a page; a defect stays one."""
        error = as_domain_error(exception)
        if is_api(request):
            return problem_response(error)
        is_ours = isinstance(exception, DomainError) or isinstance(error, ServiceUnavailable)
        return page_response(request, error) if is_ours else None


class ContentPolicy(CSPMiddleware):
    """What pages may load; answers of the API load nothing, and their policy is a constant."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if is_rest(request) else super().process_response(request, response)


class PagesOnly(MiddlewareMixin):
    """Mixed into middleware that only pages need: the API has no cookies, no forms and no slashes to append."""

    def __call__(self, request: HttpRequest) -> Any:
        if is_rest(request):
            return self.get_response(request)
        return super().__call__(request)


class Static(WhiteNoiseMiddleware):
    """Static files: those that were collected, and else those of the packages themselves."""

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request) if is_rest(request) else super().__call__(request)

    def add_files(self, root: str, prefix: str | None = None) -> None:
        if os.path.isdir(root):
            super().add_files(root, prefix)


class Compression(GZipMiddleware):
    """Compresses what that makes smaller; pictures are compressed already, and events must not wait for more."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.get("Content-Type", "").startswith(("image/", "text/event-stream")):
            return response
        return super().process_response(request, response)


class Sessions(PagesOnly, SessionMiddleware):
    """Sessions of pages and the admin."""


class Common(PagesOnly, CommonMiddleware):
    """Django's common rules for pages."""


class Csrf(PagesOnly, CsrfViewMiddleware):
    """Forms are sent from our own pages alone; the API takes no cookies, so nobody can be made to send them."""

    def process_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return None if is_rest(request) else super().process_view(request, *args, **kwargs)


class Messages(PagesOnly, MessageMiddleware):
    """One-time notices on pages."""


class Languages:
    """The language of the answer: what the client accepts, as far as it is spoken here."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "HTTP_ACCEPT_LANGUAGE" not in request.META and is_rest(request):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", settings.LANGUAGE_CODE)
            return response
        language = translation.get_language_from_request(request)
        with translation.override(language):
            response = self.get_response(request)
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response.render()
        response.headers.setdefault("Content-Language", language)
        return response
