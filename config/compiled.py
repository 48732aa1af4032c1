"""Querysets compiled once: a hot read pays for its SQL, not for building it anew.

A visibility rule is composed of a dozen expressions; Django takes several times as long to turn them into SQL as
PostgreSQL takes to run it. The text is the same each time, only a few values differ: who looks, what time it is, where
the page begins. So the queryset is built once with stand-ins for those values, compiled, and run again with the real
ones put in their places. Rows come back as plain dicts, with the same conversions that the queryset itself would make.

What changes the text must be part of the key: whether the viewer is signed in, is staff, which filters and which order.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from config import clock
from config.db import array, is_postgres, unnested
from config.prepared import Statement, may_prepare, prepare
from config.roles import Viewer

MOST_KEPT = 500

MANY = 500
"""From so many ids on it pays to plan anew for their number."""

# Stand-ins that no real value equals: times of the year 9000, UUIDs of version 15, texts with a private mark.
_NOW = datetime(9000, 1, 1, tzinfo=UTC)
_ODD_TIMES = (_NOW - timedelta(days=3650), _NOW + timedelta(days=3650))
_MARK = "\ue000slot:"


@dataclass(frozen=True, slots=True)
class Written:
    """A statement of our own, where a queryset cannot say it. Its columns are converted as those of `like` are."""

    text: str
    parameters: list[Any]
    like: QuerySet[Any, Any]


class CannotBeCompiled(RuntimeError):
    """A value derived from a stand-in ended up in the SQL, where it would stay for ever."""


@dataclass(frozen=True, slots=True)
class StandIn:
    """A viewer with the kind of the real one and the id of nobody."""

    pk: UUID | None
    role: str
    status: str
    is_authenticated: bool

    @property
    def id(self) -> UUID | None:
        return self.pk


def _stand_in_for(value: Any, position: int) -> Any:
    if isinstance(value, UUID):
        return UUID(int=(0xF << 76) | (0b10 << 62) | position)
    if isinstance(value, datetime):
        return _NOW + timedelta(days=3000 + position)
    if isinstance(value, bool) or value is None:
        raise TypeError("a flag or None changes the text of a query, and belongs into its key")
    if isinstance(value, int):
        return 1_987_654_000 + position
    if isinstance(value, float):
        return 8.070450532247e300 + position * 1e290
    return f"{_MARK}{position}"


def _adapt(value: Any) -> Any:
    """The value as this database takes it; what Django's fields do while they compile."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


@dataclass(slots=True)
class _Compiled:
    sql: str
    parameters: list[Any]
    places: list[tuple[int, str]]
    compiler: Any
    names: list[str]
    converters: Any
    prepared: Statement | None = None
    arguments: tuple[str, ...] = ()

    def run(self, values: dict[str, Any], *, is_prepared: bool) -> list[dict[str, Any]]:
        with connection.cursor() as cursor:
            if is_prepared and may_prepare():
                self._prepared(values).run(cursor, [values[name] for name in self.arguments])
            else:
                cursor.execute(self.sql, self._filled(values))
            rows: Iterable[Any] = cursor.fetchall()
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        return [dict(zip(self.names, row, strict=True)) for row in rows]

    def _filled(self, values: dict[str, Any]) -> list[Any]:
        parameters = list(self.parameters)
        for place, name in self.places:
            parameters[place] = _adapt(values[name])
        return parameters

    def _prepared(self, values: dict[str, Any]) -> Statement:
        if self.prepared is None:
            self.arguments = tuple(dict.fromkeys(name for _, name in self.places))
            places = [(place, self.arguments.index(name)) for place, name in self.places]
            types = [type(values[name]) for name in self.arguments]
            self.prepared = prepare(self.sql, self.parameters, places, types)
        return self.prepared


_kept: dict[Hashable, _Compiled] = {}
_lock = threading.Lock()

Build = Callable[..., QuerySet[Any, Any]]


def rows(
    key: Hashable, build: Build | Callable[..., Written], *, viewer: Viewer, prepared: bool = False, **values: Any
) -> list[dict[str, Any]]:
    """The rows of `build(viewer=…, **values)`, a queryset of `.values()` or what is `Written`.

    `key` names the query and everything that changes its text; the kind of viewer and the kinds of values are added to
    it. `build` must use the values as they are: one that is computed from a stand-in is refused when it compiles. With
    `prepared` PostgreSQL keeps its plan as well (`config.prepared`).
    """
    given = {"now": clock.now(), "viewer": viewer.pk, **values}
    whole = (
        key,
        connection.vendor,
        (viewer.pk is None, viewer.role, viewer.status),
        tuple((name, type(value)) for name, value in values.items()),
    )
    found = _kept.get(whole)
    if found is None:
        found = _compile(build, viewer, values)
        with _lock:
            if len(_kept) >= MOST_KEPT:
                _kept.clear()
            _kept[whole] = found
    return found.run(given, is_prepared=prepared)


def _compile(build: Build | Callable[..., Written], viewer: Viewer, values: dict[str, Any]) -> _Compiled:
    stand_ins = {name: _stand_in_for(value, position) for position, (name, value) in enumerate(values.items(), start=2)}
    someone = StandIn(
        None if viewer.pk is None else _stand_in_for(viewer.pk, 1), viewer.role, viewer.status, viewer.is_authenticated
    )
    with clock.standing_at(_NOW):
        built = build(viewer=someone, **stand_ins)
    queryset = built.like if isinstance(built, Written) else built
    compiler = queryset.query.get_compiler(connection=connection)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        raise CannotBeCompiled("no row can ever meet this query, or a stand-in lies beyond its column") from None
    if isinstance(built, Written):
        sql, parameters = built.text, built.parameters
    adapted = {_adapt(value): name for name, value in {"now": _NOW, **stand_ins}.items()}
    if someone.pk is not None:
        adapted[_adapt(someone.pk)] = "viewer"
    places = []
    for place, parameter in enumerate(parameters):
        if isinstance(parameter, Hashable) and parameter in adapted:
            places.append((place, adapted[parameter]))
        else:
            _refuse_derived(parameter)
    names = [*queryset.query.values_select, *queryset.query.annotation_select]
    if queryset.query.selected:
        names = list(queryset.query.selected)
    converters = compiler.get_converters([column for column, _, _ in compiler.select[: compiler.col_count]])
    return _Compiled(sql, list(parameters), places, compiler, names, converters)


def _refuse_derived(parameter: Any) -> None:
    text = str(parameter)
    odd = isinstance(parameter, datetime) and _ODD_TIMES[0] < parameter.replace(tzinfo=UTC) < _ODD_TIMES[1]
    if odd or _MARK in text or (text.startswith(("899", "900")) and "-" in text[4:5]):
        raise CannotBeCompiled(f"a value made from a stand-in is part of the query: {text[:80]!r}")


def rows_among(
    key: Hashable, build: Build, *, viewer: Viewer, ids: Iterable[UUID], **values: Any
) -> list[dict[str, Any]]:
    """As `rows`, for a `build` that takes `ids` and looks among them, by `__in` or `config.db.one_of`.

    PostgreSQL is given one array, and keeps the plan unless there are very many. For SQLite they are filled up with
    repetitions to a power of two, so that there are few texts to keep.
    """
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return []
    if is_postgres():

        def build_with_array(viewer: Viewer, array: str, **given: Any) -> QuerySet[Any, Any]:
            return build(viewer=viewer, ids=unnested(array), **given)

        is_few, listed = len(wanted) < MANY, array(wanted)
        return rows((key, "array"), build_with_array, viewer=viewer, prepared=is_few, array=listed, **values)
    size = 1 << (len(wanted) - 1).bit_length()
    named: dict[str, Any] = {f"id_{place}": wanted[min(place, len(wanted) - 1)] for place in range(size)}

    def build_with_list(viewer: Viewer, **given: Any) -> QuerySet[Any, Any]:
        listed = [given.pop(name) for name in named]
        return build(viewer=viewer, ids=listed, **given)

    return rows((key, size), build_with_list, viewer=viewer, **named, **values)


def forget() -> None:
    """Compile anew from here on; for tests."""
    _kept.clear()
