"""What an e-mail address may be: one spelling an account, and nothing that mail software could read in two ways."""

from __future__ import annotations

import idna
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from config.errors import InvalidInput

LONGEST = 254
# RFC 5321, section 4.5.3.1.1.
LONGEST_LOCAL = 64
# Never delivered to (RFC 6761): where accounts that nobody has claimed have their addresses.
NOWHERE = ".invalid"
_REFUSED = frozenset('"[]()<>,;:\\ ') | {"\x7f"}
_ENCODED_WORD = ("=?", "?=")
_has_shape = EmailValidator(allowlist=[])


def checked_email(text: str, field: str = "email", *, may_be_nowhere: bool = False) -> str:
    """The address as it is kept: lower case, its domain in ASCII. Refused if malformed.

    Quoted local parts, address literals, comments, encoded words and control characters are legal somewhere in the
    RFCs and have all been used to have two programs read two different addresses; foreign letters before the @ look
    like others.
    """
    refusal = InvalidInput.of(field, "invalid", _("This is not an e-mail address that we can write to."))
    local, at, domain = text.rpartition("@")
    if len(text) > LONGEST or not at or len(local) > LONGEST_LOCAL or not local.isascii():
        raise refusal
    if any(letter in _REFUSED or ord(letter) < 33 for letter in text) or any(mark in text for mark in _ENCODED_WORD):
        raise refusal
    if not domain.isascii():
        try:
            domain = idna.encode(domain, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            raise refusal from None
    email = f"{local}@{domain}".lower()
    try:
        _has_shape(email)
    except ValidationError:
        raise refusal from None
    if len(email) > LONGEST or (email.endswith(NOWHERE) and not may_be_nowhere):
        raise refusal
    return email
