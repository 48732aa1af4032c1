"""What search engines and researchers are told: robots.txt, the sitemap of what everybody may see, security.txt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape

from django.conf import settings
from django.core.cache import cache
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse

from config import clock
from config.errors import NotFound
from config.pages.view import Page
from config.roles import ANONYMOUS
from social.people.queries import open_authors
from workbooks.catalog.queries import listed

# A file of the sitemap, and how many of them there are at most of each kind: the newest.
A_FILE, MOST_FILES = 1_000, 50
KEPT_SECONDS = 600
SECURITY_TXT_FOR = timedelta(days=180)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /api/v1/
Disallow: /search
Disallow: /sign-in
Disallow: /sign-out
Disallow: /verify-email
Disallow: /reset-password
Disallow: /forgot-password
Disallow: /*?before=

Sitemap: {base}/sitemap.xml
"""


class _File(Page):
    http_method_names = ["get", "head", "options"]
    kept_seconds = 3_600

    def answer(self, text: str, media: str) -> HttpResponse:
        """A file that is the same for everyone."""
        response = HttpResponse(text, content_type=f"{media}; charset=utf-8")
        response.headers["Cache-Control"] = f"public, max-age={self.kept_seconds}"
        return response


class Robots(_File):
    """`/robots.txt`"""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.answer(ROBOTS.format(base=settings.BASE_URL), "text/plain")


class SecurityTxt(_File):
    """`/.well-known/security.txt` (RFC 9116), where somebody is named to write to."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not settings.SECURITY_CONTACT:
            raise NotFound()
        until = (clock.now() + SECURITY_TXT_FOR).strftime("%Y-%m-%dT00:00:00Z")
        lines = [
            f"Contact: {settings.SECURITY_CONTACT}",
            f"Expires: {until}",
            "Preferred-Languages: en, de",
            f"Canonical: {settings.BASE_URL}{request.path}",
        ]
        return self.answer("\n".join(lines) + "\n", "text/plain")


class Sitemap(_File):
    """`/sitemap.xml`: the files there are, counted anew every ten minutes."""

    kept_seconds = KEPT_SECONDS

    def get(self, request: HttpRequest) -> HttpResponse:
        files = cache.get_or_set("pages.sitemap", _files, KEPT_SECONDS) or []
        rows = "".join(f"<sitemap><loc>{escape(settings.BASE_URL + file)}</loc></sitemap>" for file in files)
        return self.answer(f"{_HEAD}<sitemapindex {_XMLNS}>{rows}</sitemapindex>\n", "application/xml")


class SitemapFile(_File):
    """Up to 1,000 addresses of one kind, the newest first; `after` is the last row of the file before."""

    kept_seconds = KEPT_SECONDS

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in KINDS:
            raise NotFound()
        rows, url_of = KINDS[kind]
        found = rows().order_by("-pk")
        if "after" in request.GET:
            found = found.filter(pk__lt=_id_of(request.GET["after"]))
        urls = "".join(
            f"<url><loc>{escape(settings.BASE_URL + url_of(row))}</loc>"
            f"<lastmod>{row['changed_at']:%Y-%m-%dT%H:%M:%SZ}</lastmod></url>"
            for row in found[:A_FILE]
        )
        return self.answer(f"{_HEAD}<urlset {_XMLNS}>{urls}</urlset>\n", "application/xml")


def _workbooks() -> QuerySet[Any, Any]:
    return listed(ANONYMOUS).values("pk", changed_at=F("updated_at"))


def _people() -> QuerySet[Any, Any]:
    return open_authors().values("pk", "username", changed_at=F("profile__updated_at"))


KINDS: dict[str, tuple[Callable[[], QuerySet[Any, Any]], Callable[[dict[str, Any]], str]]] = {
    "workbooks": (_workbooks, lambda row: reverse("workbook-page", args=[row["pk"]])),
    "people": (_people, lambda row: reverse("person-page", args=[row["username"]])),
}


def _files() -> list[str]:
    """The address of every file, one statement a kind."""
    files = []
    for kind, (rows, _url_of) in KINDS.items():
        address = reverse("sitemap-file", args=[kind])
        ids = list(rows().order_by("-pk").values_list("pk", flat=True)[: A_FILE * MOST_FILES])
        lasts = ids[A_FILE - 1 : len(ids) - 1 : A_FILE]
        files += [address, *(f"{address}?after={last}" for last in lasts)]
    return files


def _id_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound() from None


urlpatterns: list[URLPattern] = [
    path("robots.txt", Robots.as_view(), name="robots"),
    path(".well-known/security.txt", SecurityTxt.as_view(), name="security-txt"),
    path("sitemap.xml", Sitemap.as_view(), name="sitemap"),
    path("sitemap-<slug:kind>.xml", SitemapFile.as_view(), name="sitemap-file"),
]
