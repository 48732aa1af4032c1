"""Embeds: probes a second against a bare TLS client asking the same server, and what the embed page weighs.

The server is a local one with a certificate of its own; the safe fetch reaches it by stand-ins for the resolver and the
connection, so what is measured is ours: parsing, checking, the handshake, reading, judging.
"""

from __future__ import annotations

import gzip
import http.client
import re
import socket
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.measuring import Line, in_turn

HOST = "public.tableau.com"
URL = f"https://{HOST}/views/Sales/Overview"
PROBES, AT_ONCE = 200, 8


def run(scales: list[int] | None = None) -> list[Line]:
    return [*_probes(), *_page()]


def _rate(act: Callable[[], object]) -> Callable[[], float]:
    def measure() -> float:
        began = time.perf_counter()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda _number: act(), range(PROBES)))
        return PROBES / (time.perf_counter() - began)

    return measure


def _probes() -> list[Line]:
    from config.fetching import hops
    from config.testing.hostile import PUBLIC, Authority, Hostile, answer
    from workbooks.embeds.judging import look_at

    with tempfile.TemporaryDirectory() as folder:
        authority = Authority(Path(folder))
        authority.context("first.test")
        (Path(folder) / "0.pem").rename(Path(folder) / "first.pem")
        net = Hostile(authority)
        net.names[HOST] = [[PUBLIC]]
        page = b"<title>Sales</title>" + b"<p>filler</p>" * 5_000
        net.serves("/views/Sales/Overview", answer(page, Content_Type="text/html"))
        trust = authority.trusted()

        def bare() -> bytes:
            plain = socket.create_connection(("127.0.0.1", net.server.port), timeout=5)
            connection = http.client.HTTPConnection(HOST)  # its socket speaks TLS already
            connection.sock = trust.wrap_socket(plain, server_hostname=HOST)
            connection.request("GET", "/views/Sales/Overview")
            body = connection.getresponse().read()
            connection.close()
            return body

        before, hops.ways = hops.ways, hops.Ways(net.resolve, net.connect, lambda: trust)
        try:
            assert look_at(URL, is_signed=False).verdict == "ok"
            assert bare() == page
            rates = in_turn({"ours": _rate(lambda: look_at(URL, is_signed=False)), "bare": _rate(bare)})
        finally:
            hops.ways = before
            net.close()
    ratio = rates["ours"] / rates["bare"]
    return [
        Line("probes, 8 at once", "look_at", rates["ours"], "/s", ratio, "a bare TLS client"),
        Line("probes, 8 at once", "http.client", rates["bare"], "/s"),
    ]


def _page() -> list[Line]:
    from django.contrib.staticfiles import finders
    from django.test import Client

    from config.roles import ANONYMOUS
    from workbooks.catalog.queries import listed

    found = listed(ANONYMOUS).order_by("pk").values_list("pk", flat=True).first()
    assert found is not None, "the data set has no workbook that visitors see"
    page = Client(headers={"host": "localhost"}).get(f"/embed/{found}")
    assert page.status_code == 200, page.status_code
    names = re.findall(rb'(?:href|src)="/static/([^"]+)"', page.content)
    parts = [page.content, *(Path(str(finders.find(name.decode()))).read_bytes() for name in names)]
    packed = sum(len(gzip.compress(part)) for part in parts)
    return [
        Line("embed page, its own requests", "page and files", len(parts), ""),
        Line("embed page, weight", "as it is", sum(map(len, parts)) / 1024, "KiB"),
        Line("embed page, weight", "gzip", packed / 1024, "KiB"),
    ]
