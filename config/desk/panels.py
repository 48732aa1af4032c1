"""Panels: short lists of what belongs to a row, on its page, each with a link on to the whole list.

    register_panel("accounts.User", Panel("workbooks", _("Newest workbooks"), rows=newest, model="workbooks.Workbook"))

`rows(pk)` gives `MOST_ROWS` tuples of cells at most, in a bounded number of statements; `more(pk)` the filters of the
whole list. An app above registers its panels on a page below from its `ready()`, so that the page need not know it. A
panel is shown to whoever may see its model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from config.desk import access
from config.desk.links import rows_url

MOST_ROWS = 5

ANY = "*"
"""In place of a model: the panel stands on every page, and gives None where it has nothing to say."""


@dataclass(frozen=True, slots=True)
class Panel:
    """`columns` are the headings; `rows` gets the row's key, or the page and the row where registered on `ANY`."""

    name: str
    title: Any
    columns: Sequence[Any]
    rows: Callable[..., Iterable[Sequence[Any]] | None]
    model: str
    more: Callable[..., dict[str, Any]] | None = None
    place: int = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel with its rows, as the template has it."""

    name: str
    title: Any
    columns: Sequence[Any]
    rows: list[Sequence[Any]] = field(default_factory=list)
    more: str = ""


_panels: dict[str, list[Panel]] = {}


def register_panel(model: str, panel: Panel) -> None:
    """Put a panel on the page of `model` (`"accounts.User"`), or of every model (`ANY`); again changes nothing."""
    panels = _panels.setdefault(model, [])
    if all(other.name != panel.name for other in panels):
        panels.append(panel)
        panels.sort(key=lambda each: each.place)


def panels_of(page: Any, row: Any) -> list[Shown]:
    """What the viewer sees beside the row."""
    label, viewer, shown = access.label_of(page.model), access.viewer(), []
    for owner, panel in [*((label, p) for p in _panels.get(label, [])), *((ANY, p) for p in _panels.get(ANY, []))]:
        if not access.may(viewer, panel.model, access.VIEW):
            continue
        arguments = (page, row) if owner == ANY else (row.pk,)
        rows = panel.rows(*arguments)
        if rows is None:
            continue
        cells = list(rows)
        more = rows_url(panel.model, **panel.more(*arguments)) if panel.more else ""
        shown.append(Shown(panel.name, panel.title, panel.columns, cells[:MOST_ROWS], more))
    return shown
