"""Which sources are in use, whether one of them takes a URL, and what is known of what is there."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from workbooks.embeds.errors import EmbedUrlRefused
from workbooks.embeds.matching import any_host, any_path
from workbooks.embeds.models import EmbedSource, Probe, SigningKey
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


class Sources:
    """The sources in use, for whoever checks many URLs: which of them claim a host is found out once for each."""

    _MOST_HOSTS = 1_000

    def __init__(self, sources: Iterable[EmbedSource] | None = None) -> None:
        self._all = list(active_sources() if sources is None else sources)
        self._claiming: dict[str, list[EmbedSource]] = {}

    def claiming(self, host: str) -> list[EmbedSource]:
        """Those that have a pattern for `host`."""
        found = self._claiming.get(host)
        if found is None:
            found = [source for source in self._all if any_host(host, source.hosts)]
            if len(self._claiming) < self._MOST_HOSTS:
                self._claiming[host] = found
        return found


def check_url(url: str, sources: Sources | None = None) -> CheckedUrl:
    """`url` normalised, with its source; `EmbedUrlRefused` with the code of the first rule that it breaks.

    Whoever checks many makes `Sources()` once and passes them.
    """
    parsed = _at_its_view(parse(url))
    claimed = (sources or Sources()).claiming(parsed.host)
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


Users = Callable[[Collection[str]], set[str]]

_users: list[Users] = []


def register_use(users: Users) -> None:
    """Say which of some URL keys are still in use; from the app's `ready()`. What nobody uses is looked at no more."""
    if users not in _users:
        _users.append(users)


def in_use(url_keys: Collection[str]) -> set[str]:
    """Those of the keys that anything uses."""
    return set().union(*(users(url_keys) for users in _users))


def url_key(url: str) -> str:
    """The digest that a URL's probe stands under."""
    return hashlib.sha256(url.encode()).hexdigest()


def probe_of(url: str) -> Probe | None:
    """What is known of a URL, as it is kept; None where nobody has asked."""
    return Probe.objects.filter(url_key=url_key(url)).first()


def probes(url_keys: Collection[str]) -> dict[str, Probe]:
    """What is known of each key."""
    return {probe.url_key: probe for probe in Probe.objects.filter(url_key__in=url_keys)}


def source_by_id(source_id: int) -> EmbedSource | None:
    """The source of that id, in use or not."""
    return EmbedSource.objects.filter(pk=source_id).first()


def signing_key_of(source: EmbedSource) -> SigningKey | None:
    """What the source's URLs are signed with; None where nobody has entered it."""
    return SigningKey.objects.filter(source=source).first()
