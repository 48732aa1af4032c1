"""What people write: cleaned when it comes in, made into safe HTML when it goes out."""

from __future__ import annotations

import re
import unicodedata

import nh3
from markdown_it import MarkdownIt

# C0 and C1 controls, and the characters that reorder or hide text (bidirectional overrides, zero-width, BOM).
_CONTROLS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_CONTROLS_BUT_LINES = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
)

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": 20}).enable("strikethrough")
_TAGS = {
    "p",
    "br",
    "em",
    "strong",
    "s",
    "a",
    "ul",
    "ol",
    "li",
    "code",
    "pre",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
}


def has_control_characters(text: str, *, lines: bool = False) -> bool:
    """Whether `text` holds characters that no one types; with `lines`, line breaks and tabs are fine."""
    return bool((_CONTROLS_BUT_LINES if lines else _CONTROLS).search(text))


def clean(text: str, *, lines: bool = False) -> str:
    """`text` in normal form C without control and direction characters, trimmed."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return (_CONTROLS_BUT_LINES if lines else _CONTROLS).sub("", text).strip()


def render_markdown(text: str) -> str:
    """CommonMark as HTML that holds no active content: few tags, links to http, https and mailto alone."""
    return nh3.clean(
        _markdown.render(text),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer ugc",
        url_relative="deny",
    )
