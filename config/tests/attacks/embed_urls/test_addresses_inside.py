"""Group H, addresses: URLs that mean to turn the platform against its own network."""

from __future__ import annotations

import ipaddress
from typing import Any

import pytest

from config.testing.client import Api, codes
from config.testing.hostile import PUBLIC, Hostile
from config.tests.attacks import hostile_urls
from config.tests.attacks.embed_urls.ways_in import GOOD, HOST, every_way_in, untouched
from workbooks.embeds import queries, services
from workbooks.embeds.models import EmbedSource, Probe

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("attacks-h")]

ADDRESSES = [
    *("127.0.0.1", "127.127.127.127", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254"),
    *("100.64.0.1", "192.0.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.88.99.1"),
    *("::1", "::", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "fe80::1", "fe80::1%lo"),
    *("fc00::1", "fec0::1", "ff02::1", "2001:db8::1", "2001::1"),
]


def test_h00_the_canaries_sing(net: Hostile) -> None:
    """What the other tests rely on: a connection to an address of ours is seen."""
    assert len(net.canaries) >= 1
    for number, own in enumerate(net.canaries, 1):
        net.connect(ipaddress.ip_address(own), 443, 2).close()
        for _ in range(100):
            if net.visits == number:
                break
            net.connect(ipaddress.ip_address(PUBLIC), 443, 2).close()
        assert net.visits == number
    assert not untouched(net)


def test_h01_no_spelling_of_loopback_is_embedded_or_connected_to(api: Api, net: Hostile, run_jobs: Any) -> None:
    urls = [url for url in hostile_urls.of_addresses() if any(host in url for host in hostile_urls.LOOPBACK)]
    assert len(urls) >= 60
    every_way_in(api, net, run_jobs, urls)


def test_h02_no_spelling_in_ipv6_either(api: Api, net: Hostile, run_jobs: Any) -> None:
    urls = [url for url in hostile_urls.of_addresses() if "[" in url or "::" in url]
    assert len(urls) >= 60
    every_way_in(api, net, run_jobs, urls)


def test_h03_no_private_reserved_or_own_address_is_connected_to(api: Api, net: Hostile, run_jobs: Any) -> None:
    urls = [url for url in hostile_urls.of_addresses() if any(host in url for host in hostile_urls.NOT_PUBLIC)]
    assert len(urls) >= 50
    every_way_in(api, net, run_jobs, urls)


@pytest.mark.parametrize("address", ADDRESSES)
def test_h03_an_allowed_name_that_leads_inside_is_not_followed(
    net: Hostile, owner: Any, run_jobs: Any, address: str
) -> None:
    for found in ([address], [PUBLIC, address], [address, PUBLIC]):
        net.names[HOST] = [found]
        Probe.objects.all().delete()
        services.ask_probe(url=GOOD)
        services.run_probes([queries.url_key(GOOD)])
        seen = Probe.objects.get(url=GOOD)
        assert (seen.verdict, seen.reasons) == ("not_allowed", ["address_not_public"])
    assert net.connections == []
    assert net.visits == 0


def test_h04_no_other_port_and_no_service_of_ours_is_reached(
    api: Api, net: Hostile, run_jobs: Any, settings: Any
) -> None:
    urls = hostile_urls.of_ports()
    assert len(urls) >= 80
    every_way_in(api, net, run_jobs, urls)
    settings.BASE_URL = "https://play.example.com"
    EmbedSource.objects.create(slug="own", name="Own", hosts=["*.example.com"], paths=["/**"])
    refused = api.post("/workbooks", {"title": "x", "embed_url": "https://play.example.com/admin/"})
    assert codes(refused) == {"embed_url": "own_host"}
