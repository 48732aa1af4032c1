"""Hostile URLs, made by their class: every spelling of an address of ours, in every place where a URL has a host."""

from __future__ import annotations

import socket

from config.testing.hostile import own_addresses

LOOPBACK = [
    *("127.0.0.1", "localhost", "127.1", "127.0.1", "127.127.127.127", "0.0.0.0", "0", "2130706433", "0x7f000001"),
    *(
        "0x7f.0.0.1",
        "0177.0.0.1",
        "0177.0.0.01",
        "017700000001",
        "127.0.0.1.",
        "①②⑦.⓪.⓪.①",
        "１２７.0.0.1",
        "127。0。0。1",
    ),
    *("LOCALHOST", "localhost.", "sub.localhost", "ⓛocalhost", "127.0.0.1%00.good.test", "127%2e0%2e0%2e1"),
]
SIX = [
    *("[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[::7f00:1]"),
    *("[64:ff9b::7f00:1]", "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]", "[fe80::1%25lo]", "[fe80::1]", "[fc00::1]"),
    *("[fd00::2]", "[fec0::1]", "[ff02::1]", "[2001:db8::1]", "[2001:0:53aa:64c::1]", "[::1", "::1", "[v1.x]", "[]"),
]
NOT_PUBLIC = [
    *("10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.169.254", "100.64.0.1", "192.0.0.1"),
    *("198.18.0.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "0xa9fea9fe", "2852039166"),
    *("192.0.2.1", "203.0.113.1", "metadata", "redis", "postgres", socket.gethostname()),
]
PORTS = [22, 25, 53, 80, 111, 2375, 3306, 5432, 5672, 6379, 8000, 8443, 9200, 11211, 27017, 65535, 0, 65979]
SCHEMES = [
    *(
        "file",
        "gopher",
        "dict",
        "ftp",
        "ldap",
        "jar",
        "data",
        "javascript",
        "blob",
        "ws",
        "wss",
        "unix",
        "http",
        "tftp",
        "netdoc",
    )
]
CONFUSED = [
    "https://allowed.test@127.0.0.1/",
    "https://public.tableau.com@127.0.0.1/views/a/b",
    "https://public.tableau.com:443@127.0.0.1/views/a/b",
    "https://127.0.0.1#@public.tableau.com/views/a/b",
    "https://127.0.0.1?@public.tableau.com/views/a/b",
    "https://127.0.0.1\\@public.tableau.com/views/a/b",
    "https://127.0.0.1\\.public.tableau.com/views/a/b",
    "https://public.tableau.com.evil.test/views/a/b",
    "https://evilpublic.tableau.com/views/a/b",
    "https://public.tableau.com%2f@127.0.0.1/views/a/b",
    "https://public.tableau.com\t.127.0.0.1/views/a/b",
    "https://public.tab\nleau.com/views/a/b",
    "https://public.tableau.com /views/a/b",
    "https://public.tableau.com\u200b.evil.test/views/a/b",
    "https:127.0.0.1/",
    "http:127.0.0.1/",
    "//127.0.0.1",
    "///127.0.0.1",
    "https:///127.0.0.1/",
    "https:\\\\127.0.0.1\\",
    "https:/127.0.0.1/",
    "127.0.0.1/views/a/b",
    "https://public.tableau.com/views/a/b%0d%0aSet-Cookie:%20a=b",
    "https://public.tableau.com/views/a/b?x=%0d%0aSet-Cookie:%20a=b",
    "https://public.tableau.com/views/a/b\r\nHost: 127.0.0.1",
]


def of_addresses() -> list[str]:
    """Every spelling of an address that is not public, where a URL has its host (H01 to H03)."""
    own = [f"[{each}]" if ":" in each else each for each in own_addresses()]
    hosts = [*LOOPBACK, *SIX, *NOT_PUBLIC, *own]
    paths = ["/", "/views/a/b"]
    return [f"https://{host}{path}" for host in hosts for path in paths] + [f"http://{host}/" for host in hosts]


def of_ports() -> list[str]:
    """Services of ours by their ports, under our names and under an allowed one (H04)."""
    hosts = ["public.tableau.com", "127.0.0.1", "localhost", "[::1]", socket.gethostname()]
    return [f"https://{host}:{port}/views/a/b" for host in hosts for port in PORTS]


def of_schemes() -> list[str]:
    """Other schemes (H08)."""
    return [
        f"{scheme}:{rest}" for scheme in SCHEMES for rest in ("//public.tableau.com/views/a/b", "///etc/passwd", "x")
    ]


def everything() -> list[str]:
    """All of them, each once."""
    return list(dict.fromkeys([*of_addresses(), *of_ports(), *of_schemes(), *CONFUSED]))
