"""What erasure does to the rows of a model, a batch at a time.

Each step can be asked again at any point: what is done is found no more. `batch` is one transaction and says how many
rows it dealt with; a step is at its end when that is none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import transaction
from django.db.models import Model, Q

from config.privacy.people import Of, Person, rows_of

BATCH = 500
"""Rows that one transaction deals with."""


class Step(Protocol):
    """One thing that erasure does to a model."""

    @property
    def once(self) -> bool:
        """Whether one call does all of it."""

    @property
    def says(self) -> str:
        """What it does, for documents and for people."""

    def batch(self, model: type[Model], of: Of, person: Person) -> int:
        """Deal with a batch of the rows about `person`; how many there were."""

    def left(self, model: type[Model], of: Of, person: Person) -> int:
        """How many rows it would deal with now."""


@dataclass(frozen=True, slots=True)
class Delete:
    """The rows go. `of` narrows."""

    of: Of | None = None
    says: str = "deleted"
    once: bool = False

    def batch(self, model: type[Model], of: Of, person: Person) -> int:
        rows = model._base_manager.filter(rows_of(self.of or of, person))
        with transaction.atomic():
            keys = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
            model._base_manager.filter(pk__in=keys).delete()
        return len(keys)

    def left(self, model: type[Model], of: Of, person: Person) -> int:
        return model._base_manager.filter(rows_of(self.of or of, person)).count()


@dataclass(frozen=True, slots=True)
class Clear:
    """The rows stay, because …, and these columns are set to these values."""

    because: str
    values: Mapping[str, Any] = field(default_factory=dict)
    of: Of | None = None
    once: bool = False

    @property
    def says(self) -> str:
        return f"{', '.join(self.values)} emptied; the row stays: {self.because}"

    def _rows(self, model: type[Model], of: Of, person: Person) -> Any:
        return model._base_manager.filter(rows_of(self.of or of, person)).exclude(Q(**self.values))

    def batch(self, model: type[Model], of: Of, person: Person) -> int:
        with transaction.atomic():
            keys = list(self._rows(model, of, person).order_by("pk").values_list("pk", flat=True)[:BATCH])
            model._base_manager.filter(pk__in=keys).update(**self.values)
        return len(keys)

    def left(self, model: type[Model], of: Of, person: Person) -> int:
        return int(self._rows(model, of, person).count())


@dataclass(frozen=True, slots=True)
class By:
    """The slice's own function does it: it deals with a batch in a transaction of its own, and says how many it took.

    One that is done at `once` goes through all of it in batches of its own. `counts` says how many rows are left to it;
    without it, those that `of` finds.
    """

    does: Callable[[Person], int]
    says: str
    once: bool = False
    counts: Callable[[Person], int] | None = None

    def batch(self, model: type[Model], of: Of, person: Person) -> int:
        return self.does(person)

    def left(self, model: type[Model], of: Of, person: Person) -> int:
        if self.counts is not None:
            return self.counts(person)
        return model._base_manager.filter(rows_of(of, person)).count()


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows stay as they are, because …"""

    because: str
    once: bool = True

    @property
    def says(self) -> str:
        return f"kept: {self.because}"

    def batch(self, model: type[Model], of: Of, person: Person) -> int:
        return 0

    def left(self, model: type[Model], of: Of, person: Person) -> int:
        return 0
