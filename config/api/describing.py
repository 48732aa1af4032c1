"""The tables of the project in words and pictures, made from the models: the data dictionary and the ERD.

Everything is said in Django's terms, so that it reads the same whatever database is behind it.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import NOT_PROVIDED
from django.db.models.expressions import CombinedExpression, Func, Value
from django.utils import translation

DICTIONARY, DIAGRAMS = "data-dictionary.md", "erd.md"

Model = type[models.Model]
# Columns of relations and of generated values have types that the rest do not.
Field = Any

DELETION = {
    "CASCADE": "the row goes with it",
    "PROTECT": "it cannot be deleted while the row stands",
    "RESTRICT": "it cannot be deleted while the row stands",
    "SET_NULL": "this is emptied",
    "SET_DEFAULT": "this falls back to the default",
    "DO_NOTHING": "the row stays as it is",
}
LOOKUPS = {"exact": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<=", "in": "in", "contains": "contains"}


def documents() -> dict[str, str]:
    """The two documents by the names of their files under `docs/`."""
    with translation.override(None):
        return {DICTIONARY: dictionary(), DIAGRAMS: diagrams()}


def apps_of_ours() -> Iterator[tuple[str, list[Model]]]:
    """The label and the models of each app of the project that has any."""
    root = Path(settings.BASE_DIR)
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        path = Path(config.path)
        found = sorted(config.get_models(include_auto_created=True), key=lambda model: model._meta.db_table)
        if found and path.is_relative_to(root) and "site-packages" not in path.parts:
            yield config.label, found


def _led_to(field: Field) -> Any:
    return field.related_model if field.is_relation else None


def first_sentence(model: Model) -> str:
    """The first sentence of the model's docstring; empty where it has none of its own."""
    text = " ".join((inspect.getdoc(model) or "").split())
    if model._meta.auto_created:
        ends = [to._meta.verbose_name for field in model._meta.concrete_fields if (to := _led_to(field))]
        return f"Which {ends[0]} goes with which {ends[1]}."
    if text.startswith(f"{model.__name__}("):
        return ""
    return re.split(r"(?<=[.!?]) ", text, maxsplit=1)[0]


def dictionary() -> str:
    """All tables with their columns, constraints and indexes."""
    lines = [
        "# Data dictionary",
        "",
        "Written by `manage.py describe_data` from the models; a test keeps it true. Types and defaults are those of",
        "the models, whatever the database makes of them. The tables that Django brings along are left out. How the",
        "tables hang together is drawn in [erd.md](erd.md).",
        "",
    ]
    for label, found in apps_of_ours():
        lines += [f"## {label}", ""]
        for model in found:
            lines += [f"### {model._meta.db_table}", ""]
            lines += [f"`{model.__name__}`: {first_sentence(model)}".rstrip(": "), ""]
            lines += ["| column | type | null | default | key | |", "| --- | --- | --- | --- | --- | --- |"]
            lines += [f"| {' | '.join(cells)} |" for cells in map(_cells, model._meta.concrete_fields)]
            lines.append("")
            rules = [*_constraints(model), *_indexes(model)]
            lines += [*rules, ""] if rules else []
    return "\n".join(lines).rstrip() + "\n"


def _cells(field: Field) -> list[str]:
    null = "yes" if field.null else ""
    notes = [str(field.help_text)] if field.help_text else []
    if field.choices:
        notes.append("one of " + ", ".join(f"`{value}`" for value, _label in field.flatchoices))
    cells = [f"`{field.column}`", type_of(field), null, _default(field), _key(field), "; ".join(notes)]
    return [" ".join(cell.replace("|", "\\|").split()) for cell in cells]


def type_of(field: Field) -> str:
    """The field's type as the models have it; of a relation, that of the key it holds."""
    if field.remote_field:
        return type_of(field.target_field)
    if field.generated:
        return f"{type_of(field.output_field)}, generated: {_said(field.expression)}"
    name = str(field.get_internal_type())
    return f"{name}({field.max_length})" if field.max_length and not isinstance(field, models.UUIDField) else name


def _default(field: Field) -> str:
    default = field.default
    if default is NOT_PROVIDED:
        return ""
    if default in (list, dict):
        return f"an empty {default.__name__}"
    if callable(default) and not isinstance(default, models.Choices):
        return f"`{default.__module__}.{default.__qualname__}`"
    return f"`{getattr(default, 'value', default)}`"


def _key(field: Field) -> str:
    said = []
    if field.primary_key:
        said.append("primary")
    elif _is_unique(field):
        said.append("unique")
    if field.remote_field:
        target, deletion = field.target_field, DELETION[field.remote_field.on_delete.__name__]
        said.append(f"→ `{target.model._meta.db_table}.{target.column}`; when that is deleted, {deletion}")
        if not field.db_constraint:
            said.append("no constraint in the database")
    if field.db_index and not field.unique:
        said.append("indexed")
    return "; ".join(said)


def _is_unique(field: Field) -> bool:
    return field.unique or any(rule.fields == (field.name,) for rule in field.model._meta.total_unique_constraints)


def _constraints(model: Model) -> Iterator[str]:
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            columns = _columns(model, constraint.fields, constraint.expressions)
            yield f"- unique `{constraint.name}`: {columns}{_where(constraint.condition)}"
        elif isinstance(constraint, models.CheckConstraint):
            yield f"- check `{constraint.name}`: {_said(constraint.condition)}"
        else:
            yield f"- `{constraint.name}`"
    for names in model._meta.unique_together:
        yield f"- unique: {_columns(model, names, ())}"


def _indexes(model: Model) -> Iterator[str]:
    for index in model._meta.indexes:
        columns = _columns(model, index.fields, index.expressions)
        yield f"- index `{index.name}`: {columns}{_where(index.condition)}"


def _columns(model: Model, names: Iterable[str], expressions: Iterable[Any]) -> str:
    said = []
    for name in names:
        column = model._meta.get_field(name.removeprefix("-")).column  # type: ignore[union-attr]
        said.append(f"{column} descending" if name.startswith("-") else str(column))
    return ", ".join([*said, *(_said(expression) for expression in expressions)])


def _where(condition: models.Q | None) -> str:
    return f", where {_said(condition)}" if condition else ""


def _said(what: Any) -> str:
    """A condition, an expression or a value in words."""
    if isinstance(what, models.Q):
        said = f" {what.connector.lower()} ".join(
            f"({_said(child)})" if isinstance(child, models.Q) and len(child.children) > 1 else _said(child)
            for child in what.children
        )
        return f"not ({said})" if what.negated else said
    if isinstance(what, tuple):
        return _compared(*what)
    if isinstance(what, CombinedExpression):
        return f"({_said(what.lhs)} {what.connector} {_said(what.rhs)})"
    if isinstance(what, models.F):
        return str(what.name)  # type: ignore[attr-defined]
    if isinstance(what, Value):
        return str(what.value)
    if isinstance(what, Func):
        return f"{type(what).__name__.lower()}({', '.join(map(_said, what.get_source_expressions()))})"
    if isinstance(what, bool):
        return str(what).lower()
    if isinstance(what, list | set | frozenset):
        return ", ".join(map(_said, what))
    return str(getattr(what, "value", what))


def _compared(name: str, value: Any) -> str:
    column, _, lookup = name.rpartition("__")
    if not column or lookup not in {*LOOKUPS, "isnull"}:
        column, lookup = name, "exact"
    if lookup == "isnull":
        return f"{column} is {'' if value else 'not '}null"
    return f"{column} {LOOKUPS[lookup]} {f'({_said(value)})' if lookup == 'in' else _said(value)}"


def diagrams() -> str:
    """One entity relationship diagram for each app, with keys alone."""
    lines = [
        "# Entity relationship diagrams",
        "",
        "Written by `manage.py describe_data` from the models; a test keeps it true. One diagram for each app, with",
        "the columns that are keys; a table of another app is an empty box. All columns are in the",
        "[data dictionary](data-dictionary.md).",
        "",
    ]
    for label, found in apps_of_ours():
        lines += [f"## {label}", "", "```mermaid", "erDiagram"]
        for model in found:
            lines += [f"    {line}" for line in _box(model)]
        lines += [
            f"    {_line(field)}" for model in found for field in model._meta.concrete_fields if field.remote_field
        ]
        lines += ["```", ""]
    return "\n".join(lines).rstrip() + "\n"


def _box(model: Model) -> list[str]:
    columns = []
    for field in model._meta.concrete_fields:
        marks = ["PK"] if field.primary_key else ["UK"] if _is_unique(field) else []
        marks += ["FK"] if field.remote_field else []
        if marks:
            columns.append(f"    {type_of(field).partition('(')[0]} {field.column} {', '.join(marks)}")
    return [f"{model._meta.db_table} {{", *columns, "}"]


def _line(field: Field) -> str:
    one = "|o" if field.null else "||"
    many = "o|" if _is_unique(field) else "o{"
    target = field.target_field.model._meta.db_table
    return f'{target} {one}--{many} {field.model._meta.db_table} : "{field.name}"'
