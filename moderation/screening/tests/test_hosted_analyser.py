"""The hosted analyser may time out, lie or return garbage: no text is lost, and what it says well is acted on."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.management import call_command

from config import clock, context
from config.fetching import FetchInRequest
from moderation.screening import hosted, services
from moderation.screening.analysing import AnalyserBroken
from moderation.screening.models import PendingAnalysis, Screening
from moderation.screening.tests.making import live_rule, without_shipped_rules
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement
from workbooks.engagement.models import Comment

pytestmark = pytest.mark.django_db


class Service:
    """A stand-in on loopback: `answers` makes the body from what was asked; `pause` is how long it thinks."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.tokens: list[str | None] = []
        self.status, self.pause, self.scores = 200, 0.0, {"spam": 0.0, "toxicity": 0.0}
        self.raw: bytes | None = None
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.asked.append(sent)
                service.tokens.append(self.headers["Authorization"])
                time.sleep(service.pause)
                body = service.raw if service.raw is not None else service.body(sent)
                try:
                    self.send_response(service.status)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    return

            def log_message(self, *_: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/scores"

    def body(self, sent: Any) -> bytes:
        return json.dumps({"id": sent["id"], "scores": self.scores}).encode()


@pytest.fixture
def service(settings) -> Iterator[Service]:
    made = Service()
    settings.SCREENING_ANALYSER_URL = made.url
    settings.SCREENING_ANALYSER_TOKEN = "a-token"
    settings.SCREENING_ANALYSER_SECONDS = 1
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(autouse=True)
def own_rules(db):
    without_shipped_rules()
    live_rule(sort="score", label="spam", threshold=70, outcome="flag", slug="spammy")
    live_rule(sort="score", label="toxicity", threshold=90, outcome="reject", slug="toxic")


def written(author, body="A comment of no importance"):
    return engagement.write_comment(author=author, workbook_id=published(author).pk, body=body)


def only_comments() -> None:
    PendingAnalysis.objects.exclude(kind="comment").delete()


def later(seconds: float):
    return clock.standing_at(clock.now() + timedelta(seconds=seconds))


def test_every_text_is_asked_about_after_the_fact(owner, service):
    made = written(owner)
    assert service.asked == [], "nobody waits for it while writing"
    assert services.run_analyses() == {"analysed": 2, "caught": 0, "failed": 0}
    assert {"id": str(made.pk), "kind": "comment", "text": made.body} in service.asked
    assert set(service.tokens) == {"Bearer a-token"}
    assert not PendingAnalysis.objects.exists()
    assert not Screening.objects.exists()


def test_nothing_is_asked_where_no_service_is_configured(owner):
    written(owner)
    assert not PendingAnalysis.objects.exists()
    assert services.run_analyses() == {"analysed": 0, "caught": 0, "failed": 0}


def test_high_scores_flag_and_what_would_be_refused_is_held(owner, service):
    made = written(owner)
    only_comments()
    service.scores = {"spam": 0.8, "toxicity": 0.95}
    assert services.run_analyses()["caught"] == 1
    made.refresh_from_db()
    assert made.hidden_at is not None
    row = Screening.objects.get()
    assert (row.outcome, {reason.code for reason in row.reasons.all()}) == ("hold", {"spammy", "toxic"})


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", "malformed_answer"),
        (b"<html>", "malformed_answer"),
        (b"[" * 60_000, "malformed_answer"),
        (b'{"scores": {"spam": 1, "toxicity": 1}}', "malformed_answer"),
        (b'{"id": "another", "scores": {"spam": 1, "toxicity": 1}}', "another_id"),
        (b"x" * 100_000, "too_large"),
    ],
)
def test_garbage_is_no_score(owner, service, raw, problem):
    made = written(owner)
    only_comments()
    service.raw = raw
    assert services.run_analyses()["failed"] == 1
    assert PendingAnalysis.objects.get().problem == problem
    made.refresh_from_db()
    assert made.hidden_at is None


@pytest.mark.parametrize(
    ("scores", "problem"),
    [
        ({"spam": 5, "toxicity": 0}, "score_out_of_range"),
        ({"spam": -0.1, "toxicity": 0}, "score_out_of_range"),
        ({"spam": 0.1}, "scores_not_whole"),
        ({"spam": 0.1, "toxicity": 0, "joy": 1}, "scores_not_whole"),
        ({}, "scores_not_whole"),
    ],
)
def test_a_lie_is_no_score(owner, service, scores, problem):
    written(owner)
    only_comments()
    service.scores = scores
    assert services.run_analyses()["failed"] == 1
    assert PendingAnalysis.objects.get().problem == problem
    assert not Screening.objects.exists()


def test_a_status_and_a_time_out_are_tried_again(owner, service):
    written(owner)
    only_comments()
    service.status = 503
    services.run_analyses()
    assert PendingAnalysis.objects.get().problem == "http_503"
    assert services.run_analyses()["failed"] == 0, "not before a while"
    service.status, service.pause = 200, 3.0
    with later(60):
        began = time.monotonic()
        assert services.run_analyses()["failed"] == 1
        assert time.monotonic() - began < 2.5
    assert PendingAnalysis.objects.get().problem == "too_slow"
    service.pause = 0.0
    with later(600):
        assert services.run_analyses()["analysed"] == 1
    assert not PendingAnalysis.objects.exists()


def test_after_the_last_try_the_text_is_flagged_and_stands(owner, service):
    made = written(owner)
    only_comments()
    service.raw = b"no"
    for number in range(services.analysis.TRIES):
        hosted.breaker.reset()
        with later(3_000 * number):
            services.run_analyses()
    row = Screening.objects.get()
    assert (row.outcome, row.reasons.get().code) == ("flag", "analyser_failed")
    made.refresh_from_db()
    assert made.hidden_at is None
    assert PendingAnalysis.objects.get().given_up_at is not None


def test_a_retry_that_finds_nothing_clears_the_flag(owner, service, capsys):
    test_after_the_last_try_the_text_is_flagged_and_stands(owner, service)
    service.raw = None
    call_command("screening_retry")
    assert "due again: 1" in capsys.readouterr().out
    assert services.run_analyses()["analysed"] == 1
    assert Screening.objects.get().settled_as == "cleared"


def test_the_circuit_opens_so_that_a_dead_service_is_left_alone(owner, service):
    book = published(owner)
    for number in range(hosted.FAILURES + 5):
        engagement.write_comment(author=owner, workbook_id=book.pk, body=f"Comment {number}")
    service.status = 500
    assert services.run_analyses()["failed"] == hosted.FAILURES
    assert len(service.asked) == hosted.FAILURES
    assert services.run_analyses()["failed"] == 0
    service.status = 200
    hosted.breaker._opened_at -= hosted.OPEN_SECONDS
    assert services.run_analyses()["analysed"] >= 6, "one question got through, and closed it"


def test_what_waits_behind_an_open_circuit_for_an_hour_is_flagged(owner, service):
    made = written(owner)
    only_comments()
    for _ in range(hosted.FAILURES):
        hosted.breaker.told(is_good=False)
    services.run_analyses()
    assert not Screening.objects.exists()
    with later(3_700):
        services.run_analyses()
    assert Screening.objects.get().reasons.get().matched == "circuit_open"
    assert Comment.objects.get(pk=made.pk).hidden_at is None
    assert service.asked == []


def test_a_text_that_is_gone_is_asked_about_no_more(api, owner, service):
    made = written(owner)
    only_comments()
    api.as_(owner).delete(f"/comments/{made.pk}")
    services.run_analyses()
    assert service.asked == []
    assert not PendingAnalysis.objects.exists()


def test_a_text_that_changed_while_it_was_looked_at_is_looked_at_again(api, owner, service, monkeypatch):
    made = written(owner)
    only_comments()
    before = hosted.ask

    def ask(kind, thing_id, text):
        if text == "A comment of no importance":
            with later(1):
                engagement.edit_comment(actor=owner, comment_id=made.pk, body="Another text")
        return before(kind, thing_id, text)

    monkeypatch.setattr(hosted, "ask", ask)
    services.run_analyses()
    assert PendingAnalysis.objects.get().tries == 0
    with later(2):
        services.run_analyses()
    assert service.asked[-1]["text"] == "Another text"


def test_a_request_never_waits_for_the_service(service):
    with context.within(context.Context(is_request=True)), pytest.raises(FetchInRequest):
        hosted.ask("comment", "1", "text")


def test_nobody_at_the_address_is_a_failure(settings):
    settings.SCREENING_ANALYSER_URL = "http://127.0.0.1:1/scores"
    with pytest.raises(AnalyserBroken) as broken:
        hosted.ask("comment", "1", "text")
    assert broken.value.code == "connection_failed"
