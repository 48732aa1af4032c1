"""RFC 9457 problem answers, for everything that goes wrong under `/api`."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import msgspec
from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy
from psycopg_pool import PoolTimeout
from rest_framework import exceptions as drf
from rest_framework.response import Response

from config import context as request_context
from config.api.errors import (
    BadRequestLine,
    ForgedForm,
    InternalError,
    MalformedBody,
    MethodNotAllowed,
    UnsupportedMedia,
)
from config.errors import (
    DomainError,
    FieldError,
    Forbidden,
    InvalidInput,
    NotFound,
    NotSignedIn,
    ServiceUnavailable,
    TooLarge,
)

log = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"

TITLES = {
    400: gettext_lazy("Bad request"),
    401: gettext_lazy("Not signed in"),
    403: gettext_lazy("Forbidden"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("Method not allowed"),
    409: gettext_lazy("Conflict"),
    412: gettext_lazy("Precondition failed"),
    413: gettext_lazy("Content too large"),
    415: gettext_lazy("Unsupported media type"),
    422: gettext_lazy("Unprocessable content"),
    428: gettext_lazy("Precondition required"),
    429: gettext_lazy("Too many requests"),
    500: gettext_lazy("Internal server error"),
    503: gettext_lazy("Service unavailable"),
}


def problem_of(error: DomainError) -> dict[str, Any]:
    """The body of a problem answer, in the language of the moment."""
    title = TITLES.get(error.status)
    body: dict[str, Any] = {
        "type": f"urn:sigma-playground:problem:{error.code}",
        "title": str(title) if title else HTTPStatus(error.status).phrase,
        "status": error.status,
        "detail": error.message,
        "code": error.code,
        "request_id": request_context.current().request_id,
    }
    if error.errors:
        body["errors"] = [{"field": e.field, "code": e.code, "message": e.message} for e in error.errors]
    return body | error.members()


def field_errors(detail: Any, prefix: str = "") -> Iterator[FieldError]:
    """Flatten what a serializer says into one error a field and reason; nested names are joined with dots."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            name = "" if name == "non_field_errors" else str(name)
            yield from field_errors(inner, ".".join(part for part in (prefix, name) if part))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from field_errors(inner, f"{prefix}.{index}" if nested and prefix else prefix)
    else:
        yield FieldError(prefix, getattr(detail, "code", "invalid"), str(detail))


def as_domain_error(exc: Exception) -> DomainError:
    """What `exc` is in our own terms; anything unforeseen is an `InternalError`."""
    match exc:
        case DomainError():
            return exc
        case drf.ValidationError():
            return InvalidInput(errors=list(field_errors(exc.detail)))
        case drf.ParseError():
            return MalformedBody()
        case drf.NotAuthenticated() | drf.AuthenticationFailed():
            return NotSignedIn()
        case drf.PermissionDenied() | PermissionDenied():
            return Forbidden()
        case drf.NotFound() | Http404():
            return NotFound()
        case drf.MethodNotAllowed():
            return MethodNotAllowed()
        case drf.UnsupportedMediaType():
            return UnsupportedMedia()
        case RequestDataTooBig():
            return TooLarge()
        case SuspiciousOperation() | BadRequest():
            return BadRequestLine()
        case OperationalError() | InterfaceError() | PoolTimeout():
            return ServiceUnavailable(headers={"Retry-After": "2"})
        case _:
            return InternalError()


def exception_handler(exc: Exception, _context: dict[str, Any]) -> Response:
    """DRF's hook: every exception of an endpoint becomes a problem answer."""
    error = as_domain_error(exc)
    if error.status >= 500:
        log.error("request failed: %s", error.code, exc_info=exc)
    headers = dict(error.headers)
    if error.status == 401:
        headers.setdefault("WWW-Authenticate", 'Bearer realm="api"')
    return Response(problem_of(error), status=error.status, headers=headers, content_type=CONTENT_TYPE)


def problem_response(error: DomainError) -> HttpResponse:
    """The same answer outside DRF: middleware, unknown paths, the last resort."""
    response = HttpResponse(msgspec.json.encode(problem_of(error)), status=error.status, content_type=CONTENT_TYPE)
    for name, value in error.headers.items():
        response[name] = value
    return response


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/") or request.path_info == "/api"


def page_response(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A problem for the API; for everyone else a page that says the same, and asks neither database nor session."""
    if is_api(request):
        return problem_response(error)
    title = TITLES.get(error.status) or HTTPStatus(error.status).phrase
    values = {
        "site_name": settings.SITE_NAME,
        "base_url": settings.BASE_URL,
        "languages": settings.LANGUAGES,
        "here": request.get_full_path() if request.method in {"GET", "HEAD"} else "/",
        "status": error.status,
        "title": title,
        "message": error.message,
        "request_id": request_context.current().request_id,
    }
    response = HttpResponse(render_to_string("pages/error.html", values), status=error.status)
    for name, value in {"Cache-Control": "no-store", **error.headers}.items():
        response[name] = value
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page_response(request, as_domain_error(exception) if exception else BadRequestLine())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page_response(request, Forbidden())


def forged_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that does not come from a page of ours, or whose page is too old; why exactly is not told."""
    return page_response(request, ForgedForm())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page_response(request, NotFound())


def server_error(request: HttpRequest) -> HttpResponse:
    """The last resort. What failed may be what pages are drawn with, so a plain sentence stands behind the page."""
    happened = sys.exc_info()[1]
    error = as_domain_error(happened) if isinstance(happened, Exception) else InternalError()
    if not isinstance(error, ServiceUnavailable):
        error = InternalError()
    try:
        return page_response(request, error)
    except Exception:
        log.exception("the page for a failure failed")
        text = f"{error.status}: {error.code}\n"
        return HttpResponse(text, status=error.status, content_type="text/plain; charset=utf-8")
