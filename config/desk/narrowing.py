"""In words: by what a list is narrowed that none of its filters shows, such as a link from another row."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.utils.text import capfirst

from config.desk.words import in_words


def narrowing(changelist: Any) -> list[tuple[str, str]]:
    """Labels and values; a row that is named by its key costs one statement."""
    said = []
    for lookup, values in changelist.get_filters_params().items():
        name = lookup.split("__")[0]
        if not values or any(name == _first(spec) for spec in changelist.filter_specs):
            continue
        try:
            field: Any = changelist.opts.get_field(name)
        except FieldDoesNotExist:
            continue
        said.append((capfirst(in_words(field.verbose_name)), _named(field, str(values[-1]))))
    return said


def _first(spec: Any) -> str:
    expected = spec.expected_parameters()
    return str(expected[0]).split("__")[0] if expected else ""


def _named(field: Any, value: str) -> str:
    if field.is_relation:
        try:
            return str(field.related_model._default_manager.get(pk=value))
        except (ObjectDoesNotExist, ValidationError, ValueError):
            return value
    return dict(field.flatchoices).get(value, value)
