"""Embed URLs, taken apart by the parser that the safe fetch uses too, and the rules that only embeds have."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from django.conf import settings

from config import fetching
from config.fetching import LONGEST_URL, ParsedUrl, UrlRefused
from workbooks.embeds.errors import EmbedUrlRefused

__all__ = ["LONGEST_URL", "ParsedUrl", "parse"]

_TOKEN = re.compile(r"(?:^|[?&;#]):?jwt=", re.IGNORECASE)


@lru_cache(maxsize=4)
def _host_of(base_url: str) -> str | None:
    return urlsplit(base_url).hostname


def parse(url: str) -> ParsedUrl:
    """Take `url` apart; `EmbedUrlRefused` with the first rule that it breaks.

    A URL that somebody signed for themselves is a key, and is not shared: it is refused.
    """
    try:
        parsed = fetching.parse(url)
    except UrlRefused as refused:
        raise EmbedUrlRefused(refused.reason) from None
    if any(part and _TOKEN.search(unquote(part)) for part in (parsed.query, parsed.fragment)):
        raise EmbedUrlRefused("carries_token")
    if parsed.host == _host_of(settings.BASE_URL):
        raise EmbedUrlRefused("own_host")
    return parsed
