"""Group H, servers: those that never end, show a bad certificate, or name an image that lies inside."""

from __future__ import annotations

from typing import Any

import pytest

from config import fetching
from config.fetching import errors
from config.fetching.tests import misbehaving as wire
from config.testing.client import Api
from config.testing.hostile import PUBLIC, Hostile, answer
from config.tests.attacks import hostile_urls
from config.tests.attacks.embed_urls.ways_in import GOOD, untouched
from workbooks.embeds import queries, services
from workbooks.embeds.judging import look_at
from workbooks.embeds.models import Probe

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("attacks-h")]


@pytest.mark.parametrize(
    ("serve", "reasons"),
    [
        (wire.trickle, {"too_slow"}),
        (wire.headers_that_trickle, {"too_slow"}),
        (wire.silence, {"too_slow"}),
        (wire.endless_waiting, {"too_large", "malformed_answer", "too_slow"}),
        (wire.headers_without_end, {"too_large", "malformed_answer", "too_slow"}),
        (answer(b"short", length=5_000), {"malformed_answer"}),
    ],
)
def test_h09_a_server_that_does_not_end_is_unreachable(
    net: Hostile, owner: Any, monkeypatch: pytest.MonkeyPatch, serve: Any, reasons: set[str]
) -> None:
    monkeypatch.setattr(fetching.hops.fetch, "__kwdefaults__", fetching.hops.fetch.__kwdefaults__ | {"seconds": 0.8})
    net.serves("/views/Sales/Overview", serve)
    seen = look_at(GOOD, is_signed=False)
    assert seen.verdict == "unreachable"
    assert set(seen.reasons) <= reasons


@pytest.mark.parametrize("serve", [wire.endless, wire.bomb, wire.endless_chunks])
def test_h09_of_a_body_without_end_the_beginning_is_read_and_no_more(net: Hostile, owner: Any, serve: Any) -> None:
    net.serves("/views/Sales/Overview", serve)
    got = fetching.fetch(GOOD, over_cap="cut") if serve is not wire.endless_chunks else None
    assert got is None or (len(got.body) == 262_144 and got.is_cut)
    with pytest.raises(errors.TooLargeToFetch):
        fetching.fetch(GOOD)


@pytest.mark.parametrize("host", ["expired.test", "other.test", "self.test"])
def test_h09_a_certificate_that_is_not_good_is_unreachable(net: Hostile, owner: Any, host: str) -> None:
    net.names[host] = [[PUBLIC]]
    seen = look_at(f"https://{host}/views/a/b", is_signed=False)
    assert (seen.verdict, seen.reasons) == ("unreachable", ["certificate_not_valid"])
    assert net.requests == []


def test_h10_an_image_of_a_page_is_fetched_under_the_same_rules(
    net: Hostile, owner: Any, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_FOLDER = tmp_path
    net.names["inside.test"] = [["169.254.169.254"]]
    net.names["rebinds.test"] = [["127.0.0.1"]]
    key = queries.url_key(GOOD)
    services.ask_probe(url=GOOD)
    for url in [*hostile_urls.everything(), "https://inside.test/a.png", "https://rebinds.test/a.png"]:
        page = f'<meta property="og:image" content="{url}">'.encode("utf-8", "replace")
        net.serves("/views/Sales/Overview", answer(page, Content_Type="text/html; charset=utf-8"))
        services.run_probes([key])
        # What the page named was refused or kept; either way, fetching it is tried here with the URL as it came.
        Probe.objects.filter(url_key=key).update(image_url=url[:2_048], preview_of="")
        services.draw_previews([key])
        assert Probe.objects.get(url_key=key).preview == ""
    assert untouched(net)
    assert list(tmp_path.rglob("*")) == []


def test_h11_nothing_is_fetched_while_a_request_waits(api: Api, net: Hostile) -> None:
    assert api.post("/sigma/validate", {"url": GOOD}).status_code == 200
    made = api.post("/workbooks", {"title": "x", "embed_url": GOOD})
    assert made.status_code == 201
    for path in (f"/sigma/embed/{made.json()['id']}", f"/embeds/proxy/{made.json()['id']}"):
        api.get(path)
    assert net.look_ups == []
