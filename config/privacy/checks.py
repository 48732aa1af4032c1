"""The system check that every model has an answer: what an export holds of it, what erasure does to it, or why neither.

`manage.py check`, and so `make check`, fails where one is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db.models import ForeignKey, Model

from config.privacy.exporting import Export, fields_of
from config.privacy.registry import Declaration, declaration_of, declarations

SECRET = re.compile(r"password|digest|secret|sealed|salt|(^|_)hash$|(^|_)token$")
"""Columns that are named like this are left out of exports."""


@checks.register("privacy")
def every_model_has_an_answer(**_said: Any) -> list[checks.CheckMessage]:
    """Each finding is a sentence that says what to write, and where."""
    return [checks.Error(sentence, id="privacy.E001") for sentence in findings()]


def findings() -> Iterator[str]:
    """What is missing, and what is said of what is not there."""
    nobody: dict[str, str] = settings.PRIVACY_NO_PERSON
    known = {model._meta.label: model for model in models()}
    for label, model in sorted(known.items()):
        declared = declaration_of(model)
        if declared is None and label not in nobody:
            yield (
                f"{label} says neither what an export holds of it nor what erasure does to it: declare it in its "
                "slice's privacy.py, or say in config/settings/privacy.py why it touches no person."
            )
        if declared is not None and label in nobody:
            yield f"{label} is declared, and stands in config/settings/privacy.py as touching no person."
        if label in nobody and _points_at_a_member(model):
            yield f"{label} points at a member and stands in config/settings/privacy.py as touching no person."
    for label, because in sorted(nobody.items()):
        if label not in known:
            yield f"config/settings/privacy.py names {label}, and there is no such model."
        if not because.strip():
            yield f"config/settings/privacy.py gives no reason for {label}."
    for declared in declarations():
        if declared.label not in known:
            yield f"{declared.label} is declared, and there is no such model."
        else:
            yield from _columns(declared)


def models() -> list[type[Model]]:
    """All models that have a table, those made for many-to-many fields included."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy and not _is_of_a_test(model)]


def _is_of_a_test(model: type[Model]) -> bool:
    return ".tests." in model.__module__


def _points_at_a_member(model: type[Model]) -> bool:
    return any(
        isinstance(field, ForeignKey) and field.related_model._meta.label == settings.AUTH_USER_MODEL
        for field in fields_of(model)
        if field.related_model not in (None, "self")
    )


def _columns(declared: Declaration) -> Iterator[str]:
    if not isinstance(declared.export, Export):
        if not declared.export.because.strip():
            yield f"{declared.label} is not exported, and no reason says why."
        return
    names = {field.name for field in fields_of(declared.model)}
    for name, because in declared.export.left_out.items():
        if name not in names:
            yield f"{declared.label} leaves out {name}, and has no such column."
        if not because.strip():
            yield f"{declared.label} leaves out {name} without a reason."
    for name in sorted(names - declared.export.left_out.keys()):
        if SECRET.search(name):
            yield f"{declared.label} exports {name}, which is named like a secret: leave it out, with the reason."
    if declared.export.of is not None and not declared.export.because.strip():
        yield f"{declared.label} exports fewer rows than are about a person, and no reason says why."
