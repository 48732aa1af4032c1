"""What a page says of itself: its title and its image, read from the beginning of its HTML.

The page is a stranger's, so nothing is parsed: a few patterns of bounded length look through its first 128 KiB, in time
that grows no faster than the text. What they find is text, and is escaped wherever it is shown.
"""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin

from config import fetching

LOOKED_THROUGH = 131_072
LONGEST_TITLE = 300

_TITLE = re.compile(r"<title(?:\s[^<>]{0,200})?>([^<]{0,1000})</title", re.IGNORECASE)
_META = re.compile(r"<meta\s([^<>]{0,3000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""([a-zA-Z:\-]{1,30})\s{0,9}=\s{0,9}(?:"([^"]{0,2500})"|'([^']{0,2500})'|([^\s"'<>=`]{1,2500}))"""
)
_CHARSETS = {"iso-8859-1": "cp1252", "windows-1252": "cp1252", "latin1": "cp1252"}


def facts_of(body: bytes, content_type: str, base: str) -> tuple[str, str]:
    """Title and image URL of a page; either empty where there is none, or none that may be fetched."""
    charset = content_type.lower().partition("charset=")[2].strip("\"' ;")
    text = body[:LOOKED_THROUGH].decode(_CHARSETS.get(charset, "utf-8"), "replace")
    said = _properties(text)
    found = _TITLE.search(text)
    title = said.get("og:title") or (html.unescape(found[1]) if found else "")
    image = said.get("og:image:secure_url") or said.get("og:image") or said.get("twitter:image") or ""
    return _on_one_line(title)[:LONGEST_TITLE], _image(image, base)


def _properties(text: str) -> dict[str, str]:
    said: dict[str, str] = {}
    for meta in list(_META.finditer(text))[:200]:
        attributes = {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(meta[1])}
        name = attributes.get("property") or attributes.get("name") or ""
        said.setdefault(name.lower(), html.unescape(attributes.get("content", "")))
    return said


def _on_one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _image(address: str, base: str) -> str:
    address = address.strip()
    if not address or len(address) > fetching.LONGEST_URL:
        return ""
    try:
        return str(fetching.parse(urljoin(base, address)))
    except (fetching.UrlRefused, ValueError):
        return ""
