"""oEmbed (oembed.com, 1.0): what another site needs to show a workbook of ours, asked by its URL.

A workbook that may be framed elsewhere is `rich`; one that may not, or whose frame is broken, is a `link`, since a
frame would stay empty. JSON alone is spoken.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from config import context
from config.api.problems import problem_response
from config.api.throttles import spend
from config.errors import DomainError, InvalidInput
from config.roles import ANONYMOUS
from workbooks.catalog.errors import WorkbookNotFound
from workbooks.framing.queries import Shown, shown

WIDTH = 800
LEAST, MOST = 1, 10_000
CAPTION = 44
"""The height of the line below the frame, in CSS pixels, as `config/static/embed/embed.css` has it."""
KEPT_SECONDS = 3_600

_PATH = re.compile(r"/(?:embed|w)/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")
_RATIO = {"16:9": 16 / 9, "4:3": 4 / 3, "1:1": 1.0}


class FormatNotSpoken(DomainError):
    """oEmbed may be asked for in XML, and is answered in JSON alone."""

    code = "format_not_spoken"
    status = 501
    detail: object = gettext_lazy("oEmbed is answered in JSON.")


def embed_url(seen: Shown) -> str:
    """Where the workbook's embed page is."""
    return f"{settings.BASE_URL}/embed/{seen.id}"


def address_for(url: str) -> str:
    """Where the oEmbed answer for a page of ours is, for those who discover it there."""
    return f"{settings.BASE_URL}/oembed?{urlencode({'url': url})}"


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """The answer for `url`, within `maxwidth` and `maxheight`; a 404 for what a visitor does not see."""
    try:
        spend("client", f"address:{context.current().address}")
        wide, high = _bound(request, "maxwidth"), _bound(request, "maxheight")
        if request.GET.get("format", "json") != "json":
            raise FormatNotSpoken
        seen = shown(ANONYMOUS, _workbook_id(request.GET.get("url", "")))
    except DomainError as refused:
        return problem_response(refused)
    answer = JsonResponse(_answer(seen, wide, high))
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer


def _bound(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name)
    if text is None:
        return MOST
    if not re.fullmatch(r"[0-9]{1,9}", text, re.ASCII) or int(text) < LEAST:
        raise InvalidInput.of(name, "not_a_size", _("This is a whole number of pixels."))
    return min(int(text), MOST)


def _workbook_id(url: str) -> UUID:
    if not url:
        raise InvalidInput.of("url", "required", _("Say which URL."))
    own = urlsplit(settings.BASE_URL)
    try:
        asked = urlsplit(url[:2_048])
    except ValueError:
        raise WorkbookNotFound from None
    found = _PATH.fullmatch(asked.path.removeprefix(own.path))
    if (asked.scheme, asked.netloc.lower()) != (own.scheme, own.netloc.lower()) or found is None:
        raise WorkbookNotFound
    return UUID(found[1])


def _answer(seen: Shown, wide: int, high: int) -> dict[str, object]:
    said: dict[str, object] = {
        "version": "1.0",
        "type": "link",
        "title": seen.title,
        "author_name": seen.author["full_name"] or seen.author["username"],
        "provider_name": settings.SITE_NAME,
        "provider_url": settings.BASE_URL,
        "cache_age": KEPT_SECONDS,
    }
    if seen.preview_path and wide >= 640 and high >= 360:
        image = settings.BASE_URL + seen.preview_path
        said |= {"thumbnail_url": image, "thumbnail_width": 640, "thumbnail_height": 360}
    if not seen.allowed_on or seen.is_broken:
        return said
    width, height = _size(_RATIO[seen.source.aspect_ratio], wide, high)
    html = format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy" frameborder="0" allowfullscreen></iframe>',
        embed_url(seen),
        width,
        height,
        seen.title,
    )
    return said | {"type": "rich", "html": html, "width": width, "height": height}


def _size(ratio: float, wide: int, high: int) -> tuple[int, int]:
    """Width and height of the whole embed page, its caption included, within the bounds."""
    width = min(WIDTH, wide, max(LEAST, int((high - CAPTION) * ratio)))
    return width, min(high, round(width / ratio) + CAPTION)
