"""Looking at a URL and judging it: the fetch, and what its answer means for a frame of ours. No table is touched."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings

from config import fetching
from workbooks.embeds.choices import Verdict
from workbooks.embeds.frame_policy import Origin, frame_ancestors, may_frame
from workbooks.embeds.page_facts import facts_of

PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Findings:
    """What was seen at a URL, and the verdict with its reasons."""

    verdict: Verdict
    reasons: list[str]
    status_code: int | None = None
    content_type: str = ""
    x_frame_options: str = ""
    frame_ancestors: str = ""
    title: str = ""
    image_url: str = ""
    facts_seen: bool = field(default=False, compare=False)


def look_at(url: str, *, is_signed: bool) -> Findings:
    """Fetch `url` and judge what comes.

    Redirects are followed within the URL's own host alone: the frame may show no other. Of a source that signs, the
    unsigned URL is asked, so that being turned away (401, 403) is a sign of life.
    """
    try:
        host = fetching.parse(url).host
        answer = fetching.fetch(url, accept="text/html", over_cap="cut", allow=lambda hop: _stay(hop, host))
    except fetching.FetchRefused as refused:
        return Findings(Verdict.NOT_ALLOWED, [refused.code])
    except fetching.FetchFailed as failed:
        return Findings(Verdict.UNREACHABLE, [failed.code])
    return _judge(answer, is_signed=is_signed)


class LedElsewhere(fetching.FetchRefused):
    """The URL leads to another host, which the frame may not show."""

    code = "redirected_elsewhere"


def _stay(hop: fetching.ParsedUrl, host: str) -> None:
    if hop.host != host:
        raise LedElsewhere


def _judge(answer: fetching.Answer, *, is_signed: bool) -> Findings:
    policies, options = answer.all("content-security-policy"), answer.all("x-frame-options")
    content_type = answer.first("content-type")
    media = content_type.partition(";")[0].strip().lower()
    is_page = media in PAGES
    title, image = facts_of(answer.body, content_type, str(answer.url)) if is_page else ("", "")
    verdict, reasons = Verdict.OK, []
    if not (200 <= answer.status < 300 or (is_signed and answer.status in {401, 403})):
        verdict, reasons = Verdict.UNREACHABLE, [f"http_{answer.status}"]
    elif not may_frame(
        page=Origin.of(answer.url.origin),
        ancestor=Origin.of(settings.BASE_URL),
        policies=policies,
        x_frame_options=options,
    ):
        verdict, reasons = Verdict.BLOCKED, ["frame_ancestors" if frame_ancestors(policies) else "x_frame_options"]
    elif not is_page:
        verdict, reasons = Verdict.NOT_ALLOWED, ["not_a_page"]
    return Findings(
        verdict,
        reasons,
        status_code=answer.status,
        content_type=_kept(content_type, 200),
        x_frame_options=_kept(", ".join(options), 200),
        frame_ancestors=_kept(" | ".join(" ".join(words) for words in frame_ancestors(policies)), 2_000),
        title=title,
        image_url=image,
        facts_seen=True,
    )


def _kept(text: str, most: int) -> str:
    return "".join(character if character.isprintable() else " " for character in text)[:most]
