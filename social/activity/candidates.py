"""The newest that a source has, below a cursor: ids, before anybody has asked whether the viewer may see them.

What it costs must not grow with the items, nor much with the people. Of few people, the newest item of each is one
probe into an index; those of the K with the newest hold the K newest of all, so theirs are read and the K newest kept.
Of many, the newest items of the whole platform are looked through, up to `window`, each with one probe into the edges;
if that does not fill the page, the way of few is gone. Which way is decided within the one statement.

Numbers stand in the text and not among the parameters, since a plan that is kept must know how little is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from config.compiled import Written
from config.db import is_postgres
from config.roles import Viewer
from social.activity.models import ActivityEvent
from social.activity.sources import Source
from social.graph import queries as graph

ABOVE_ALL = UUID(int=(1 << 128) - 1)
"""Where a feed begins: above every key."""

_PIECE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Measure:
    """How much is asked for, and how.

    `most` ids; up to `few` people are each asked for their newest; of more, `window` items are looked through first.
    """

    most: int
    few: int
    window: int = 2_000


@dataclass(frozen=True, slots=True)
class _Sql:
    text: str
    parameters: list[Any] = field(default_factory=list)


def _put(template: str, **pieces: _Sql | int) -> _Sql:
    """The template with its pieces in their places, and their parameters in the order of these."""
    parameters: list[Any] = []

    def text_of(found: re.Match[str]) -> str:
        piece = pieces[found[1]]
        if isinstance(piece, int):
            return str(piece)
        parameters.extend(piece.parameters)
        return piece.text

    return _Sql(_PIECE.sub(text_of, template), parameters)


_ITEMS = _Sql(f"{ActivityEvent._meta.db_table} item")
_LIVE = _Sql("item.deleted_at IS NULL AND item.hidden_at IS NULL")


def newest(viewer: Viewer, source: Source, measure: Measure, *, below: UUID, person: UUID | None = None) -> Written:
    """The newest live ids below `below`, newest first; fewer than asked for means that no more are left.

    Of one `person`, of the people in a source's parts, or of everybody.
    """
    known: dict[str, _Sql | int] = {"items": _ITEMS, "live": _LIVE, "below": _id(below), "most": measure.most}
    if person is not None:
        found = _put(_OF_ACTOR, actor=_id(person), **known)
    elif not source.parts:
        found = _put(_OF_ALL, **known)
    else:
        edges = _edges(viewer, source)
        template = _OF_PEOPLE if is_postgres() else _OF_PEOPLE_ON_SQLITE
        found = _put(template, few=measure.few, window=measure.window, **known, **edges)
    return Written(found.text, found.parameters, ActivityEvent.objects.values("id"))


_OF_ALL = "SELECT item.id FROM {items} WHERE {live} AND item.id < {below} ORDER BY item.id DESC LIMIT {most}"

_OF_ACTOR = (
    "SELECT item.id FROM {items} WHERE item.actor_id = {actor} AND {live} AND item.id < {below}"
    " ORDER BY item.id DESC LIMIT {most}"
)

_OF_PEOPLE = """
WITH many AS MATERIALIZED (
    SELECT (SELECT true FROM ({actors}) AS everyone(actor_id) OFFSET {few} LIMIT 1) AS so
),
looked AS MATERIALIZED (
    SELECT recent.id FROM (
        SELECT item.id, item.actor_id FROM {items} WHERE {live} AND item.id < {below}
        ORDER BY item.id DESC LIMIT {window}
    ) AS recent
    WHERE (SELECT so FROM many) AND ({among}) AND recent.actor_id NOT IN ({muted})
    ORDER BY recent.id DESC LIMIT {most}
),
filled AS MATERIALIZED (SELECT count(*) = {most} AS so FROM looked),
newest AS MATERIALIZED (
    SELECT who.actor_id, top.id FROM ({people}) AS who(actor_id) CROSS JOIN LATERAL (
        SELECT item.id FROM {items} WHERE item.actor_id = who.actor_id AND {live} AND item.id < {below}
        ORDER BY item.id DESC LIMIT 1
    ) AS top
    WHERE NOT (SELECT so FROM filled) AND who.actor_id NOT IN ({muted}) ORDER BY top.id DESC LIMIT {most}
)
SELECT id FROM looked WHERE (SELECT so FROM filled)
UNION ALL
(SELECT found.id FROM newest CROSS JOIN LATERAL (
    SELECT item.id FROM {items} WHERE item.actor_id = newest.actor_id AND {live} AND item.id < {below}
    AND item.id >= coalesce((SELECT id FROM newest ORDER BY id DESC LIMIT 1 OFFSET {most} - 1), {lowest})
    ORDER BY item.id DESC LIMIT {most}
) AS found ORDER BY found.id DESC LIMIT {most})"""

# SQLite has no LATERAL: the newest of each by a subselect, then theirs down to the K-th of each.
_OF_PEOPLE_ON_SQLITE = """
WITH who(actor_id) AS ({actors}),
newest AS MATERIALIZED (
    SELECT who.actor_id AS actor_id, (
        SELECT max(item.id) FROM {items} WHERE item.actor_id = who.actor_id AND {live} AND item.id < {below}
    ) AS id FROM (SELECT DISTINCT actor_id FROM who) AS who
    WHERE who.actor_id NOT IN ({muted}) ORDER BY 2 DESC LIMIT {most}
)
SELECT item.id FROM newest JOIN {items} ON item.actor_id = newest.actor_id WHERE {live} AND item.id < {below}
AND item.id >= coalesce((
    SELECT item.id FROM {items} WHERE item.actor_id = newest.actor_id AND {live} AND item.id < {below}
    ORDER BY item.id DESC LIMIT 1 OFFSET {most} - 1
), '')
ORDER BY item.id DESC LIMIT {most}"""


def _edges(viewer: Viewer, source: Source) -> dict[str, _Sql | int]:
    """Everyone in the source's parts, some perhaps twice; whether an actor is among them; whom the viewer has muted."""
    parts = [_compiled(part(viewer)) for part in source.parts]
    # Scalar, so that it stays a probe a row: as EXISTS it may be planned as a hash of all the edges.
    probe = "(SELECT true FROM ({part}) AS part(actor_id) WHERE part.actor_id = recent.actor_id LIMIT 1)"
    among = [_put(probe, part=part) for part in parts]
    if source.with_own and viewer.pk is not None:
        own = _id(viewer.pk)
        parts.append(_put("SELECT {own}", own=own))
        among.append(_put("recent.actor_id = {own}", own=own))
    return {
        "actors": _joined(" UNION ALL ", parts),
        "people": _joined(" UNION ", parts),
        "among": _joined(" OR ", among),
        "muted": _compiled(graph.mutes_of(viewer).values_list("muted_id")),
        "lowest": _Sql("'00000000-0000-0000-0000-000000000000'::uuid"),
    }


def _joined(word: str, pieces: list[_Sql]) -> _Sql:
    return _Sql(word.join(each.text for each in pieces), [value for each in pieces for value in each.parameters])


def _compiled(part: QuerySet[Any, Any]) -> _Sql:
    text, parameters = part.order_by().query.get_compiler(connection=connection).as_sql()
    return _Sql(text, list(parameters))


def _id(value: UUID) -> _Sql:
    """An id as this database takes it."""
    return _Sql("%s::uuid", [value]) if is_postgres() else _Sql("%s", [value.hex])
