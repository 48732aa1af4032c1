"""Posting to a stranger's URL, by the rules of the fetch."""

from __future__ import annotations

import pytest

from config import context, fetching
from config.fetching import errors
from config.testing.hostile import answer, redirect

URL = "https://good.test/page"


def test_the_body_comes_whole_and_the_answer_is_read(good):
    taken = []

    def serve(connection, request):
        head, _, body = request.partition("\r\n\r\n")
        while len(body) < 20_000:
            body += connection.recv(65_536).decode("latin-1")
        taken.append((head, body))
        answer(b"fine", status="201 Created", Location="/made")(connection, request)

    good.paths["/page"] = serve
    raw = fetching.post(URL, b"x" * 20_000, headers=[("TTL", "60")])
    assert (raw.status, raw.body, raw.first("location")) == (201, b"fine", "/made")
    ((head, body),) = taken
    assert head.startswith("POST /page HTTP/1.1")
    assert "TTL: 60" in head
    assert body == "x" * 20_000


def test_a_redirect_is_an_answer_and_not_followed(good):
    good.paths["/page"] = redirect("https://elsewhere.test/")
    assert fetching.post(URL, b"x").status == 302
    assert len(good.requests) == 1


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1"])
def test_nothing_is_posted_into_the_house(good, address):
    good.names["good.test"] = [[address]]
    with pytest.raises(errors.AddressNotPublic):
        fetching.post(URL, b"x")
    assert good.requests == []


@pytest.mark.parametrize("url", ["http://good.test/", "https://user:pw@good.test/", "https://127.0.0.1/"])
def test_a_url_that_breaks_a_rule_is_refused(good, url):
    with pytest.raises(fetching.UrlRefused):
        fetching.post(url, b"x")


def test_a_long_answer_is_cut(good):
    good.paths["/page"] = answer(b"y" * 100_000)
    raw = fetching.post(URL, b"x")
    assert raw.is_cut
    assert len(raw.body) == 16_384


def test_no_request_waits_for_a_stranger(good):
    with context.within(context.Context(is_request=True)), pytest.raises(errors.FetchInRequest):
        fetching.post(URL, b"x")
