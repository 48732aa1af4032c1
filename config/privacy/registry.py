"""The declarations of all models, in the order in which erasure takes them."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model

from config.privacy.erasing import Step
from config.privacy.exporting import Export, NotExported
from config.privacy.people import Of

USUAL, LOGS, NAMES, LAST = 50, 70, 90, 99
"""Places in the order of erasure: what hangs on others first, then logs, which are searched by name, then the names."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What becomes of one model's rows about a person."""

    label: str
    of: Of
    export: Export | NotExported
    erase: tuple[Step, ...]
    place: int

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)


_declared: dict[str, Declaration] = {}


def register(
    label: str, *, of: Of, export: Export | NotExported, erase: Step | tuple[Step, ...], place: int = USUAL
) -> None:
    """Declare a model (`"social.Mute"`); again replaces what was said before."""
    steps = erase if isinstance(erase, tuple) else (erase,)
    _declared[label.lower()] = Declaration(label, of, export, steps, place)


def declaration_of(model: type[Model]) -> Declaration | None:
    """What is declared of a model."""
    return _declared.get(model._meta.label_lower)


def declarations() -> list[Declaration]:
    """All declarations, in the order of erasure."""
    return sorted(_declared.values(), key=lambda each: (each.place, each.label))


def forget(label: str) -> None:
    """Take a declaration back; for tests that make their own."""
    _declared.pop(label.lower(), None)
