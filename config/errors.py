"""The family of errors that the platform's rules raise.

An error is named after the broken promise, and says what a client may know of it: a stable `code`, an HTTP `status`
and a translated `detail`. Nothing here knows Django REST framework; `config.api.problems` turns these into answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import NoReturn

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class FieldError:
    """One wrong input: the field's name (dotted for nested ones), a stable code, and a sentence."""

    field: str
    code: str
    message: str = dataclass_field(compare=False)


class DomainError(Exception):
    """A promise of the platform that was about to be broken.

    Subclasses set `code`, `status` and `detail`; `detail` may hold `%(name)s` filled from keyword arguments.
    `errors` names the input fields at fault; `headers` go out with the answer.
    """

    code = "error"
    status = 400
    detail: object = _("The request cannot be carried out.")
    # Whether what was written before the refusal stays, as the count of a wrong guess must: whoever wraps a deed in a
    # transaction of their own (`config.api.idempotency`) then keeps it.
    leaves_trace = False

    def __init__(
        self, *, errors: list[FieldError] | None = None, headers: dict[str, str] | None = None, **values: object
    ) -> None:
        self.errors = errors or []
        self.headers = headers or {}
        self.values = values
        super().__init__(self.code)

    @property
    def message(self) -> str:
        """The detail in the language of the moment, with its values filled in."""
        text = str(self.detail)
        return text % self.values if self.values else text

    def members(self) -> dict[str, object]:
        """What a problem answer says beside the usual members (RFC 9457, section 3.2)."""
        return {}

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class InvalidInput(DomainError):
    """What came in cannot be taken; `errors` says which fields and why."""

    code = "invalid_input"
    status = 400
    detail: object = _("Some of the input is not valid.")

    @classmethod
    def of(cls, field: str, code: str, message: object) -> InvalidInput:
        """The usual case: one field, one reason."""
        return cls(errors=[FieldError(field, code, str(message))])


class NotSignedIn(DomainError):
    """No credentials, or credentials that no longer hold."""

    code = "not_signed_in"
    status = 401
    detail: object = _("Sign in to do this.")


class Forbidden(DomainError):
    """Signed in, but not allowed."""

    code = "forbidden"
    status = 403
    detail: object = _("You may not do this.")


class EmailNotVerified(Forbidden):
    """The deed waits for a verified e-mail address."""

    code = "email_not_verified"
    detail = _("Verify your e-mail address first.")


class NotFound(DomainError):
    """Absent, or not visible to whoever asks: the two are never told apart."""

    code = "not_found"
    status = 404
    detail: object = _("There is nothing here that you can see.")


class Conflict(DomainError):
    """The present state does not allow it."""

    code = "conflict"
    status = 409
    detail: object = _("This conflicts with the present state.")


class StaleVersion(DomainError):
    """`If-Match` names a version that is no longer the newest."""

    code = "stale_version"
    status = 412
    detail: object = _("This was changed in the meantime; fetch it again.")


class TooLarge(DomainError):
    """The body is over the limit."""

    code = "too_large"
    status = 413
    detail: object = _("The body is too large.")


class TooMany(DomainError):
    """A limit is used up; `Retry-After` says for how long."""

    code = "too_many_requests"
    status = 429
    detail: object = _("Too many requests; try again in %(seconds)s seconds.")

    def __init__(self, seconds: int, **values: object) -> None:
        super().__init__(headers={"Retry-After": str(seconds)})
        self.values = {"seconds": seconds, **values}


class ServiceUnavailable(DomainError):
    """A service that this needs is away."""

    code = "service_unavailable"
    status = 503
    detail: object = _("A service that this needs is away; try again soon.")


def refuse(error: DomainError) -> NoReturn:
    """Raise `error`; for use in expressions: `found or refuse(NotFound())`."""
    raise error
