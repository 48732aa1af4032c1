"""What an export holds of a model: rows as plain values, read in pieces, and the files that belong to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Field, Model

from config.privacy.people import Of, Person, rows_of

PIECE = 1_000
"""Rows that are in memory at once."""

Files = Callable[[dict[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Export:
    """All columns of the rows about a person but those in `left_out`, each with its reason.

    `of` narrows where not every row that is about somebody is theirs to read: whom others have muted is others' own.
    `because` says why then. `stem` names, from a row, the picture whose files belong into the export.
    """

    left_out: Mapping[str, str] = field(default_factory=dict)
    of: Of | None = None
    because: str = ""
    stem: Files | None = None

    def columns(self, model: type[Model]) -> list[str]:
        """The names of the columns that are exported, as the database has them."""
        return [column.attname for column in fields_of(model) if column.name not in self.left_out]

    def rows(self, model: type[Model], of: Of, person: Person) -> Iterator[dict[str, Any]]:
        """The rows about a person in the order of their keys, a piece at a time."""
        columns = self.columns(model)
        found = model._base_manager.filter(rows_of(self.of or of, person)).order_by("pk").values("pk", *columns)
        last: Any = None
        while True:
            piece = list((found if last is None else found.filter(pk__gt=last))[:PIECE])
            if piece:
                last = piece[-1]["pk"]
            for row in piece:
                del row["pk"]
                yield row
            if len(piece) < PIECE:
                return


@dataclass(frozen=True, slots=True)
class NotExported:
    """Nothing of the model stands in an export, because …"""

    because: str


def fields_of(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns of a model."""
    return list(model._meta.concrete_fields)
