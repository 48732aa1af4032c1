"""Every way in which a URL comes into the platform, tried with hostile ones."""

from __future__ import annotations

import contextlib
import ipaddress
from typing import Any

import pytest

from config import fetching
from config.fetching import addresses, errors
from config.testing.client import Api, codes
from config.testing.hostile import Hostile, redirect
from workbooks.catalog.models import Workbook
from workbooks.embeds import services
from workbooks.embeds.judging import look_at
from workbooks.embeds.models import Probe

HOST = "public.tableau.com"


GOOD = f"https://{HOST}/views/Sales/Overview"


PAGE = b"<title>Sales</title>"


def untouched(net: Hostile) -> bool:
    """No canary was called, and nothing but public addresses was connected to."""
    return net.visits == 0 and all(addresses.is_public(ipaddress.ip_address(to)) for to, _port in net.connections)


def every_way_in(api: Api, net: Hostile, run_jobs: Any, urls: list[str]) -> None:
    """Validate, create and probe each URL, fetch it past all rules of embeds, be led to it, take it for an image."""
    for url in urls:
        checked = api.post("/sigma/validate", {"url": url})
        if checked.status_code == 200:
            assert checked.json()["allowed"] is False, url
        else:
            assert checked.status_code == 400, url
        refused = api.post("/workbooks", {"title": "x", "embed_url": url})
        assert refused.status_code == 400, url
        assert "embed_url" in codes(refused), url
    assert not Workbook.objects.exists()
    assert run_jobs() == 0
    for number, url in enumerate(urls):
        Probe.objects.create(url=url[:2_048], url_key=f"{number}")
    services.run_probes([str(number) for number in range(len(urls))])
    assert set(Probe.objects.values_list("verdict", flat=True)) == {"not_allowed"}
    assert net.look_ups == []
    for url in urls:
        assert look_at(url, is_signed=False).verdict != "ok", url
        with pytest.raises(errors.FetchError):
            fetching.fetch(url, schemes=("https", "http"), seconds=2)
        net.serves("/led", redirect(url.encode("ascii", "replace").decode().replace("\r", "").replace("\n", "")))
        with contextlib.suppress(errors.FetchError):  # a word without a scheme is a path of the host that sent it
            led = fetching.fetch(f"https://{HOST}/led", schemes=("https", "http"), seconds=2)
            assert led.url.host == HOST
    assert untouched(net)
