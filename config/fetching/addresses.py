"""Which addresses may be connected to: public unicast ones that are not this machine's own.

`ipaddress.is_global` alone is not that rule: in Python 3.11 it is true of 64:ff9b::/96, 2002::/16, 192.88.99.0/24 and
of multicast, through which private IPv4 addresses can be reached or many hosts at once.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from config.fetching.errors import AddressNotPublic, NameNotFound, TooSlow

Address = IPv4Address | IPv6Address

MOST_ADDRESSES = 64
MOST_LOOKUPS = 16

_NOT_PUBLIC_4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network (RFC 791)
        "10.0.0.0/8",  # private (RFC 1918)
        "100.64.0.0/10",  # behind a carrier's NAT (RFC 6598)
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, where clouds keep their metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments (RFC 6890)
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112 (RFC 7535)
        "192.52.193.0/24",  # AMT (RFC 7450)
        "192.88.99.0/24",  # 6to4 relays (RFC 7526)
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112 (RFC 7534)
        "198.18.0.0/15",  # benchmarks (RFC 2544)
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
_UNICAST_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments, Teredo among them (RFC 2928)
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which carries an IPv4 address (RFC 3056)
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation (RFC 9637)
    )
)
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)  # RFC 5214: the last 32 bits are an IPv4 address


def is_public(address: Address) -> bool:
    """Whether it is a global unicast address, and carries no other that is not."""
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in network for network in _NOT_PUBLIC_4)
    # Outside 2000::/3 lie ::, ::1, mapped and compatible IPv4, NAT64 (64:ff9b::/96), fc00::/7, fe80::/10, fec0::/10
    # and multicast: none of them is a public host's address.
    if address not in _UNICAST_6 or any(address in network for network in _NOT_PUBLIC_6) or not address.is_global:
        return False
    number = int(address)
    if (number >> 32) & 0xFFFF_FFFF in _ISATAP:
        return is_public(IPv4Address(number & 0xFFFF_FFFF))
    return True


def is_own(address: Address) -> bool:
    """Whether this machine has that address: a socket can be bound to it. Nothing is sent."""
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as trial:
            trial.bind((str(address), 0))
    except OSError:
        return False
    return True


def check(found: list[str]) -> list[Address]:
    """The addresses, if every one of them may be connected to: one bad answer among good ones condemns the name."""
    if not found:
        raise NameNotFound
    addresses: list[Address] = []
    for text in found[:MOST_ADDRESSES]:
        try:
            address = ipaddress.ip_address(text)
        except ValueError:  # a scoped address such as fe80::1%eth0 is none either
            raise AddressNotPublic(text[:60]) from None
        if (address.version == 6 and address.scope_id) or not is_public(address) or is_own(address):
            raise AddressNotPublic(text[:60])
        if address not in addresses:
            addresses.append(address)
    return addresses


_lookups = threading.BoundedSemaphore(MOST_LOOKUPS)


def resolve(host: str, seconds: float) -> list[str]:
    """Every address of `host`, from the system's resolver, which knows no deadline: so it is asked from a thread.

    A look-up that hangs keeps its thread until the resolver gives up; at most 16 hang at once in a process.
    """
    if not _lookups.acquire(timeout=max(0.0, seconds)):
        raise TooSlow("no look-up came free")
    heard: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
            heard.put([str(entry[4][0]) for entry in found])
        except (OSError, UnicodeError) as error:
            heard.put(OSError(str(error)))
        finally:
            _lookups.release()

    threading.Thread(target=ask, name="look-up", daemon=True).start()
    try:
        found = heard.get(timeout=max(0.001, seconds))
    except queue.Empty:
        raise TooSlow("the name was not resolved in time") from None
    if isinstance(found, OSError):
        raise NameNotFound
    return found
