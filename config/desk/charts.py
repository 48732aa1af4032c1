"""Charts drawn by the server as SVG, with no script and no style attribute, each with its table under `<details>`.

    bar_chart("new-members", _("New members"), labels=days, series=[Series(_("members"), counts)])
    line_chart("signs", _("Signs of life"), labels=days, series=[Series(_("worker"), a), Series(_("beat"), b)])

Both return a whole `<figure>`; colours come from classes (`series-1` … `series-5`) in `desk/desk.css`. `name` is unique
on its page: ids are made of it. At most five series; further ones are refused.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from config.desk.counting import grouped

MOST_SERIES = 5
WIDTH, HEIGHT = 400, 160
LEFT, RIGHT, TOP, BOTTOM = 46, 4, 10, 22
_INNER_WIDTH, _INNER_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values, as many as the chart has labels; `label` names it in the legend and the table."""

    label: Any
    values: Sequence[float]


def bar_chart(
    name: str,
    title: Any,
    *,
    labels: Sequence[Any],
    series: Sequence[Series],
    unit: Any = "",
    as_of: datetime | None = None,
) -> SafeString:
    """Bars, stacked where there are several series. `as_of` says when the values were counted, if not just now."""
    _check(labels, series)
    tops = [sum(values) for values in zip(*(row.values for row in series), strict=True)]
    scale = _Scale.up_to(max(tops, default=0))
    marks = list(_bars(labels, series, tops, scale))
    return _figure(name, title, labels, series, unit, as_of, scale, {"bars": marks})


def line_chart(
    name: str,
    title: Any,
    *,
    labels: Sequence[Any],
    series: Sequence[Series],
    unit: Any = "",
    as_of: datetime | None = None,
    heading: Any = "",
    sums: bool = True,
) -> SafeString:
    """A line for each series. Arguments as in `bar_chart`; `heading` says what the labels are, if not days.

    Without `sums` the legend gives no sum of the values: for states, of which none makes sense.
    """
    _check(labels, series)
    scale = _Scale.up_to(max((value for row in series for value in row.values), default=0))
    lines = [
        {"number": number, "points": " ".join(f"{_at(_middle(i, len(labels)))},{_at(scale.y(v))}" for i, v in each)}
        for number, each in ((number, list(enumerate(row.values))) for number, row in enumerate(series, start=1))
    ]
    return _figure(name, title, labels, series, unit, as_of, scale, {"lines": lines, "heading": heading, "sums": sums})


def _check(labels: Sequence[Any], series: Sequence[Series]) -> None:
    if not 1 <= len(series) <= MOST_SERIES:
        raise ValueError(f"a chart has 1 to {MOST_SERIES} series, not {len(series)}")
    for row in series:
        if len(row.values) != len(labels):
            raise ValueError(f"{row.label} has {len(row.values)} values for {len(labels)} labels")
        if any(value < 0 or not math.isfinite(value) for value in row.values):
            raise ValueError(f"{row.label} has a value that no bar can show")


@dataclass(frozen=True, slots=True)
class _Scale:
    """From 0 to `top`, a round number, in steps."""

    top: float
    step: float

    @classmethod
    def up_to(cls, greatest: float) -> _Scale:
        """At most four steps of 1, 2 or 5 times a power of ten; whole numbers are not cut into parts."""
        wanted = max(greatest, 1) / 4
        power = 10.0 ** math.floor(math.log10(wanted))
        step = next(power * part for part in (1, 2, 5, 10) if power * part >= wanted * (1 - 1e-9))
        if float(greatest).is_integer():
            step = max(step, 1.0)
        return cls(step * max(1, math.ceil(greatest / step - 1e-9)), step)

    def y(self, value: float) -> float:
        """Where the value lies in the drawing."""
        return TOP + _INNER_HEIGHT * (1 - value / self.top)

    def ticks(self) -> list[dict[str, Any]]:
        """The lines across, with what they stand for."""
        steps = round(self.top / self.step)
        return [{"y": _at(self.y(i * self.step)), "text": _number(i * self.step)} for i in range(steps + 1)]


def _bars(
    labels: Sequence[Any], series: Sequence[Series], tops: Sequence[float], scale: _Scale
) -> Iterator[dict[str, Any]]:
    slot = _INNER_WIDTH / max(len(labels), 1)
    width = max(slot * 0.72, 1)
    for index, label in enumerate(labels):
        parts, below = [], 0.0
        for number, row in enumerate(series, start=1):
            value = row.values[index]
            if value:
                top, foot = scale.y(below + value), scale.y(below)
                parts.append({"number": number, "y": _at(top), "height": _at(foot - top)})
            below += value
        told = [f"{label}: {_number(tops[index])}"]
        if len(series) > 1:
            told += [f"{row.label}: {_number(row.values[index])}" for row in series]
        x = LEFT + index * slot + (slot - width) / 2
        yield {"x": _at(x), "width": _at(width), "parts": parts, "told": "\n".join(told)}


def _middle(index: int, count: int) -> float:
    return LEFT + (index + 0.5) * _INNER_WIDTH / max(count, 1)


def _named(labels: Sequence[Any]) -> list[dict[str, Any]]:
    """The labels that are written below: the first, the last and a few between."""
    if not labels:
        return []
    last = len(labels) - 1
    count = min(len(labels), 4)
    chosen = sorted({round(i * last / max(count - 1, 1)) for i in range(count)})
    return [
        {
            "x": _at(_middle(i, len(labels))),
            "text": labels[i],
            "anchor": "end" if i == last and last > 0 else "start" if i == 0 and last > 0 else "middle",
        }
        for i in chosen
    ]


def _at(place: float) -> str:
    """A coordinate, with a point whatever the reader's language."""
    return f"{place:.1f}"


def _number(value: float) -> str:
    return grouped(int(value)) if float(value).is_integer() else grouped(round(value, 2))


def _figure(
    name: str,
    title: Any,
    labels: Sequence[Any],
    series: Sequence[Series],
    unit: Any,
    as_of: datetime | None,
    scale: _Scale,
    marks: dict[str, Any],
) -> SafeString:
    sums = [sum(row.values) for row in series]
    rows = [(label, [_number(row.values[i]) for row in series]) for i, label in enumerate(labels)]
    return render_to_string(
        "admin/chart.html",
        {
            "name": name,
            "title": title,
            "unit": unit,
            "as_of": as_of,
            "sums": True,
            "is_empty": not any(sums),
            "width": WIDTH,
            "height": HEIGHT,
            "left": LEFT,
            "right": WIDTH - RIGHT,
            "ticks_at": LEFT - 6,
            "labels_at": HEIGHT - 6,
            "ticks": scale.ticks(),
            "named": _named(labels),
            "legend": [(number, row.label, _number(sums[number - 1])) for number, row in enumerate(series, start=1)],
            "rows": rows,
            **marks,
        },
    )
