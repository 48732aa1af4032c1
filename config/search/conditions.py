"""What a query over entries is made of: whether a document meets what is asked, and how well.

`said` comes from the index (`Index.said`, `Index.ranked`) and stays a parameter of the statement.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, Expression, F, FloatField

from config.search.index import Index

_WEIGHTS = "{0.05, 0.1, 0.5, 1.0}"


class _OverDocument(Expression):
    """An expression over the document of the entry that `key` leads to; `said` must have come from the index."""

    def __init__(self, index: Index, said: str, output_field: Any, key: str = "id") -> None:
        super().__init__(output_field=output_field)
        self.index, self.said, self.key = index, said, F(key)

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> Any:
        clone = self.copy()
        clone.key = self.key.resolve_expression(query, *args, **kwargs)  # type: ignore[assignment] # a column by now
        return clone

    def get_source_expressions(self) -> list[Any]:
        return [self.key]

    def set_source_expressions(self, expressions: Any) -> None:
        (self.key,) = expressions

    def document(self, compiler: Any) -> str:
        alias: str = compiler.quote_name_unless_alias(self.key.alias)  # type: ignore[attr-defined] # a column by now
        return f"{alias}.document"

    def within(self, compiler: Any) -> str:
        sql, _none = compiler.compile(self.key)
        return str(sql)


class Matches(_OverDocument):
    """The condition that the row's document meets the query: found by the index."""

    conditional = True

    def __init__(self, index: Index, said: str, *, key: str = "id") -> None:
        super().__init__(index, said, BooleanField(), key)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        return f"{self.document(compiler)} @@ %s::tsquery", [self.said]

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        table = f"{self.index.table}_fts"
        rows = f"SELECT rowid FROM {table} WHERE {table} MATCH %s"  # noqa: S608 - names of ours
        return f"{self.within(compiler)} IN ({rows})", [self.said]


class Shows(Matches):
    """The same condition, looked at row by row: for rows that are read in another order anyway."""

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        return f"ts_match_vq({self.document(compiler)}, %s::tsquery)", [self.said]


class Rank(_OverDocument):
    """How well the row's document meets the query: the more, the better."""

    def __init__(self, index: Index, said: str, *, key: str = "id") -> None:
        super().__init__(index, said, FloatField(), key)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        return f"ts_rank('{_WEIGHTS}', {self.document(compiler)}, %s::tsquery)::float8", [self.said]

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        table = f"{self.index.table}_fts"
        weights = ", ".join(str(2.0 ** (2 - at)) for at in range(len(self.index.columns)))
        row = f"SELECT -bm25({table}, {weights}) FROM {table} WHERE {table} MATCH %s AND rowid"  # noqa: S608 - ours
        return f"COALESCE(({row} = {self.within(compiler)}), 0.0)", [self.said]
