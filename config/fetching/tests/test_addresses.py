"""Which addresses may be connected to."""

from __future__ import annotations

import ipaddress
import random
import socket
import threading

import pytest

from config.fetching import AddressNotPublic, addresses
from config.fetching.errors import NameNotFound, TooSlow
from config.testing.hostile import PUBLIC, PUBLIC_6, PUBLIC_TOO, own_addresses

pytestmark = pytest.mark.once

NOT_PUBLIC = [
    *("127.0.0.1", "127.127.127.127", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.9.9"),
    *("169.254.169.254", "169.254.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.255.255"),
    *("192.0.0.1", "192.0.0.170", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255", "198.51.100.7"),
    *("203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.31.196.1", "192.175.48.1"),
    *("::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:93.184.215.14", "64:ff9b::7f00:1"),
    *("64:ff9b::5db8:d70e", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2001:20::1", "2002:7f00:1::"),
    *("2002:5db8:d70e::1", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1", "ff0e::1", "3fff::1", "5f00::1"),
    *("2a00:1450:4001:81b:0:5efe:7f00:1", "2a00:1450:4001:81b:200:5efe:a00:1", "2620:4f:8000::1", "4000::1"),
]


@pytest.mark.parametrize("text", NOT_PUBLIC)
def test_what_is_no_public_host_is_refused(text):
    assert not addresses.is_public(ipaddress.ip_address(text))
    with pytest.raises(AddressNotPublic):
        addresses.check([text])


@pytest.mark.parametrize("text", [PUBLIC, PUBLIC_TOO, PUBLIC_6, "8.8.8.8", "1.1.1.1", "2a00:1450:4001:81b::200e"])
def test_a_public_host_is_taken(text):
    assert [str(address) for address in addresses.check([text])] == [text]


@pytest.mark.parametrize("bad", ["127.0.0.1", "::1", "fe80::1%lo", "2a00::1%eth0", "not an address"])
def test_one_bad_answer_condemns_the_name(bad):
    for found in ([PUBLIC, bad], [bad, PUBLIC], [PUBLIC_6, PUBLIC, bad]):
        with pytest.raises(AddressNotPublic):
            addresses.check(found)


def test_no_answer_is_no_name():
    with pytest.raises(NameNotFound):
        addresses.check([])


def test_whatever_is_not_global_is_never_public():
    rng = random.Random(7)
    for _ in range(20_000):
        four = ipaddress.IPv4Address(rng.getrandbits(32))
        six = ipaddress.IPv6Address(rng.getrandbits(128))
        for address in (four, six, ipaddress.IPv6Address(f"::ffff:{four}"), ipaddress.IPv6Address(f"64:ff9b::{four}")):
            if addresses.is_public(address):
                assert address.is_global
                assert not address.is_multicast
                assert not address.is_reserved
                assert address.version == 4 or address in ipaddress.IPv6Network("2000::/3")


def test_this_machines_own_addresses_are_known_and_refused(monkeypatch):
    for text in own_addresses():
        assert addresses.is_own(ipaddress.ip_address(text))
    assert not addresses.is_own(ipaddress.ip_address(PUBLIC))
    monkeypatch.setattr(addresses, "is_own", lambda address: str(address) == PUBLIC)
    with pytest.raises(AddressNotPublic):
        addresses.check([PUBLIC])


def test_the_systems_resolver_is_asked_once_and_its_error_is_a_name_not_found(monkeypatch):
    asked = []

    def look_up(host, *_args, **_named):
        asked.append(host)
        if host == "nobody.test":
            raise socket.gaierror("no such name")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (PUBLIC, 0))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert addresses.resolve("good.test", 1) == [PUBLIC]
    with pytest.raises(NameNotFound):
        addresses.resolve("nobody.test", 1)
    assert asked == ["good.test", "nobody.test"]


def test_a_resolver_that_hangs_holds_nobody_longer_than_the_deadline(monkeypatch):
    let_go = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: let_go.wait(20) and [])
    with pytest.raises(TooSlow):
        addresses.resolve("hangs.test", 0.2)
    for _ in range(addresses.MOST_LOOKUPS - 1):
        with pytest.raises(TooSlow):
            addresses.resolve("hangs.test", 0.01)
    with pytest.raises(TooSlow, match="came free"):
        addresses.resolve("hangs.test", 0.01)
    let_go.set()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: [(0, 0, 0, "", (PUBLIC, 0))])
    assert addresses.resolve("good.test", 5) == [PUBLIC]
