"""Whether a page lets itself be shown in a frame of ours, by its headers, as browsers decide it.

`frame-ancestors` of every enforced content policy must name our origin (Content Security Policy Level 3, 6.4.2); where
one is there, `X-Frame-Options` is not looked at. Else `X-Frame-Options` is read as HTML reads it (7.4.6.1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_SOURCE = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.\-]*)://)?(?P<host>\*|(?:\*\.)?[a-z0-9\-]+(?:\.[a-z0-9\-]+)*)"
    r"(?::(?P<port>\d+|\*))?(?P<path>/[^;,]*)?"
)
_SCHEME = re.compile(r"(?P<scheme>[a-z][a-z0-9+.\-]*):")
_DEFAULT = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> Origin:
        parts = urlsplit(url)
        return cls(parts.scheme, (parts.hostname or "").lower(), parts.port or _DEFAULT.get(parts.scheme, 0))


def frame_ancestors(policies: list[str]) -> list[list[str]]:
    """The source lists of `frame-ancestors`, one for each policy that has any; `policies` are header values.

    A value may hold several policies with commas. Of a directive that is repeated the first counts.
    """
    found = []
    for policy in (policy for value in policies for policy in value.split(",")):
        for directive in policy.split(";"):
            name, *words = directive.split() or [""]
            if name.lower() == "frame-ancestors":
                found.append([word.lower() for word in words])
                break
    return found


def may_frame(*, page: Origin, ancestor: Origin, policies: list[str], x_frame_options: list[str]) -> bool:
    """Whether `page`, which answered with these headers, is shown in a frame of `ancestor`."""
    lists = frame_ancestors(policies)
    if lists:
        return all(any(_matches(word, page, ancestor) for word in words) for words in lists)
    return _by_x_frame_options(x_frame_options, page, ancestor)


def _by_x_frame_options(values: list[str], page: Origin, ancestor: Origin) -> bool:
    said = {word.strip().lower() for value in values for word in value.split(",")}
    if len(said) > 1:
        return not said & {"deny", "allowall", "sameorigin"}
    if "deny" in said:
        return False
    return page == ancestor if "sameorigin" in said else True


def _matches(word: str, page: Origin, ancestor: Origin) -> bool:
    if word == "'none'":
        return False
    if word == "'self'":
        return _same_but_safer(page, ancestor)
    if word == "*":
        return ancestor.scheme in {"http", "https"} or ancestor.scheme == page.scheme
    if scheme := _SCHEME.fullmatch(word):
        return _scheme_matches(scheme["scheme"], ancestor.scheme)
    source = _SOURCE.fullmatch(word)
    if source is None or not _scheme_matches(source["scheme"] or page.scheme, ancestor.scheme):
        return False
    return _host_matches(source["host"], ancestor.host) and _port_matches(source["port"], source["scheme"], ancestor)


def _same_but_safer(page: Origin, ancestor: Origin) -> bool:
    if page == ancestor:
        return True
    ports = page.port == ancestor.port or (page.port == 80 and ancestor.port == 443)
    return page.host == ancestor.host and ports and (page.scheme, ancestor.scheme) == ("http", "https")


def _scheme_matches(wanted: str, scheme: str) -> bool:
    return wanted == scheme or (wanted, scheme) == ("http", "https")


def _host_matches(wanted: str, host: str) -> bool:
    if wanted == "*":
        return True
    if wanted.startswith("*."):
        return host.endswith(wanted[1:])
    if re.fullmatch(r"[0-9.]+", host) and host != "127.0.0.1":
        return False
    return wanted == host


def _port_matches(wanted: str | None, scheme: str | None, ancestor: Origin) -> bool:
    if wanted == "*":
        return True
    if wanted is None:
        return ancestor.port == _DEFAULT.get(ancestor.scheme)
    return int(wanted) == ancestor.port or (wanted == "80" and ancestor.port == 443)
