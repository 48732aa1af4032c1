"""The text of a key: `sp_<prefix>_<secret><checksum>`.

The prefix finds the row and may be shown; the secret is 256 random bits in base 62; the checksum (CRC-32, six digits)
lets secret scanners tell a key from text that looks like one, and lets us refuse a mistyped one without a look at the
database. It is no protection, and need be none.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import string
import zlib
from dataclasses import dataclass

START = "sp_"
PREFIX_LENGTH, SECRET_LENGTH, CHECKSUM_LENGTH = 12, 43, 6
_SMALL = string.digits + string.ascii_lowercase
_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
SHAPE = re.compile(rf"sp_([0-9a-z]{{{PREFIX_LENGTH}}})_[0-9A-Za-z]{{{SECRET_LENGTH + CHECKSUM_LENGTH}}}")


@dataclass(frozen=True, slots=True)
class Minted:
    """A new key: `text` for its owner alone, the rest to be kept."""

    text: str
    prefix: str
    digest: str


def mint(prefix: str = "") -> Minted:
    """A new key, with a prefix of its own unless one is given."""
    prefix = prefix or "".join(secrets.choice(_SMALL) for _ in range(PREFIX_LENGTH))
    unchecked = f"{START}{prefix}_{_base62(secrets.randbits(256), SECRET_LENGTH)}"
    text = unchecked + _checksum(unchecked)
    return Minted(text, prefix, digest_of(text))


def prefix_of(text: str) -> str | None:
    """The prefix of a text that is a key by its form and checksum; None of everything else."""
    match = SHAPE.fullmatch(text)
    if match is None or _checksum(text[:-CHECKSUM_LENGTH]) != text[-CHECKSUM_LENGTH:]:
        return None
    return match[1]


def digest_of(text: str) -> str:
    """What is kept of a key. SHA-256 is enough: 256 random bits are not guessed, however fast a guess is."""
    return hashlib.sha256(text.encode()).hexdigest()


def _checksum(text: str) -> str:
    return _base62(zlib.crc32(text.encode()), CHECKSUM_LENGTH)


def _base62(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, rest = divmod(number, 62)
        digits.append(_DIGITS[rest])
    return "".join(reversed(digits))
