"""How long a password may be, and work that takes as long for nobody's password as for somebody's."""

from __future__ import annotations

from functools import cache

from django.contrib.auth.hashers import check_password, get_hasher, is_password_usable, make_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.users.strength import LONGEST


class MaximumLengthValidator:
    """Refuses what nobody remembers and only costs time to look at."""

    def __init__(self, max_length: int = LONGEST) -> None:
        self.max_length = max_length

    def validate(self, password: str, user: object = None) -> None:
        if len(password) > self.max_length:
            raise ValidationError(
                _("This password is longer than %(max_length)d characters."),
                code="password_too_long",
                params={"max_length": self.max_length},
            )

    def get_help_text(self) -> str:
        return _("Your password must be no longer than %(max_length)d characters.") % {"max_length": self.max_length}


@cache
def _nobodys(algorithm: str) -> str:
    """A password of nobody, hashed as new ones are."""
    return make_password("no one signs in with this")


def matches(password: str, encoded: str | None) -> bool:
    """Whether `password` is the one behind `encoded`; the same work where there is none."""
    if encoded is None or not is_password_usable(encoded):
        check_password(password, _nobodys(get_hasher().algorithm))
        return False
    return check_password(password, encoded)


def outdated(encoded: str) -> bool:
    """Whether new passwords are hashed in another way by now."""
    hasher = get_hasher()
    return not encoded.startswith(f"{hasher.algorithm}$") or hasher.must_update(encoded)
