"""Looking at what is at a URL: the verdict, what is kept, when it is looked at again, what is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config import clock
from config.testing.hostile import PUBLIC, answer, redirect
from workbooks.embeds import queries, services
from workbooks.embeds.choices import Verdict
from workbooks.embeds.events import EmbedJudged, ProbeAsked
from workbooks.embeds.models import EmbedSource, Probe
from workbooks.embeds.services import probing
from workbooks.embeds.tests.shipping import ship_sources

pytestmark = pytest.mark.django_db

HOST = "public.tableau.com"
URL = f"https://{HOST}/views/Sales/Overview"
PAGE = b"<title>Sales</title><meta property='og:image' content='https://cdn.test/a.png'>"
HTML = "text/html; charset=utf-8"


@pytest.fixture
def tableau(hostile, db):
    ship_sources()
    hostile.names[HOST] = [[PUBLIC]]
    hostile.serves("/views/Sales/Overview", answer(PAGE, Content_Type=HTML))
    return hostile


def looked_at(url=URL):
    Probe.objects.filter(url=url).delete()
    services.ask_probe(url=url)
    services.run_probes([queries.url_key(url)])
    return Probe.objects.get(url=url)


def test_a_page_that_can_be_shown_is_ok_and_remembered(tableau, settings):
    settings.BASE_URL = "https://play.example.com"
    tableau.serves(
        "/views/Sales/Overview",
        answer(
            PAGE,
            Content_Type=HTML,
            X_Frame_Options="SAMEORIGIN",
            Content_Security_Policy="default-src *; frame-ancestors https://play.example.com",
        ),
    )
    seen = looked_at()
    assert (seen.verdict, seen.reasons, seen.status_code) == (Verdict.OK, [], 200)
    assert (seen.title, seen.image_url) == ("Sales", "https://cdn.test/a.png")
    assert seen.content_type == HTML
    assert seen.x_frame_options == "SAMEORIGIN"
    assert seen.frame_ancestors == "https://play.example.com"
    assert seen.checked_at is not None
    assert timedelta(days=6) < seen.due_at - clock.now() < timedelta(days=8)


CASES = {
    "denied": (answer(PAGE, Content_Type=HTML, X_Frame_Options="DENY"), "blocked_by_frame_policy", "x_frame_options"),
    "policy": (
        answer(PAGE, Content_Type=HTML, Content_Security_Policy="frame-ancestors 'self'"),
        "blocked_by_frame_policy",
        "frame_ancestors",
    ),
    "gone": (answer(PAGE, status="404 Not Found", Content_Type=HTML), "unreachable", "http_404"),
    "private": (answer(PAGE, status="403 Forbidden", Content_Type=HTML), "unreachable", "http_403"),
    "broken": (answer(PAGE, status="500 Oops", Content_Type=HTML), "unreachable", "http_500"),
    "no page": (answer(b"%PDF", Content_Type="application/pdf"), "not_allowed", "not_a_page"),
    "no type": (answer(PAGE), "not_allowed", "not_a_page"),
    "elsewhere": (redirect("https://elsewhere.test/"), "not_allowed", "redirected_elsewhere"),
    "inside": (redirect("https://127.0.0.1/"), "not_allowed", "ip_literal"),
    "in a circle": (redirect("/views/Sales/Overview"), "not_allowed", "too_many_redirects"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_cannot_be_shown_has_its_verdict_and_its_reason(tableau, case):
    serve, verdict, reason = CASES[case]
    tableau.names["elsewhere.test"] = [[PUBLIC]]
    tableau.serves("/views/Sales/Overview", serve)
    seen = looked_at()
    assert (seen.verdict, seen.reasons) == (verdict, [reason])
    assert "elsewhere.test" not in tableau.look_ups


@pytest.mark.parametrize(
    ("answers", "verdict", "reason"),
    [([["10.0.0.1"]], "not_allowed", "address_not_public"), ([], "unreachable", "name_not_found")],
)
def test_where_the_name_leads_decides_too(tableau, answers, verdict, reason):
    tableau.names[HOST] = answers
    seen = looked_at()
    assert (seen.verdict, seen.reasons) == (verdict, [reason])
    assert tableau.visits == 0


def test_being_turned_away_by_a_source_that_signs_is_a_sign_of_life(tableau):
    tableau.names["app.sigmacomputing.com"] = [[PUBLIC]]
    url = "https://app.sigmacomputing.com/acme/workbook/Sales-1a2B"
    for status, verdict in (("401 Unauthorized", "ok"), ("403 Forbidden", "ok"), ("404 Not Found", "unreachable")):
        tableau.serves("/acme/workbook/Sales-1a2B", answer(PAGE, status=status, Content_Type=HTML))
        assert looked_at(url).verdict == verdict
    assert all("jwt" not in request for request in tableau.requests)


def test_a_source_that_was_taken_out_of_use_is_not_asked(tableau):
    services.ask_probe(url=URL)
    EmbedSource.objects.filter(slug="tableau-public").update(is_active=False)
    services.run_probes([queries.url_key(URL)])
    seen = Probe.objects.get(url=URL)
    assert (seen.verdict, seen.reasons) == ("not_allowed", ["host_not_allowed"])
    assert tableau.look_ups == []


def test_one_failure_of_a_url_that_was_fine_is_looked_at_again_before_it_is_told(tableau, recorded):
    assert looked_at().verdict == "ok"
    key = queries.url_key(URL)
    tableau.serves("/views/Sales/Overview", answer(status="502 Bad Gateway"))
    services.run_probes([key])
    once = Probe.objects.get(url=URL)
    assert (once.verdict, once.failures, once.reasons) == ("ok", 1, ["http_502"])
    assert once.due_at - clock.now() < timedelta(hours=2)
    services.run_probes([key])
    twice = Probe.objects.get(url=URL)
    assert (twice.verdict, twice.failures) == ("unreachable", 2)
    assert timedelta(hours=20) < twice.due_at - clock.now() < timedelta(hours=28)
    tableau.serves("/views/Sales/Overview", answer(PAGE, Content_Type=HTML))
    services.run_probes([key])
    assert Probe.objects.get(url=URL).failures == 0
    told = [(event.before, event.verdict) for event in recorded(EmbedJudged)]
    assert told == [("pending", "ok"), ("ok", "unreachable"), ("unreachable", "ok")]


def test_asking_twice_has_it_looked_at_once(tableau, run_jobs, recorded):
    for _ in range(3):
        services.ask_probe(url=URL)
    assert len(recorded(ProbeAsked)) == 1
    assert run_jobs() == 1
    assert len(tableau.requests) == 1
    services.ask_probe(url=URL)
    assert run_jobs() == 0


def test_after_an_hour_asking_has_it_looked_at_again(tableau, run_jobs):
    services.ask_probe(url=URL)
    run_jobs()
    past = clock.now() - timedelta(hours=2)
    Probe.objects.update(checked_at=past, asked_at=past)
    assert services.ask_probe(url=URL).verdict == "ok"
    assert run_jobs() == 1


def test_where_probes_are_off_nothing_is_asked(tableau, settings, run_jobs):
    settings.EMBED_PROBES = False
    assert services.ask_probe(url=URL).verdict == "pending"
    assert run_jobs() == 0
    assert services.check_links() == {}
    assert tableau.look_ups == []


def test_what_is_due_and_in_use_is_looked_at_again_and_the_rest_goes(tableau, monkeypatch):
    used, unused, fresh = URL, URL + "2", URL + "3"
    now = clock.now()
    for url, asked in ((used, 30), (unused, 30), (fresh, 0)):
        Probe.objects.create(
            url=url, url_key=queries.url_key(url), asked_at=now - timedelta(days=asked), due_at=now - timedelta(hours=1)
        )
    monkeypatch.setattr(queries, "_users", [lambda keys: {queries.url_key(used)} & set(keys)])
    counts = services.check_links()
    assert counts == {"probed": 2, "changed": 2, "previews": 0, "forgotten": 1}
    assert set(Probe.objects.values_list("url", flat=True)) == {used, fresh}
    assert services.check_links() == {"probed": 0, "changed": 0, "previews": 0, "forgotten": 0}


def test_a_run_is_bounded(tableau, monkeypatch):
    urls = [f"{URL}{number}" for number in range(80)]
    services.plan_probes(urls)
    Probe.objects.update(due_at=clock.now())
    monkeypatch.setattr(queries, "_users", [set])
    assert services.check_links()["probed"] == probing.LEAST_A_RUN
    assert services.check_links(most=10)["probed"] == 10


def test_time_that_is_up_leaves_the_rest_due(tableau):
    urls = [f"{URL}{number}" for number in range(20)]
    services.plan_probes(urls)
    keys = [queries.url_key(url) for url in urls]
    assert services.run_probes(keys, seconds=-1) == {"probed": 0, "changed": 0}
    assert Probe.objects.filter(checked_at__isnull=True).count() == 20


def test_planned_probes_lie_spread_over_the_coming_week(db):
    ship_sources()
    services.plan_probes([f"{URL}{number}" for number in range(700)])
    now = clock.now()
    days = [int((due - now).total_seconds() // 86_400) for due in Probe.objects.values_list("due_at", flat=True)]
    assert sorted(set(days)) == list(range(7))
    assert max(days.count(day) for day in range(7)) < 200
