"""The safe fetch of a page: from the address that was checked, over TLS, with nothing of ours."""

from __future__ import annotations

import threading

import pytest

from config import context, fetching
from config.context import Context
from config.fetching.tests.asking import URL, refusal
from config.testing.hostile import PUBLIC, PUBLIC_6, answer, raw, redirect

pytestmark = pytest.mark.once


def test_a_page_is_fetched_over_tls_from_the_checked_address(good):
    good.serves("/page", answer(b"hello", Content_Type="text/html", X_Frame_Options="DENY"))
    got = fetching.fetch(URL, accept="text/html")
    assert (got.status, got.body, got.is_cut) == (200, b"hello", False)
    assert got.first("content-type") == "text/html"
    assert got.all("x-frame-options") == ["DENY"]
    assert good.connections == [(PUBLIC, 443)]
    assert good.look_ups == ["good.test"]
    assert "hello" not in repr(got)


def test_nothing_of_ours_goes_along(good, monkeypatch):
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    good.serves("/page", answer(b"", Set_Cookie="a=b"))
    good.serves("/first", redirect("/page"))
    fetching.fetch("https://good.test/first")
    assert len(good.requests) == 2
    for request in good.requests:
        names = {line.partition(":")[0].lower() for line in request.split("\r\n")[1:] if line}
        assert names == {"host", "user-agent", "accept", "accept-encoding", "connection"}


def test_an_address_that_does_not_answer_is_passed_over_for_the_next(good, monkeypatch):
    from config.fetching import hops

    good.names["good.test"] = [[PUBLIC_6, PUBLIC]]
    good.serves("/page", answer(b"hello"))

    def connect(address, port, seconds):
        if str(address) == PUBLIC_6:
            raise ConnectionRefusedError
        return good.connect(address, port, seconds)

    ways = good.ways()
    monkeypatch.setattr(hops, "ways", fetching.Ways(ways.resolve, connect, ways.trust))
    assert fetching.fetch(URL).body == b"hello"


def test_answers_that_change_between_look_ups_do_not_matter(good):
    good.names["rebinds.test"] = [[PUBLIC], ["127.0.0.1"]]
    good.serves("/page", answer(b"hello"))
    assert fetching.fetch("https://rebinds.test/page").body == b"hello"
    assert good.look_ups == ["rebinds.test"]
    assert refusal("https://rebinds.test/page") == "address_not_public"
    good.names["rebinds.test"] = [[PUBLIC], ["::1"]]
    good.serves("/first", redirect("/page"))
    assert refusal("https://rebinds.test/first") == "address_not_public"
    assert good.visits == 0


def test_http_is_spoken_only_where_that_was_asked_for(good):
    good.serves("/page", answer(b"plain"))
    assert refusal("http://good.test/page") == "not_https"
    assert fetching.fetch("http://good.test/page", schemes=("https", "http")).body == b"plain"
    assert good.connections == [(PUBLIC, 80)]


@pytest.mark.parametrize("host", ["expired.test", "other.test", "self.test"])
def test_a_certificate_that_is_not_good_for_the_name_is_refused(hostile, host):
    hostile.names[host] = [[PUBLIC]]
    hostile.serves("/", answer(b"hello"))
    assert refusal(f"https://{host}/") == "certificate_not_valid"
    assert hostile.requests == []


def test_what_is_no_tls_at_all_is_no_answer(good):
    good.at_once = raw(b"HTTP/1.1 200 OK\r\n\r\n")
    assert refusal() in {"certificate_not_valid", "connection_failed"}


def test_nobody_at_the_address_is_a_failed_connection(good, monkeypatch):
    from config.fetching import hops

    def nobody(*_args):
        raise ConnectionRefusedError

    ways = good.ways()
    monkeypatch.setattr(hops, "ways", fetching.Ways(ways.resolve, nobody, ways.trust))
    assert refusal() == "connection_failed"
    assert refusal("https://nobody.test/") == "name_not_found"


def test_a_request_does_not_fetch(good):
    with context.within(Context(is_request=True)), pytest.raises(fetching.FetchInRequest):
        fetching.fetch(URL)
    assert good.look_ups == []


def test_while_a_request_is_answered_the_context_says_so(rf):
    from django.http import HttpResponse

    from config.api.middleware import RequestContextMiddleware

    seen = []

    def view(_request):
        seen.append(context.current().is_request)
        return HttpResponse()

    RequestContextMiddleware(view)(rf.get("/"))
    assert seen == [True]
    assert not context.current().is_request


def test_many_fetches_at_once_do_not_disturb_one_another(good):
    for number in range(16):
        good.serves(f"/{number}", answer(str(number).encode()))
    got = {}

    def one(number):
        got[number] = fetching.fetch(f"https://good.test/{number}").body

    threads = [threading.Thread(target=one, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == {number: str(number).encode() for number in range(16)}
