"""What it takes to show a workbook in a frame, and which workbooks hang on a URL."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.profiles.queries import author_summaries
from config.roles import Viewer
from workbooks.catalog import queries as catalog
from workbooks.embeds import queries as embeds
from workbooks.embeds.choices import BROKEN, Access, Verdict
from workbooks.embeds.errors import EmbedUrlRefused
from workbooks.embeds.origins import ANYWHERE
from workbooks.embeds.parsing import parse
from workbooks.framing.errors import NoPreview
from workbooks.framing.models import Embedding


@dataclass(frozen=True, slots=True)
class Frame:
    """What is known of a URL's frame. Where the URL keeps the rules no longer, `source` is None and `host` empty."""

    source: Any
    host: str
    verdict: str
    has_preview: bool

    @property
    def is_broken(self) -> bool:
        """Whether a card stands in the frame's place."""
        return self.verdict in BROKEN or not self.host

    @property
    def is_signed(self) -> bool:
        """Whether each viewer has a URL of their own."""
        return bool(self.source and self.source.access == Access.SIGNED)

    @property
    def shape(self) -> str:
        """The shape that is kept free for it."""
        return self.source.aspect_ratio.replace(":", "-") if self.source else ""


def frame_of(url: str) -> Frame:
    """The frame that a workbook's URL is shown in: the one place that says whether it can be."""
    probe = embeds.probe_of(url)
    verdict, has_preview = (probe.verdict, bool(probe.preview)) if probe else (Verdict.PENDING, False)
    try:
        checked = embeds.check_url(url)
    except EmbedUrlRefused:
        return Frame(None, "", verdict, has_preview)
    return Frame(checked.source, parse(checked.url).host, verdict, has_preview)


@dataclass(frozen=True, slots=True)
class Shown:
    """A workbook that a viewer may see, as its frame needs it. `path` is where its own page is on this installation.

    `source` is the workbook's own where its URL keeps the rules no longer. `allowed_on` are the origins that may frame
    the embed page beside our own.
    """

    id: UUID
    title: str
    description: str
    author: dict[str, Any]
    path: str
    url: str
    frame: Frame
    source: Any
    allowed_on: list[str]
    is_unlisted: bool
    label: str

    @property
    def host(self) -> str:
        return self.frame.host

    @property
    def verdict(self) -> str:
        return self.frame.verdict

    @property
    def is_broken(self) -> bool:
        return self.frame.is_broken

    @property
    def preview_path(self) -> str:
        """Where the preview is on this installation; empty where there is none."""
        return f"/api/v1/embeds/proxy/{self.id}" if self.frame.has_preview else ""

    @property
    def is_signed(self) -> bool:
        return bool(self.source.access == Access.SIGNED)

    @property
    def frame_ancestors(self) -> list[str]:
        """Who may frame the embed page, as a content policy says it."""
        return ["*"] if ANYWHERE in self.allowed_on else ["'self'", *self.allowed_on]


def shown(viewer: Viewer, workbook_id: UUID) -> Shown:
    """The workbook, if `viewer` may see it; `WorkbookNotFound` otherwise."""
    found = catalog.visible_workbook(viewer, workbook_id)
    frame = frame_of(found.embed_url)
    return Shown(
        id=found.pk,
        title=found.title,
        description=found.description,
        author=author_summaries({found.author_id})[found.author_id],
        path=catalog.path_of(found.pk),
        url=found.embed_url,
        frame=frame,
        source=frame.source or found.source,
        allowed_on=list(found.embed_allowed_on),
        is_unlisted=not found.is_listed,
        label=found.label,
    )


def preview_of(viewer: Viewer, workbook_id: UUID) -> str:
    """The stem of the preview of a workbook that `viewer` may see; `NoPreview` where there is none."""
    probe = embeds.probe_of(catalog.visible_workbook(viewer, workbook_id).embed_url)
    if probe is None or not probe.preview:
        raise NoPreview
    return probe.preview


def users_of(url_keys: Collection[str]) -> set[str]:
    """Those of the keys that a workbook stands on which is not deleted."""
    rows = Embedding.objects.filter(url_key__in=url_keys, workbook__deleted_at__isnull=True)
    return set(rows.values_list("url_key", flat=True))


@dataclass(frozen=True, slots=True)
class FrameFacts:
    """What the author of a workbook is told of its frame; `broken_as` is empty while it is fine."""

    title: str
    path: str
    broken_as: str


def frame_facts(workbook_id: UUID) -> FrameFacts | None:
    """What is known of the frame of a workbook that its author still has; None where they have it no more."""
    title = catalog.title_for_author(workbook_id)
    row = Embedding.objects.filter(pk=workbook_id).first()
    if title is None or row is None:
        return None
    return FrameFacts(title, catalog.path_of(workbook_id), row.broken_as)


def embeddings_of(url_key: str) -> QuerySet[Embedding]:
    """The embeddings of one URL."""
    return Embedding.objects.filter(url_key=url_key).order_by("pk")
