"""The one parser of embed URLs: it takes a URL apart whole, or refuses it with the rule that it breaks.

It is stricter than RFC 3986 and than browsers, which repair what they read; two readers that repair differently are how
`https://allowed.test\\@evil.test/` gets through. What passes here reads the same for everyone.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

import idna

from workbooks.embeds.errors import EmbedUrlRefused

LONGEST_URL = 2_048

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_REST = re.compile(r"(?P<authority>[^/?#]*)(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?(?P<fragment>#.*)?", re.DOTALL)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_AS_WRITTEN = "/%:@!$&'()*+,;=~-._?#"


@dataclass(frozen=True, slots=True)
class ParsedUrl:
    """An https URL, taken apart: `host` in ASCII and lower case; `query` and `fragment` keep their sign."""

    host: str
    path: str
    query: str = ""
    fragment: str = ""

    def __str__(self) -> str:
        return f"https://{self.host}{self.path}{self.query}{self.fragment}"


def parse(url: str) -> ParsedUrl:
    """Take `url` apart; `EmbedUrlRefused` with the first rule that it breaks."""
    if not url:
        raise EmbedUrlRefused("required")
    if len(url) > LONGEST_URL:
        raise EmbedUrlRefused("too_long")
    if any(unicodedata.category(character)[0] in "CZ" for character in url):
        raise EmbedUrlRefused("control_characters")
    if "\\" in url:
        raise EmbedUrlRefused("backslash")
    scheme = _SCHEME.match(url)
    if scheme is None or scheme[1].lower() != "https" or not url.startswith("//", scheme.end()):
        raise EmbedUrlRefused("not_https")
    rest = _REST.fullmatch(url, scheme.end() + 2)
    if rest is None or not rest["authority"]:
        raise EmbedUrlRefused("invalid_host")
    parsed = ParsedUrl(
        host=_host(rest["authority"]),
        path=_path(rest["path"] or "/"),
        query=_tail(rest["query"]),
        fragment=_tail(rest["fragment"]),
    )
    if len(str(parsed)) > LONGEST_URL:
        raise EmbedUrlRefused("too_long")
    return parsed


def _host(authority: str) -> str:
    if "@" in authority:
        raise EmbedUrlRefused("has_credentials")
    if "[" in authority or "]" in authority or authority.count(":") > 1:
        raise EmbedUrlRefused("ip_literal")
    host, colon, port = authority.partition(":")
    name = _ascii_name(host)
    if colon and port != "443":
        raise EmbedUrlRefused("port")
    return name


def _ascii_name(host: str) -> str:
    """The host as the DNS has it: full-width and circled characters unfolded, IDN encoded, one trailing dot gone."""
    try:
        name = idna.uts46_remap(host, std3_rules=True, transitional=False)
    except (idna.IDNAError, UnicodeError):
        raise EmbedUrlRefused("invalid_host") from None
    name = name.removesuffix(".")
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        raise EmbedUrlRefused("ip_literal")
    try:
        name = name if name.isascii() else idna.encode(name, std3_rules=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise EmbedUrlRefused("invalid_host") from None
    if not name or len(name) > 253 or not all(_LABEL.fullmatch(label) for label in name.split(".")):
        raise EmbedUrlRefused("invalid_host")
    return name


def _path(path: str) -> str:
    decoded = _decoded(path)
    if any(sign in decoded for sign in (b"\\", b"//")) or decoded.count(b"/") != path.count("/"):
        raise EmbedUrlRefused("invalid_path")
    if any(segment in {b".", b".."} for segment in decoded.split(b"/")):
        raise EmbedUrlRefused("invalid_path")
    return quote(path, safe=_AS_WRITTEN)


def _tail(part: str | None) -> str:
    if not part or len(part) == 1:
        return ""
    _decoded(part)
    return quote(part, safe=_AS_WRITTEN)


def _decoded(part: str) -> bytes:
    """What `part` stands for, once it is clear that its escapes are whole and hide no control characters."""
    if _BAD_ESCAPE.search(part):
        raise EmbedUrlRefused("invalid_path")
    decoded = unquote_to_bytes(part)
    if any(byte < 0x20 or byte == 0x7F for byte in decoded):
        raise EmbedUrlRefused("control_characters")
    return decoded
