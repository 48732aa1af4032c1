"""The one parser of strangers' URLs: it takes a URL apart whole, or refuses it with the rule that it breaks.

It is stricter than RFC 3986 and than browsers, which repair what they read; two readers that repair differently are how
`https://allowed.test\\@evil.test/` gets through. What passes here reads the same for everyone, and what is fetched is
what was checked: `hops` connects to the host that this parser saw.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote_to_bytes

import idna

from config.fetching.errors import UrlRefused

LONGEST_URL = 2_048
PORTS = {"https": 443, "http": 80}

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_REST = re.compile(r"(?P<authority>[^/?#]*)(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?(?P<fragment>#.*)?", re.DOTALL)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PLAIN = re.compile(r"[!-~]*")
_CONTROL_BYTES = re.compile(rb"[\x00-\x1f\x7f]")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_AS_WRITTEN = "/%:@!$&'()*+,;=~-._?#"
_ALL_AS_WRITTEN = re.compile(rf"[A-Za-z0-9{re.escape(_AS_WRITTEN)}]*")


@dataclass(frozen=True, slots=True)
class ParsedUrl:
    """A URL, taken apart: `host` in ASCII and lower case; `query` and `fragment` keep their sign."""

    host: str
    path: str
    query: str = ""
    fragment: str = ""
    scheme: str = "https"

    @property
    def port(self) -> int:
        return PORTS[self.scheme]

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host}"

    def __str__(self) -> str:
        return f"{self.origin}{self.path}{self.query}{self.fragment}"


def parse(url: str, *, schemes: Collection[str] = ("https",)) -> ParsedUrl:
    """Take `url` apart; `UrlRefused` with the first rule that it breaks. `schemes` may add http."""
    if not url:
        raise UrlRefused("required")
    if len(url) > LONGEST_URL:
        raise UrlRefused("too_long")
    if not _PLAIN.fullmatch(url) and any(unicodedata.category(character)[0] in "CZ" for character in url):
        raise UrlRefused("control_characters")
    if "\\" in url:
        raise UrlRefused("backslash")
    scheme = _SCHEME.match(url)
    if scheme is None or scheme[1].lower() not in schemes or not url.startswith("//", scheme.end()):
        raise UrlRefused("not_https")
    rest = _REST.fullmatch(url, scheme.end() + 2)
    if rest is None or not rest["authority"]:
        raise UrlRefused("invalid_host")
    parsed = ParsedUrl(
        host=_host(rest["authority"], str(PORTS[scheme[1].lower()])),
        path=_path(rest["path"] or "/"),
        query=_tail(rest["query"]),
        fragment=_tail(rest["fragment"]),
        scheme=scheme[1].lower(),
    )
    if len(str(parsed)) > LONGEST_URL:
        raise UrlRefused("too_long")
    return parsed


def _host(authority: str, only_port: str) -> str:
    if "@" in authority:
        raise UrlRefused("has_credentials")
    if "[" in authority or "]" in authority or authority.count(":") > 1:
        raise UrlRefused("ip_literal")
    host, colon, port = authority.partition(":")
    name = _ascii_name(host)
    if colon and port != only_port:
        raise UrlRefused("port")
    return name


@lru_cache(maxsize=1_024)
def _ascii_name(host: str) -> str:
    """The host as the DNS has it: full-width and circled characters unfolded, IDN encoded, one trailing dot gone."""
    try:
        name = idna.uts46_remap(host, std3_rules=True, transitional=False)
    except (idna.IDNAError, UnicodeError):
        raise UrlRefused("invalid_host") from None
    name = name.removesuffix(".")
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        raise UrlRefused("ip_literal")
    try:
        name = name if name.isascii() else idna.encode(name, std3_rules=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise UrlRefused("invalid_host") from None
    if not name or len(name) > 253 or not all(_LABEL.fullmatch(label) for label in name.split(".")):
        raise UrlRefused("invalid_host")
    return name


def _path(path: str) -> str:
    decoded = _decoded(path)
    if any(sign in decoded for sign in (b"\\", b"//")) or decoded.count(b"/") != path.count("/"):
        raise UrlRefused("invalid_path")
    if any(segment in {b".", b".."} for segment in decoded.split(b"/")):
        raise UrlRefused("invalid_path")
    return _quoted(path)


def _tail(part: str | None) -> str:
    if not part or len(part) == 1:
        return ""
    _decoded(part)
    return _quoted(part)


def _quoted(part: str) -> str:
    return part if _ALL_AS_WRITTEN.fullmatch(part) else quote(part, safe=_AS_WRITTEN)


def _decoded(part: str) -> bytes:
    """What `part` stands for, once it is clear that its escapes are whole and hide no control characters."""
    if _BAD_ESCAPE.search(part):
        raise UrlRefused("invalid_path")
    decoded = unquote_to_bytes(part)
    if _CONTROL_BYTES.search(decoded):
        raise UrlRefused("control_characters")
    return decoded
