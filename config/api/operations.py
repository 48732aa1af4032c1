"""What an endpoint's method promises, said once beside it and read by the schema, the route table and the tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from rest_framework.response import Response

from config.api import idempotency
from config.api.filters import Filters, refuse_unknown
from config.api.request import Request
from config.api.shapes import Answer, Body
from config.errors import DomainError

Handler = TypeVar("Handler", bound=Callable[..., Response])


@dataclass(frozen=True, slots=True)
class Page:
    """An answer that is one keyset page of `item`; with `beside`, its members stand beside the results."""

    item: type[Answer]
    beside: type[Answer] | None = None


@dataclass(frozen=True, slots=True)
class Either:
    """An answer that is one of several shapes, which no client can take for each other."""

    shapes: tuple[type[Answer], ...]


@dataclass(frozen=True, slots=True)
class File:
    """An answer that is a file of the type `media`; `example` is how one begins."""

    media: str
    example: str


@dataclass(frozen=True, slots=True)
class Operation:
    """The declared facts of one method of one endpoint."""

    summary: str
    answer: type[Answer] | Either | Page | File | None
    status: int
    again: int | None
    body: type[Body] | None
    filters: type[Filters] | None
    errors: tuple[type[DomainError], ...]
    idempotent: bool
    conditional: bool


def operation(
    summary: str,
    *,
    answer: type[Answer] | Either | Page | File | None,
    status: int = 200,
    again: int | None = None,
    body: type[Body] | None = None,
    filters: type[Filters] | None = None,
    errors: Sequence[type[DomainError]] = (),
    idempotent: bool = False,
    conditional: bool = False,
) -> Callable[[Handler], Handler]:
    """Declare a method of an `Endpoint`.

    `summary` is its one line in the documentation; `answer` and `status` what it gives when all is well, `again` the
    status of the same answer where it was done before; `errors` the
    refusals of its own beside those that every endpoint has; `idempotent` that it honours `Idempotency-Key`;
    `conditional` that it has an ETag (GET) or honours `If-Match` (edits).
    """
    declared = Operation(summary, answer, status, again, body, filters, tuple(errors), idempotent, conditional)

    def decorate(method: Handler) -> Handler:
        @wraps(method)
        def handle(self: Any, request: Request, *args: Any, **path: Any) -> Response:
            if body is None and request.method in {"POST", "PUT", "PATCH"}:
                self.read(request, Body)
            if isinstance(answer, Page) and filters is None and request.method in {"GET", "HEAD"}:
                refuse_unknown(request, set())
            key = idempotency.key_of(request) if idempotent else None
            if key is None:
                return method(self, request, *args, **path)
            return idempotency.answer_once(
                request, key, lambda: method(self, request, *args, **path), self.handle_exception
            )

        handle.operation = declared  # type: ignore[attr-defined]
        return handle  # type: ignore[return-value]

    return decorate
