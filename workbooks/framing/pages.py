"""The embed page, `/embed/{id}`: a workbook in the frame of its source, made to be framed by other sites.

It looks with a visitor's eyes, reads no session, sets no cookie, and works without script; a ticket in its address
(`tickets`) lets it look with a member's eyes, in a frame of our own pages alone. Its content policy names the source's
host as the only one it frames, and the sites that the author allows as the only ones that may frame it. Where the
source does not let itself be shown, a card stands in the frame's place.
"""

from __future__ import annotations

import base64
import hashlib
import html
from functools import cache
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.cache import patch_vary_headers
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from config import context
from config.api.throttles import spend
from config.text import render_markdown
from workbooks.framing import looking, oembed
from workbooks.framing.looking import Look
from workbooks.framing.tickets import TicketOver

LONGEST_DESCRIPTION = 300


def content_policy(look: Look) -> str:
    """What the embed page may load and show, and who may show it."""
    frames = f"https://{look.seen.host}" if look.state == looking.FRAME else "'none'"
    ancestors = ["'self'"] if look.is_personal else look.seen.frame_ancestors
    return _policy(frames=frames, ancestors=" ".join(ancestors))


def _policy(*, frames: str, ancestors: str) -> str:
    return "; ".join(
        [
            "default-src 'none'",
            f"frame-src {frames}",
            f"frame-ancestors {ancestors}",
            f"style-src '{style()[1]}'",
            "img-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


@cache
def style() -> tuple[str, str]:
    """The page's style, and the digest by which its policy lets it in.

    It stands in the page: in the frame of another site a browser may draw before a stylesheet has come, and then what
    was drawn moves.
    """
    folder = settings.BASE_DIR / "config" / "static"
    text = "".join((folder / name).read_text() for name in ("design/tokens.css", "embed/embed.css"))
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return text, f"sha256-{digest}"


@require_safe
def embed_page(request: HttpRequest, workbook_id: UUID) -> HttpResponse:
    """The workbook as every visitor may see it, or as the member may whose ticket the address holds; else a 404."""
    spend("client", f"address:{context.current().address}")
    try:
        look = looking.look_at(request, workbook_id)
    except TicketOver as over:
        return _over(over)
    response = HttpResponse(render_to_string("workbooks/embed.html", _values(look)))
    if look.is_personal:
        response.headers["Cache-Control"] = "private, no-store"
    else:
        response = _or_not_modified(request, response)
        response.headers["Cache-Control"] = "public, no-cache"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return _frameable(response, content_policy(look))


def _over(over: TicketOver) -> HttpResponse:
    """A card for a frame of ours that was loaded late; it names no workbook."""
    values = {"said": over.message, "style": style()[0], "language": get_language(), "site_name": settings.SITE_NAME}
    response = HttpResponse(render_to_string("workbooks/embed_over.html", values), status=over.status)
    response.headers["Cache-Control"] = "private, no-store"
    return _frameable(response, _policy(frames="'none'", ancestors="'self'"))


def _frameable(response: HttpResponse, policy: str) -> HttpResponse:
    response.headers["Content-Security-Policy"] = policy
    patch_vary_headers(response, ["Accept-Language"])
    response.xframe_options_exempt = True  # read by the middleware that sets the header
    return response


def _values(look: Look) -> dict[str, object]:
    own, seen = settings.BASE_URL, look.seen
    preview = "" if look.is_personal else seen.preview_path
    return {
        "workbook": seen,
        "look": look,
        "author": seen.author["full_name"] or seen.author["username"],
        "description": _plain(seen.description),
        "ratio": seen.source.aspect_ratio.replace(":", "-"),
        "sandbox": " ".join(seen.source.sandbox),
        "site_name": settings.SITE_NAME,
        "page_url": own + seen.path,
        "oembed_url": oembed.address_for(oembed.embed_url(seen)),
        "preview": preview,
        "image_url": own + preview if preview else "",
        "language": get_language(),
        "style": style()[0],
    }


def _plain(text: str) -> str:
    """The beginning of a description without its marks."""
    return " ".join(html.unescape(strip_tags(render_markdown(text))).split())[:LONGEST_DESCRIPTION]


def _or_not_modified(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    etag = f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    sent = {part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")}
    if etag in sent:
        response = HttpResponse(status=304)
    response.headers["ETag"] = etag
    return response


urlpatterns: list[URLPattern] = [
    path("embed/<uuid:workbook_id>", embed_page, name="embed-page"),
    path("oembed", oembed.oembed, name="oembed"),
]
