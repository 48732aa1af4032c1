"""The beginning of a Markdown text as plain words, for cards and for what other sites show of a link."""

from __future__ import annotations

import html
import re

import nh3

from config.text import render_markdown

LONGEST = 180
# More than this is not looked at: what an excerpt shows stands at the beginning.
_LOOKED_AT = 1_500
_BLOCK_ENDS = re.compile(r"</(?:p|li|h\d|pre|blockquote)>|<(?:br|hr)[^>]*>")


def excerpt(markdown: str, longest: int = LONGEST) -> str:
    """The first words of `markdown` without its marks, at most `longest` characters; text, not HTML."""
    stripped = nh3.clean(_BLOCK_ENDS.sub(" ", render_markdown(markdown[:_LOOKED_AT])), tags=set())
    words = re.sub(r"\s+", " ", html.unescape(stripped)).strip()
    if len(words) <= longest:
        return words
    return words[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,.;:–-") + "…"
