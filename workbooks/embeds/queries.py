"""Which sources are in use, and whether one of them takes a URL."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from workbooks.embeds.errors import EmbedUrlRefused
from workbooks.embeds.matching import any_host, any_path
from workbooks.embeds.models import EmbedSource
from workbooks.embeds.parsing import ParsedUrl, parse

TABLEAU_PUBLIC = "public.tableau.com"
_TABLEAU_FRAGMENT = re.compile(r"#!/vizhome/([^/?#]+)/([^/?#]+)(?:\?.*)?")
_TABLEAU_PATH = re.compile(r"(?:/app/profile/[^/]+/viz|/vizhome)/([^/]+)/([^/]+)/?")


@dataclass(frozen=True, slots=True)
class CheckedUrl:
    """A URL that keeps every rule, as it is to be kept, and the source that claims it."""

    url: str
    source: EmbedSource


def active_sources() -> QuerySet[EmbedSource]:
    """The sources in use."""
    return EmbedSource.objects.filter(is_active=True).order_by("id")


def check_url(url: str, sources: Iterable[EmbedSource] | None = None) -> CheckedUrl:
    """`url` normalised, with its source; `EmbedUrlRefused` with the code of the first rule that it breaks.

    Whoever checks many reads `active_sources()` once and passes them.
    """
    parsed = _at_its_view(parse(url))
    claimed = [
        source for source in (active_sources() if sources is None else sources) if any_host(parsed.host, source.hosts)
    ]
    if not claimed:
        raise EmbedUrlRefused("host_not_allowed")
    for source in claimed:
        if any_path(parsed.path, source.paths):
            return CheckedUrl(str(parsed), source)
    raise EmbedUrlRefused("path_not_allowed")


def _at_its_view(parsed: ParsedUrl) -> ParsedUrl:
    """Tableau Public's page of a view leads to the view itself: a profile's page cannot be framed."""
    if parsed.host != TABLEAU_PUBLIC:
        return parsed
    found = _TABLEAU_PATH.fullmatch(parsed.path)
    if found is None and parsed.path.startswith("/profile/"):
        found = _TABLEAU_FRAGMENT.fullmatch(parsed.fragment)
    return ParsedUrl(parsed.host, f"/views/{found[1]}/{found[2]}") if found else parsed
