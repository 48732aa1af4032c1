"""Pages of what no queryset gives: of a ranking that is in hand, and of rows that are read in several steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rest_framework.response import Response

from config.api import keyset
from config.api.keyset import Shape
from config.api.request import Request


def only_page(read: Callable[[int], list[Any]], request: Request, *, most: int, shape: Shape) -> Response:
    """The one page of a ranking that ends after `most` rows: `read(limit)` gives its first ones. No cursor is of it."""
    wanted = keyset.asked(request, ())
    rows = read(min(wanted.limit, most))
    return Response({"next": None, "previous": None, "results": shape(rows, request.user)})


def page_read(
    request: Request,
    *,
    order: Sequence[str],
    read: Callable[[list[Any], bool, int], list[dict[str, Any]]],
    shape: Shape,
) -> Response:
    """One page of what `read(keys, backwards, most)` gives: the rows beyond `keys` (none at the beginning), at most
    `most` of them, in the order that they are read in."""
    wanted = keyset.asked(request, order)
    keys = keyset.typed(wanted.cursor.keys) if wanted.cursor else []
    return keyset.answer(read(keys, wanted.backwards, wanted.limit + 1), request, wanted, order, shape)


def page_in_hand(
    rows: Sequence[dict[str, Any]],
    request: Request,
    *,
    order: Sequence[str],
    shape: Shape,
    beside: Mapping[str, Any] | None = None,
) -> Response:
    """One page of a bounded list that is in hand, best first, its keys descending; `beside` goes beside the results.

    A row that is gone by the next page does no harm: the page begins with whatever comes after its keys.
    """
    wanted = keyset.asked(request, order)
    names = [name.lstrip("-") for name in order]
    kept = list(rows)
    if wanted.cursor:
        bound = [str(key) if isinstance(key, str) else key for key in wanted.cursor.keys]

        def keys(row: dict[str, Any]) -> list[Any]:
            return [keyset.key_of(row, name) for name in names]

        if wanted.backwards:
            kept = [row for row in reversed(kept) if keys(row) > bound]
        else:
            kept = [row for row in kept if keys(row) < bound]
    return keyset.answer(kept[: wanted.limit + 1], request, wanted, order, shape, beside)
