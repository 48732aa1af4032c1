"""What the safe fetch reads: no more than its cap, and nothing that is no whole answer."""

from __future__ import annotations

import gzip

import pytest

from config import fetching
from config.fetching.tests.asking import URL, refusal
from config.fetching.tests.misbehaving import bomb, endless, endless_chunks, endless_waiting, headers_without_end
from config.testing.hostile import answer, raw

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("serve", "codes"),
    [
        (endless, {"too_large"}),
        (endless_chunks, {"too_large"}),
        (endless_waiting, {"too_large", "malformed_answer"}),
        (headers_without_end, {"too_large", "malformed_answer"}),
        (bomb, {"too_large"}),
    ],
)
def test_nothing_is_read_past_its_cap(good, serve, codes):
    good.serves("/page", serve)
    assert refusal() in codes


def test_a_long_body_is_cut_where_that_was_asked_for(good):
    good.serves("/page", endless)
    got = fetching.fetch(URL, cap=1_000, over_cap="cut")
    assert (len(got.body), got.is_cut) == (1_000, True)
    good.serves("/page", bomb)
    got = fetching.fetch(URL, cap=1_000, over_cap="cut")
    assert (got.body, got.is_cut) == (bytes(1_000), True)


def test_a_body_of_just_the_cap_is_whole(good):
    good.serves("/page", answer(gzip.compress(b"x" * 1_000), Content_Encoding="gzip"))
    got = fetching.fetch(URL, cap=1_000)
    assert (got.body, got.is_cut) == (b"x" * 1_000, False)
    good.serves("/page", answer(b"x" * 1_001))
    assert refusal(cap=1_000) == "too_large"


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort", {"malformed_answer"}),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", {"malformed_answer"}),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", {"malformed_answer"}),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx", {"malformed_answer"}),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nzzzz", {"malformed_answer"}),
        (b"\x00\x01\x02 not http at all\r\n\r\n", {"malformed_answer"}),
        (b"", {"malformed_answer", "connection_failed"}),
        (b"HTTP/1.1 200 OK\r\nA: b\x00c\r\n\r\n", {"malformed_answer"}),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFFFFF\r\n", {"malformed_answer"}),
    ],
)
def test_an_answer_that_is_not_whole_http_is_none(good, data, codes):
    good.serves("/page", raw(data))
    assert refusal() in codes


def test_a_shorter_length_than_the_body_is_believed(good):
    good.serves("/page", answer(b"hello and more", length=5))
    assert fetching.fetch(URL).body == b"hello"
