"""Signed keyset pages: a page is found by the keys of its neighbour, so page 1,000 costs what page 1 costs.

A cursor is bound to the path, the filters and the viewer it was made for; anything else in its place is a 400. Whoever
has one can read the keys in it, which tell the id and the time of a row: lists that must not tell these seal theirs.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from config import compiled, secrets
from config.api.request import Request
from config.errors import DomainError, InvalidInput
from config.roles import Viewer

DEFAULT_LIMIT = 20
MAX_LIMIT = 100

Shape = Callable[[list[Any], Viewer], list[dict[str, Any]]]

_PURPOSE = "config.api.keyset"
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:")


class InvalidCursor(DomainError):
    """The cursor was not made by us for this list and this viewer."""

    code = "invalid_cursor"
    status = 400
    detail = _("The cursor is not valid for this list.")


class Cursor(msgspec.Struct, array_like=True):
    """Where a page begins: the keys of the row just outside it, and whether to read backwards."""

    keys: list[str | int | float | None]
    backwards: bool


def _signature(payload: bytes, binding: str) -> bytes:
    key = hashlib.sha256(b"keyset-cursor:" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, payload + b"\x00" + binding.encode(), hashlib.sha256).digest()[:16]


def write_cursor(cursor: Cursor, binding: str, *, sealed: bool = False) -> str:
    payload = msgspec.json.encode(cursor)
    if sealed:
        payload = secrets.seal(payload.decode(), purpose=_PURPOSE).encode()
    return base64.urlsafe_b64encode(_signature(payload, binding) + payload).rstrip(b"=").decode()


def read_cursor(text: str, binding: str, *, sealed: bool = False) -> Cursor:
    """The cursor behind `text`; `InvalidCursor` for anything that `write_cursor` did not write for this binding."""
    try:
        raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
        signature, payload = raw[:16], raw[16:]
        if not hmac.compare_digest(signature, _signature(payload, binding)):
            raise InvalidCursor()
        if sealed:
            payload = secrets.unseal(payload.decode(), purpose=_PURPOSE).encode()
        return msgspec.json.decode(payload, type=Cursor)
    except (ValueError, msgspec.DecodeError, secrets.CannotBeOpened):
        raise InvalidCursor() from None


def binding_of(request: Request) -> str:
    """What a cursor is good for: this path, these filters, this viewer."""
    filters = sorted((name, value) for name, value in _parameters(request) if name not in {"cursor", "limit"})
    return f"{request.path}?{urlencode(filters)}#{request.user.pk}"


def _parameters(request: Request) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.query_params.lists() for value in values]


def limit_of(request: Request) -> int:
    """`?limit=`: 1 to 100, 20 if left out."""
    raw = request.query_params.get("limit")
    if raw is None:
        return DEFAULT_LIMIT
    if not raw.isascii() or not raw.isdigit() or len(raw) > 9 or not 1 <= int(raw) <= MAX_LIMIT:
        raise InvalidInput.of("limit", "out_of_range", _("The limit is a whole number from 1 to 100."))
    return int(raw)


def check_order(queryset: QuerySet[Any], order: Sequence[str]) -> None:
    """An order that does not end in a unique column would skip or repeat rows; that is a defect, told at once."""
    last = order[-1].lstrip("-")
    if last in queryset.query.annotations or "__" in last:
        return
    try:
        column = queryset.model._meta.pk if last == "pk" else queryset.model._meta.get_field(last)
    except FieldDoesNotExist:
        raise RuntimeError(f"a page is ordered by {last!r}, which is no column of {queryset.model.__name__}") from None
    if not getattr(column, "unique", False):
        raise RuntimeError(
            f"a page of {queryset.model.__name__} must be ordered by something unique last, not {last!r}"
        )


def after(order: Sequence[str], keys: Sequence[Any], *, backwards: bool) -> Q:
    """The rows beyond `keys`, written so that an index on the leading column bounds the read."""
    beyond = Q()
    for depth in range(len(order)):
        condition = Q(**{order[i].lstrip("-"): keys[i] for i in range(depth)})
        descending = order[depth].startswith("-") != backwards
        condition &= Q(**{f"{order[depth].lstrip('-')}__{'lt' if descending else 'gt'}": keys[depth]})
        beyond |= condition
    if len(order) > 1:
        descending = order[0].startswith("-") != backwards
        beyond &= Q(**{f"{order[0].lstrip('-')}__{'lte' if descending else 'gte'}": keys[0]})
    return beyond


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks of a list: how many rows, and from where on."""

    limit: int
    binding: str
    cursor: Cursor | None
    sealed: bool = False

    @property
    def backwards(self) -> bool:
        return bool(self.cursor and self.cursor.backwards)

    def narrowed(self, queryset: QuerySet[Any], order: Sequence[str], keys: Sequence[Any]) -> QuerySet[Any]:
        """The rows of this page and one more, which tells whether there is another."""
        if keys:
            queryset = queryset.filter(after(order, keys, backwards=self.backwards))
        return queryset.order_by(*([_flip(name) for name in order] if self.backwards else order))[: self.limit + 1]


def asked(request: Request, order: Sequence[str], *, sealed: bool = False) -> Asked:
    """Read limit and cursor; a 400 for what is not ours."""
    binding = binding_of(request)
    raw = request.query_params.get("cursor")
    cursor = read_cursor(raw, binding, sealed=sealed) if raw is not None else None
    if cursor and len(cursor.keys) != len(order):
        raise InvalidCursor()
    return Asked(limit_of(request), binding, cursor, sealed)


def page(
    queryset: QuerySet[Any],
    request: Request,
    *,
    order: Sequence[str],
    shape: Shape,
    sealed: bool = False,
    beside: Mapping[str, Any] | None = None,
) -> Response:
    """One page of `queryset` in `order`, as `{next, previous, results}` with a `Link` header.

    With `sealed`, its cursors tell nobody the keys of the rows; `beside` goes beside the results.
    """
    check_order(queryset, order)
    wanted = asked(request, order, sealed=sealed)
    rows = list(wanted.narrowed(queryset, order, wanted.cursor.keys if wanted.cursor else ()))
    return answer(rows, request, wanted, order, shape, beside)


def hot_page(
    key: Hashable, build: compiled.Build, request: Request, *, order: Sequence[str], shape: Shape, **values: Any
) -> Response:
    """As `page`, with a queryset of `.values()` that is compiled once (`config.compiled`)."""
    wanted = asked(request, order)
    keys = typed(wanted.cursor.keys) if wanted.cursor else []
    named = {f"key_{place}": value for place, value in enumerate(keys)}

    def build_page(viewer: Viewer, **given: Any) -> QuerySet[Any, dict[str, Any]]:
        bounds = [given.pop(name) for name in named]
        queryset = build(viewer=viewer, **given)
        check_order(queryset, order)
        return wanted.narrowed(queryset, order, bounds)

    whole = (key, tuple(order), wanted.limit, wanted.backwards)
    rows = compiled.rows(whole, build_page, viewer=request.user, **named, **values)
    return answer(rows, request, wanted, order, shape)


def typed(keys: Sequence[str | int | float | None]) -> list[Any]:
    """Keys of a cursor as the columns have them: times and ids were written as text."""
    typed: list[Any] = []
    for key in keys:
        if isinstance(key, str) and _UUID.fullmatch(key):
            typed.append(UUID(key))
        elif isinstance(key, str) and _TIME.match(key):
            typed.append(datetime.fromisoformat(key))
        else:
            typed.append(key)
    return typed


def _flip(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def key_of(row: Any, name: str) -> Any:
    name = name.lstrip("-")
    value: Any = row[name] if isinstance(row, dict) else row
    if not isinstance(row, dict):
        for part in name.split("__"):
            value = getattr(value, part)
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, int | float | None) else str(value)


def answer(
    rows: list[Any],
    request: Request,
    wanted: Asked,
    order: Sequence[str],
    shape: Shape,
    beside: Mapping[str, Any] | None = None,
) -> Response:
    more = len(rows) > wanted.limit
    rows = rows[: wanted.limit]
    if wanted.backwards:
        rows.reverse()

    def link(row: Any, *, back: bool) -> str:
        cursor = write_cursor(Cursor([key_of(row, name) for name in order], back), wanted.binding, sealed=wanted.sealed)
        kept = [(name, value) for name, value in _parameters(request) if name != "cursor"]
        return f"{settings.BASE_URL}{request.path}?{urlencode([*kept, ('cursor', cursor)])}"

    following = link(rows[-1], back=False) if rows and (more or wanted.backwards) else None
    preceding = link(rows[0], back=True) if rows and wanted.cursor and (more or not wanted.backwards) else None
    answer = {"next": following, "previous": preceding, "results": shape(rows, request.user)}
    response = Response({**answer, **(beside or {})})
    links = [f'<{url}>; rel="{rel}"' for url, rel in ((following, "next"), (preceding, "prev")) if url]
    if links:
        response["Link"] = ", ".join(links)
    return response
