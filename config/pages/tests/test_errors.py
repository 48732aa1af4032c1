"""What goes wrong is a page of the same design, in the reader's language, and gives nothing away."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import path

from config.api import problems
from config.api.problems import page_response
from config.errors import Forbidden, NotFound, ServiceUnavailable, TooLarge, TooMany
from config.testing.visiting import Page, Visitor


def broken(request):
    raise RuntimeError("the secret of 10.1.2.3")


def away(request):
    raise OperationalError("could not connect as sigma to 10.1.2.3")


def forbidden(request):
    raise Forbidden()


def too_many(request):
    raise TooMany(7)


class Routes:
    """The installation's own routes and some that fail."""

    from config import urls as _own

    urlpatterns = [
        path("broken", broken),
        path("away", away),
        path("forbidden", forbidden),
        path("too-many", too_many),
        *_own.urlpatterns,
    ]
    handler400, handler403 = _own.handler400, _own.handler403
    handler404, handler500 = _own.handler404, _own.handler500


@pytest.fixture
def client(settings):
    settings.ROOT_URLCONF = Routes
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("asked", "status", "english", "german"),
    [
        ("/nothing", 404, "There is nothing here that you can see.", "Hier ist für dich nichts zu sehen."),
        ("/forbidden", 403, "You may not do this.", "darfst"),
        ("/too-many", 429, "try again in 7 seconds", "in 7 Sekunden"),
        ("/broken", 500, "Something went wrong on our side.", "etwas schief"),
        ("/away", 503, "A service that this needs is away", "Dienst"),
        ("/?x=%00", 400, "The request is malformed.", "Anfrage"),
    ],
)
def test_each_has_a_page_in_both_languages(client, asked, status, english, german):
    for language, words in (("en", english), ("de", german)):
        page = Page(client.get(asked, headers={"Accept-Language": language}))
        assert page.status == status
        assert page.answer["Content-Type"] == "text/html; charset=utf-8"
        assert words in page.text
        assert page.all("html") == [{"lang": language}]
        assert page.metas["robots"] == "noindex"
        assert page.answer["Cache-Control"] == "no-store"
        assert page.answer["X-Request-ID"] in page.text
        assert "10.1.2.3" not in page.answer.content.decode()


def test_limits_say_when_to_come_back(client):
    assert client.get("/too-many")["Retry-After"] == "7"
    assert client.get("/away")["Retry-After"] == "2"


@pytest.mark.parametrize("error", [NotFound(), ServiceUnavailable(), TooLarge(), Forbidden()])
def test_the_page_asks_neither_the_database_nor_the_session(error):
    """Without the `db` fixture a statement would fail the test; without a session, so would asking for one."""
    answer = page_response(RequestFactory().get("/x"), error)
    assert answer.status_code == error.status
    assert b"</html>" in answer.content


def test_a_failure_of_the_page_itself_is_a_plain_sentence(client, monkeypatch):
    def fails(*_args, **_options):
        raise RuntimeError("no templates")

    monkeypatch.setattr(problems, "render_to_string", fails)
    answer = client.get("/broken")
    assert (answer.status_code, answer["Content-Type"]) == (500, "text/plain; charset=utf-8")
    assert answer.content == b"500: internal_error\n"


def test_a_form_without_proof_says_what_to_do(db):
    answer = Client(enforce_csrf_checks=True).post("/sign-in", headers={"Accept-Language": "de"})
    page = Page(answer)
    assert page.status == 403
    assert page.all("html") == [{"lang": "de"}]


def test_what_was_asked_for_never_becomes_markup(db):
    page = Visitor().follow('/"><script>alert(1)</script>')
    assert page.status == 404
    assert page.all("script") == []


def test_a_foreign_host_gets_the_page_too(db):
    answer = Client().get("/", headers={"Host": "evil.test"})
    assert answer.status_code == 400
    assert b"evil.test" not in answer.content


def test_the_api_keeps_its_problem_answers(db):
    answer = Client().get("/api/v1/nothing")
    assert answer["Content-Type"] == "application/problem+json"
