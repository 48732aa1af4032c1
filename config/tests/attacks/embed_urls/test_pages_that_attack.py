"""Group H, pages: what comes back and means to get into ours, and what must not go along."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from config.testing.client import Api
from config.testing.hostile import Hostile, answer
from config.tests.attacks.embed_urls.ways_in import GOOD
from workbooks.catalog.tests.factories import published
from workbooks.embeds.models import Probe

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("attacks-h")]


def test_h12_a_page_that_attacks_reaches_ours_as_text_at_most(
    net: Hostile, owner: Any, client: Any, run_jobs: Any, admin: Any
) -> None:
    attack = (
        b"<base href='https://evil.test/'><meta http-equiv='refresh' content='0;url=https://evil.test/'>"
        b"<title></title><meta property='og:title' content='&quot;&gt;&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;'>"
    )
    net.serves(
        "/views/Sales/Overview",
        answer(
            attack,
            Content_Type="text/html",
            Set_Cookie="sessionid=stolen",
            X_Frame_Options="ALLOWALL",
            Service_Worker_Allowed="/",
            Refresh="0;url=https://evil.test/",
        ),
    )
    book = published(owner, embed_url=GOOD)
    run_jobs()
    assert "<script>" in Probe.objects.get(url=GOOD).title
    page = client.get(f"/embed/{book.pk}")
    text = page.content.decode()
    assert "alert(1)" not in text
    assert "evil.test" not in text
    assert 'sandbox="' in text
    assert not page.cookies
    assert "default-src 'none'; frame-src https://public.tableau.com;" in page["Content-Security-Policy"]
    for name in ("Refresh", "Service-Worker-Allowed", "Set-Cookie"):
        assert name not in page


def test_h13_the_embed_page_has_its_headers_and_a_url_cannot_add_to_them(
    net: Hostile, owner: Any, client: Any, api: Api
) -> None:
    page = client.get(f"/embed/{published(owner, embed_url=GOOD).pk}")
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert not page.cookies
    for url in (GOOD + "?x=%0d%0aSet-Cookie:%20a=b", GOOD + "\r\nSet-Cookie: a=b", GOOD + "%00"):
        assert api.post("/workbooks", {"title": "x", "embed_url": url}).status_code == 400
    for site in ("https://a.example\r\nSet-Cookie: a=b", "https://a.example; script-src *", "'unsafe-inline'"):
        body = {"title": "x", "embed_url": GOOD, "embed_allowed_on": [site]}
        assert api.post("/workbooks", body).status_code == 400
    asked = client.get("/oembed", {"url": "http://127.0.0.1:8000/embed/x\r\nSet-Cookie: a=b"})
    assert asked.status_code == 404
    assert not asked.cookies


def test_h15_nothing_of_a_viewer_goes_along(net: Hostile, api: Api, run_jobs: Any) -> None:
    api.headers = {"Cookie": "sessionid=secret-cookie", "X-Internal": "secret-header", "Authorization": api.token or ""}
    api.post("/sigma/validate", {"url": GOOD}, Authorization=f"Bearer {api.token}")
    run_jobs()
    (request,) = net.requests
    names = {line.partition(":")[0].lower() for line in request.split("\r\n")[1:] if line}
    assert names == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert "secret" not in request
    assert str(api.token) not in request
    assert socket.gethostname() not in request
