"""How strong a password must be: the rules of `settings.AUTH_PASSWORD_VALIDATORS`, told by field."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from config.errors import FieldError, InvalidInput

LONGEST = 256


def check_strength(password: str, *, field: str, username: str, email: str, full_name: str = "") -> None:
    """An error of `field` for each rule that the password breaks."""
    if len(password) > LONGEST:
        raise InvalidInput.of(field, "password_too_long", _("This password is too long."))
    person = User(username=username, email=email)
    # Read by name, as the validator's settings say.
    person.full_name = full_name  # type: ignore[attr-defined]
    try:
        validate_password(password, person)
    except ValidationError as refused:
        raise InvalidInput(
            errors=[FieldError(field, e.code or "invalid", " ".join(e.messages)) for e in refused.error_list]
        ) from None
