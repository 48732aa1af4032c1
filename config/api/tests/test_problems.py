"""Whatever goes wrong under /api is a problem answer, in the client's language, with the request's id."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from rest_framework import exceptions as drf

from config.api import problems
from config.errors import InvalidInput, NotSignedIn, ServiceUnavailable, TooMany

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/v1", "/api/v1/", "/api/v2/workbooks", "/api/v1/workbooks/", "/api/x%0a"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "PUT"])
def test_an_unknown_path_is_a_problem(api: Any, path: str, method: str) -> None:
    answer = api.request(method, path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"
    assert answer.json()["request_id"] == answer["X-Request-ID"]


def test_the_request_id_is_taken_where_it_is_sensible_and_made_where_not(api: Any) -> None:
    assert api.get("/workbooks", X_Request_ID="trace-0123456789")["X-Request-ID"] == "trace-0123456789"
    for sent in ("short", "x" * 65, "new\nline-here", "<script>alert", ""):
        assert api.get("/workbooks", X_Request_ID=sent)["X-Request-ID"] != sent


def test_a_problem_speaks_the_clients_language_and_keeps_its_code(api: Any) -> None:
    english = api.get("/nothing", Accept_Language="en").json()
    german = api.get("/nothing", Accept_Language="de-AT,de;q=0.9").json()
    assert english["title"] == "Not found"
    assert german["title"] == "Nicht gefunden"
    assert german["detail"] != english["detail"]
    assert german["code"] == english["code"]


@pytest.mark.parametrize(
    ("raised", "code", "status"),
    [
        (drf.ParseError(), "malformed_body", 400),
        (drf.NotAuthenticated(), "not_signed_in", 401),
        (drf.UnsupportedMediaType("text/plain"), "unsupported_media_type", 415),
        (OperationalError("gone"), "service_unavailable", 503),
        (RuntimeError("boom"), "internal_error", 500),
        (NotSignedIn(), "not_signed_in", 401),
        (TooMany(7), "too_many_requests", 429),
        (ServiceUnavailable(), "service_unavailable", 503),
    ],
)
def test_every_exception_has_its_problem(raised: Exception, code: str, status: int) -> None:
    answer = problems.exception_handler(raised, {})
    assert (answer.data["code"], answer.data["status"], answer.status_code) == (code, status, status)
    assert "boom" not in str(answer.data)


def test_field_errors_are_flat_with_dotted_names() -> None:
    raised = drf.ValidationError(
        {"a": {"b": ["bad"]}, "list": [{}, {"c": ["worse"]}], "non_field_errors": ["all wrong"]}
    )
    error = problems.as_domain_error(raised)
    assert isinstance(error, InvalidInput)
    assert {(e.field, e.message) for e in error.errors} == {("a.b", "bad"), ("list.1.c", "worse"), ("", "all wrong")}


def test_pages_outside_the_api_get_a_page(api: Any) -> None:
    answer = api.client.get("/no-such-page")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/html")
