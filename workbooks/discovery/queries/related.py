"""What is like a workbook: by its tags, the rare ones before the common, by its author, its remixes, and by who else
favourited what. Each way gives a bounded number of candidates, and says why."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from config import compiled
from config.roles import Viewer
from workbooks.catalog import queries as catalog
from workbooks.engagement import queries as engagement
from workbooks.tags import queries as tags

MOST = 24
_TAGS, _A_TAG, _OF_AUTHOR, _REMIXES = 6, 100, 20, 20
_BY_AUTHOR, _BY_REMIX, _BY_FAVORITES = 2.0, 6.0, 1.5

Reason = dict[str, Any]


def related_to(viewer: Viewer, workbook_id: UUID) -> list[dict[str, Any]]:
    """Up to `MOST` rows of `id`, `weight` and `reasons`, the likest first; `WorkbookNotFound` where it is not seen."""
    of = catalog.visible_workbook(viewer, workbook_id)
    weights: dict[UUID, float] = defaultdict(float)
    reasons: dict[UUID, list[Reason]] = defaultdict(list)
    for found, weight, reason in _ways(of):
        weights[found] += weight
        reasons[found].append(reason)
    weights.pop(workbook_id, None)
    likest = sorted(weights, key=lambda each: (weights[each], str(each)), reverse=True)[: 4 * MOST]
    seen = {row["id"] for row in compiled.rows_among("discovery.related", _seen, viewer=viewer, ids=likest)}
    rows = [{"id": each, "weight": round(weights[each], 6), "reasons": reasons[each]} for each in likest]
    return [row for row in rows if row["id"] in seen][:MOST]


def _ways(of: Any) -> Iterator[tuple[UUID, float, Reason]]:
    for tag in tags.weights_of(of.pk)[:_TAGS]:
        # What few carry says more: a tag of ten weighs about three times as much as one of a hundred thousand.
        weight = 10.0 / (1.0 + math.log(2 + tag["used"]))
        for found in tags.newest_with(tag["tag_id"], _A_TAG):
            yield found, weight, {"kind": "tag", "tag": {"slug": tag["slug"], "name": tag["name"]}}
    for _at, found in catalog.newest_of([of.author_id], beyond=None, backwards=False, most=_OF_AUTHOR):
        yield found, _BY_AUTHOR, {"kind": "author"}
    kin = Q(remix_of_id=of.pk) | (Q(pk=of.remix_of_id) if of.remix_of_id else Q(pk__in=[]))
    for found in catalog.standing().filter(kin).order_by("-pk").values_list("pk", flat=True)[:_REMIXES]:
        yield found, _BY_REMIX, {"kind": "remix"}
    for found, people in engagement.favorited_with(of.pk):
        yield found, _BY_FAVORITES * math.log(1 + people), {"kind": "favorites", "people": people}


def _seen(viewer: Viewer, ids: list[UUID]) -> QuerySet[Any, Any]:
    return catalog.listed(viewer).filter(pk__in=ids).values("id")
