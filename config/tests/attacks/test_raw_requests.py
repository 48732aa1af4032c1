"""Group U, requests: what a client library would tidy up, sent as bytes to a really served platform."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from config.testing.served import Served
from config.tests.attacks.installation import CLOSED, body_of, get, memory, send, served_as_the_suite_runs

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("installation")]

LIST = "/api/v1/workbooks"
STYLE = "/static/admin/css/base.css"
MEGABYTE = 1_048_576
SPILLS = (b"Traceback", b"psycopg", b"site-packages", b"sqlite3")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served_as_the_suite_runs(tmp_path_factory.mktemp("served")) as started:
        yield started


def refused(told: tuple[int, bytes], *statuses: int) -> None:
    """Refused as one may: with one of these statuses, or by closing; and never with a word of the inside."""
    status, received = told
    assert status in {CLOSED, *(statuses or range(400, 500))}, received[:300]
    assert not any(spill in received for spill in SPILLS)


@pytest.fixture(autouse=True)
def alive(served: Served) -> Iterator[None]:
    """Whatever was sent, the next request is answered."""
    yield
    assert get(served, LIST)[0] == 200


@pytest.mark.parametrize(
    "path", ["/static/none.css", "/static/admin/none.js", "/static/../manage.py", "/static/%2e%2e/x"]
)
def test_u03_a_static_file_that_is_missing_is_a_404(served: Served, path: str) -> None:
    status, received = get(served, path)
    assert status == 404
    assert not any(spill in received for spill in SPILLS)


LANGUAGES = [
    "xx", "xx-YY;q=0.5", "de;q=NaN", "de;q=-1", "de;q=1e309", "*", "*;q=0", ",,,", ";;;q=", "de-" + "a" * 40,
    "../../etc/passwd", "de\xe9", "a" * 10_000, "de," * 3_000, "zh-Hant-" + "x-" * 500, "\t de \t",
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES, ids=range(len(LANGUAGES)))
def test_u04_an_unknown_language_is_answered_in_one_that_is_known(served: Served, language: str) -> None:
    for path, wanted in ((LIST, 200), ("/api/v1/nothing", 404), ("/sign-in", 200)):
        status, received = get(served, path, f"Accept-Language: {language}")
        assert status in {wanted, 400, 431}, received[:300]
        if status == wanted:
            assert re.search(rb"(?i)^content-language: (en|de)\r$", received, re.MULTILINE)


HOSTS = [
    "evil.test", "127.0.0.1@evil.test", "evil.test@127.0.0.1", "127.0.0.1:80:80", "127.0.0.1:port", "127.0.0.1 evil.test",
    "127.0.0.1, evil.test", "127.0.0.1/evil", "127.0.0.1#", "[::1", "[evil]", "127.0.0.1.evil.test", "127.0.0.1\\evil",
    "a" * 5_000, "\xe9vil.test", "127.0.0.1%00evil.test", "'; DROP TABLE--", "<script>", ".", "..",
]  # fmt: skip


@pytest.mark.parametrize("host", HOSTS, ids=range(len(HOSTS)))
def test_u05_a_hostile_host_is_refused(served: Served, host: str) -> None:
    for path in (LIST, "/sign-in", "/health/ready"):
        refused(get(served, path, host=host), 400, 414, 431)


def test_u05_no_host_two_hosts_and_control_characters_in_it_are_refused(served: Served) -> None:
    ours = f"127.0.0.1:{served.port}"
    # Without any, the host is the address that was asked, which is ours.
    assert get(served, LIST, host=None)[0] in {CLOSED, 200, 400}
    refused(get(served, LIST, f"Host: {ours}", host="evil.test"), 400)
    refused(get(served, LIST, "Host: evil.test", host=ours), 400)
    for control in (b"\0", b"\x0b", b"\r", b"\x7f"):
        refused(get(served, LIST, b"Host: evil" + control + b".test", host=None), 400)


def test_u05_a_host_in_the_request_line_leads_nowhere_else(served: Served) -> None:
    for target in ("http://evil.test" + LIST, "http://user:password@evil.test/", "//evil.test/", "http://[::1", "evil"):
        status, received = get(served, target)
        assert status in {CLOSED, 200, 302, 400, 404}, received[:300]
        # A page may hold its own path in a field that leads nowhere; no header and no link may.
        assert b"evil.test" not in received.partition(b"\r\n\r\n")[0]
        assert re.search(rb'(href|src|action)="[^"]*evil\.test', received) is None
    refused(get(served, f"http://127.0.0.1:{served.port}{LIST}", host="evil.test"), 400)


ACCEPTS = [
    "application/x-unknown", "text/html;q=NaN", "*/*;q=-1", ";;;", "/", "a/b/c", ",", "application/json;version=\x0b2",
    "application/json;indent=99999999", "text/html;level=" + "9" * 4_000, "*/*," * 2_500, "a/b;" * 2_500, "\xff\xfe",
]  # fmt: skip


@pytest.mark.parametrize("accept", ACCEPTS, ids=range(len(ACCEPTS)))
def test_u06_a_hostile_accept_is_answered_with_json_or_refused(served: Served, accept: str) -> None:
    for path, wanted in ((LIST, 200), ("/api/v1/nothing", 404), ("/api/schema", 200)):
        status, received = get(served, path, f"Accept: {accept}")
        assert status in {CLOSED, wanted, 400, 406, 431}, received[:300]
        if status == wanted:
            assert re.search(rb"(?i)^content-type: application/", received, re.MULTILINE)


RANGES = [
    "bytes=0-0", "bytes=-1", "bytes=0-", "bytes=5-2", "bytes=99999999999-", "bytes=-99999999999", "bytes=--5", "bytes=a-b",
    "bytes=0-0,2-3", "bytes=" + "0-," * 1_000 + "0-", "bytes=" + ",".join(f"{n}-{n + 99}" for n in range(1_000)),
    "lines=1-2", "bytes", "=", "bytes=" + "9" * 5_000 + "-", "bytes=0-" + "9" * 5_000, "bytes=1e3-", "bytes=\u0661-".encode().decode("latin-1"),
]  # fmt: skip


def test_a_body_that_comes_at_once_is_read_whole_and_not_taken_for_headers(served: Served) -> None:
    body = b'{"url": "https://public.tableau.com/views/A/B", "more": "' + b"x" * 200_000 + b'"}'
    head = (
        f"POST /api/v1/sigma/validate HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nContent-Type: application/json\r\n"
    )
    raw = head.encode() + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    status, received = send(served, raw)
    assert status in {400, 401}, received[:300]
    assert b"application/problem+json" in received
    assert received.count(b"HTTP/1.1 ") == 1


def test_a_body_past_its_cap_is_refused_on_pages_too(served: Served) -> None:
    body = b"--b\r\n" + b'Content-Disposition: form-data; name="language"; filename="a"\r\n\r\n' + b"x" * 20_000_000
    head = (
        f"POST /language HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nContent-Type: multipart/form-data; boundary=b\r\n"
    )
    raw = head.encode() + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    refused(send(served, raw), 413)


def test_u07_hostile_ranges_are_answered_in_bounds(served: Served) -> None:
    whole = len(body_of(get(served, STYLE)[1]))
    assert whole > 1_000
    before = memory(served)
    for path in (STYLE, LIST, "/api/schema"):
        bound = len(body_of(get(served, path)[1])) + 65_536
        for wanted in RANGES:
            status, received = get(served, path, f"Range: {wanted}")
            assert status in {200, 206, 400, 416, 431}, (wanted, received[:300])
            assert len(body_of(received)) <= bound
            if status == 206:
                assert re.search(rb"(?i)^content-range: bytes ", received, re.MULTILINE)
    assert memory(served) - before < 100 * MEGABYTE


def test_u07_a_range_in_bounds_is_that_part_of_the_file(served: Served) -> None:
    whole = body_of(get(served, STYLE)[1])
    status, received = get(served, STYLE, "Range: bytes=10-19")
    assert (status, body_of(received)) == (206, whole[10:20])
    status, received = get(served, STYLE, f"Range: bytes={len(whole)}-")
    assert status == 416


NOT_HTTP = {
    "nothing-of-it": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 500,
    "a-line-without-end": b"GET /" + b"a" * 200_000,
    "two-lengths": b"POST %b HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\nContent-Length: 4\r\n\r\n{}{}",
    "a-negative-length": b"POST %b HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n{}",
    "a-length-of-letters": b"POST %b HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ten\r\n\r\n{}",
    "a-giant-length": b"POST %b HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + b"9" * 40 + b"\r\n\r\n{}",
    "a-header-without-a-colon": b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\nnonsense\r\n\r\n",
    "a-nul-in-a-header": b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: a\0b\r\n\r\n",
    "a-header-of-a-megabyte": b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: " + b"a" * MEGABYTE + b"\r\n\r\n",
    "a-bad-chunk": b"POST %b HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "an-unknown-version": b"GET %b HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
}


@pytest.mark.parametrize("kind", NOT_HTTP)
def test_u08_what_is_no_http_is_refused(served: Served, kind: str) -> None:
    raw = NOT_HTTP[kind].replace(b"%b", LIST.encode())
    refused(send(served, raw + b"\r\n\r\n" if kind == "a-line-without-end" else raw))


def test_u08_of_a_length_and_chunks_together_no_second_request_is_made(served: Served) -> None:
    """What one program takes for the body must not be what another takes for the next request."""
    smuggled = b"0\r\n\r\nGET /api/v1/nothing-smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    head = f"POST {LIST} HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nContent-Length: {len(smuggled)}"
    status, received = send(served, head.encode() + b"\r\nConnection: close\r\n\r\n" + smuggled)
    assert status in {CLOSED, *range(400, 500)}
    assert received.count(b"HTTP/1.1 ") <= 1
