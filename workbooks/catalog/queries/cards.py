"""The rows that lists are drawn from: plain dicts with the viewer's flags, in one statement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.expressions import BaseExpression, Combinable

from config import clock, compiled
from config.roles import Viewer
from workbooks.catalog.errors import WorkbookNotFound
from workbooks.catalog.models import Workbook
from workbooks.catalog.queries.picks import running_picks
from workbooks.catalog.queries.seeing import listed, visible_to

Flag = Callable[[Viewer], BaseExpression | Combinable]

CARD = (
    "id",
    "slug",
    "title",
    "description",
    "embed_url",
    "author_id",
    "thumbnail",
    "status",
    "visibility",
    "shown_views",
    "shown_favorites",
    "comment_count",
    "published_at",
    "created_at",
    "updated_at",
    "hidden_at",
    "label",
    "remix_of_id",
    "version",
    "listed_at",
    "popular_score",
    "trending_score",
)

_flags: dict[str, Flag] = {}


def register_flag(name: str, flag: Flag) -> None:
    """Add a viewer's flag to every card; slices above the catalog do so from the app's `ready()`."""
    _flags[name] = flag


def flag_of(viewer: Viewer, on: Callable[[], QuerySet[Any]]) -> BaseExpression:
    """A flag that is False for whoever has not signed in, and reads no table then."""
    return Value(False, output_field=BooleanField()) if viewer.pk is None else Exists(on())


def cards(rows: QuerySet[Workbook], viewer: Viewer) -> QuerySet[Workbook, dict[str, Any]]:
    """`rows` as plain dicts: the columns of a card, the registered flags, and what was annotated before."""
    flags: dict[str, Any] = {name: flag(viewer) for name, flag in _flags.items()}
    flags["is_featured"] = Exists(running_picks(clock.now()).filter(workbook_id=OuterRef("pk")))
    return rows.annotate(**flags).values(*CARD, *flags, *rows.query.annotation_select)


def listed_cards(viewer: Viewer) -> QuerySet[Workbook, dict[str, Any]]:
    """The cards of everything that stands in lists: the gallery without filters."""
    return cards(listed(viewer), viewer)


def card(viewer: Viewer, workbook_id: UUID) -> dict[str, Any]:
    """The card of one workbook, if `viewer` may see it; `WorkbookNotFound` otherwise."""
    found = compiled.rows("workbooks.one", _card, viewer=viewer, workbook_id=workbook_id)
    if not found:
        raise WorkbookNotFound
    return found[0]


def _card(viewer: Viewer, workbook_id: UUID) -> QuerySet[Workbook, dict[str, Any]]:
    rows = visible_to(viewer).filter(pk=workbook_id).annotate(allowed_on=F("embed_allowed_on"))
    return cards(rows, viewer)


def remixes_of(viewer: Viewer, workbook_id: UUID, most: int = 10) -> list[Any]:
    """The newest remixes of a workbook that `viewer` may see in a list."""
    return compiled.rows(("workbooks.remixes", most), _remixes(most), viewer=viewer, workbook_id=workbook_id)


def _remixes(most: int) -> Callable[..., QuerySet[Any, Any]]:
    def build(viewer: Viewer, workbook_id: UUID) -> QuerySet[Any, Any]:
        rows = listed(viewer).filter(remix_of_id=workbook_id).order_by("-listed_at", "-id")
        return rows.values("id", "title")[:most]

    return build
