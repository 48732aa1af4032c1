"""An index: a table of entries, each with a document, in the way that each database searches best.

PostgreSQL keeps the document in a column of the entries' own table (`tsvector`, GIN). SQLite keeps it in a table of
FTS5 beside it, whose rows go with the entries'. Neither is a field of the model: nobody reads a document, and what
writes it stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, migrations
from django.db.models import Model

from config import bulk
from config.db import is_postgres
from config.search import documents
from config.search import query as asking
from config.search.query import Query

_BATCH = 500

Document = tuple[Sequence[Sequence[str]], Sequence[str]]
"""The tokens of each text, and the keys."""


@dataclass(frozen=True, slots=True)
class Index:
    """The index of the entries in `table`, whose key is `id`; `columns` name the texts, the weightiest first."""

    table: str
    columns: tuple[str, ...]

    def operation(self) -> migrations.RunPython:
        """What makes the index in a migration, after its table."""

        def make(apps: Any, editor: Any) -> None:
            for statement in self._made(editor.connection.vendor):
                editor.execute(statement)

        def take_back(apps: Any, editor: Any) -> None:
            for statement in self._taken_back(editor.connection.vendor):
                editor.execute(statement)

        return migrations.RunPython(make, take_back)

    def _made(self, vendor: str) -> list[str]:
        if vendor == "postgresql":
            return [
                f"ALTER TABLE {self.table} ADD COLUMN document tsvector NOT NULL DEFAULT ''",
                f"ALTER TABLE {self.table} ALTER COLUMN document SET STATISTICS 1000",
                f"CREATE INDEX {self.table}_document ON {self.table} USING gin (document) WITH (fastupdate = off)",
            ]
        names = ", ".join([*self.columns, "keys"])
        return [
            f"CREATE VIRTUAL TABLE {self.table}_fts USING fts5({names}, tokenize='ascii', prefix='2 3')",
            f"CREATE TRIGGER {self.table}_gone AFTER DELETE ON {self.table} BEGIN "  # noqa: S608 - names of ours
            f"DELETE FROM {self.table}_fts WHERE rowid = old.id; END",
        ]

    def _taken_back(self, vendor: str) -> list[str]:
        if vendor == "postgresql":
            return [f"ALTER TABLE {self.table} DROP COLUMN document"]
        return [f"DROP TRIGGER {self.table}_gone", f"DROP TABLE {self.table}_fts"]

    def said(self, query: Query, *, only: Sequence[str] = (), also: Sequence[Sequence[str]] = ()) -> str:
        """The query in this database's words. `only` names the texts it is looked for in; of each of the sequences in
        `also`, one key must be there."""
        if is_postgres():
            labels = "".join(documents.LABELS[self.columns.index(name)] for name in only)
            return asking.tsquery(query, labels=labels, also=self.keyed(*also))
        return asking.fts(query, columns=only, also=self.keyed(*also))

    def keyed(self, *also: Sequence[str]) -> str:
        """What has, of each of these sequences, one key."""
        if is_postgres():
            return " & ".join("(" + " | ".join(f"'{key}'" for key in any_of) + ")" for any_of in also)
        keys = " AND ".join("(" + " OR ".join(f'"{key}"' for key in any_of) + ")" for any_of in also)
        return keys and f"(keys : ({keys}))"

    def ranked(self, query: Query) -> str:
        """The query for `Rank`: whole words weigh more than beginnings."""
        return asking.tsquery(query, exact_too=True) if is_postgres() else asking.fts(query, exact_too=True)

    def ranked_in(self, query: Query, only: str) -> str:
        """As `ranked`, for one of the texts."""
        if is_postgres():
            return asking.tsquery(query, labels=documents.LABELS[self.columns.index(only)], exact_too=True)
        return asking.fts(query, columns=(only,), exact_too=True)

    def add(self, entries: Sequence[tuple[Model, Document]]) -> None:
        """Insert these entries, which are new, with their documents."""
        if not entries:
            return
        model = type(entries[0][0])
        if not is_postgres():
            model._default_manager.bulk_create([entry for entry, _document in entries], batch_size=250)
            self.write({entry.pk: document for entry, document in entries})
            return
        fields = [field for field in model._meta.concrete_fields if not field.primary_key]
        names = [str(field.attname) for field in fields]
        bulk.put(
            model,
            [*(str(field.column) for field in fields), "document"],
            ((*(getattr(entry, name) for name in names), documents.tsvector(*document)) for entry, document in entries),
        )

    def write(self, entries: Mapping[int, Document]) -> None:
        """Make these, tokens of each text and keys, the documents of these entries."""
        if not entries:
            return
        with connection.cursor() as cursor:
            if is_postgres():
                texts = [documents.tsvector(tokens, keys) for tokens, keys in entries.values()]
                cursor.execute(
                    f"UPDATE {self.table} AS entry SET document = new.document::tsvector "  # noqa: S608 - ours
                    "FROM unnest(%s::bigint[], %s::text[]) AS new (id, document) WHERE entry.id = new.id",
                    [list(entries), texts],
                )
                return
            rows: list[Any] = [(id_, *documents.columns(tokens, keys)) for id_, (tokens, keys) in entries.items()]
            marks = ", ".join(["%s"] * (len(self.columns) + 2))
            names = ", ".join(["rowid", *self.columns, "keys"])
            table = f"{self.table}_fts"
            cursor.executemany(f"DELETE FROM {table} WHERE rowid = %s", [(id_,) for id_ in entries])  # noqa: S608 - ours
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608 - names of ours

    def words_of(self, ids: Iterable[int]) -> dict[int, set[str]]:
        """The words of these entries' documents as they are, keys left out."""
        wanted, found = list(ids), {}
        with connection.cursor() as cursor:
            for start in range(0, len(wanted), _BATCH):
                batch = wanted[start : start + _BATCH]
                if is_postgres():
                    cursor.execute(
                        f"SELECT id, tsvector_to_array(document) FROM {self.table} WHERE id = ANY(%s)",  # noqa: S608 - names of ours
                        [batch],
                    )
                    rows = cursor.fetchall()
                else:
                    names, marks = " || ' ' || ".join(self.columns), ", ".join(["%s"] * len(batch))
                    cursor.execute(
                        f"SELECT rowid, {names} FROM {self.table}_fts WHERE rowid IN ({marks})",  # noqa: S608 - names of ours
                        batch,
                    )
                    rows = [(id_, text.split()) for id_, text in cursor.fetchall()]
                for id_, said in rows:
                    found[id_] = {word for word in said if not word.startswith(documents.MARK)}
        return found

    def forget_what_was(self) -> None:
        """Have SQLite drop from its files what was deleted from the index, which it else keeps until it merges them."""
        if not is_postgres():
            with connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {self.table}_fts ({self.table}_fts) VALUES ('optimize')")  # noqa: S608 - names of ours
