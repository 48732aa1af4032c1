"""What makes a name a tag's name, and which names are one tag."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.utils.text import slugify
from django.utils.translation import gettext as _

from config.errors import FieldError
from config.search.tokens import words
from config.text import has_control_characters
from workbooks.tags.errors import InvalidTag

LONGEST_NAME = 50
MOST_TAGS = 20

# Signs that tell one name from another ("C", "C++", "C#") and would be lost in a slug.
_SPOKEN = str.maketrans({"+": "plus", "#": "sharp", "&": " and ", "%": " percent "})


def slug_of(name: str) -> str:
    """The slug of `name`: names that differ in case, encoding or spacing alone share it. Empty if none is left."""
    folded = unicodedata.normalize("NFKC", name).casefold().translate(_SPOKEN)
    return slugify(unicodedata.normalize("NFC", folded), allow_unicode=True)[: 2 * LONGEST_NAME]


def words_of(name: str) -> str:
    """What the name is searched by: its words without case and accents."""
    return " ".join(words(name))[:400]


def clean_name(name: str, field: str = "name") -> str:
    """`name` as it is kept: normal form C, single spaces; `InvalidTag` for one that makes no tag."""
    if has_control_characters(name):
        raise _refused(field, "control_characters", _("Control characters are not allowed."))
    cleaned = re.sub(r"\s+", " ", unicodedata.normalize("NFC", name)).strip()
    if len(cleaned) > LONGEST_NAME:
        raise _refused(field, "max_length", _("A tag has at most 50 characters."))
    if "," in cleaned or not slug_of(cleaned):
        raise _refused(field, "not_a_tag", _("A tag needs a letter or a digit, and no comma."))
    return cleaned


def clean_names(names: Iterable[str], field: str = "tags") -> list[str]:
    """The names in their order, each tag once; `InvalidTag` for a wrong one or too many."""
    kept: dict[str, str] = {}
    for index, name in enumerate(names):
        cleaned = clean_name(name, f"{field}.{index}")
        kept.setdefault(slug_of(cleaned), cleaned)
    if len(kept) > MOST_TAGS:
        raise _refused(field, "too_many", _("A workbook has at most 20 tags."))
    return list(kept.values())


def _refused(field: str, code: str, message: str) -> InvalidTag:
    return InvalidTag(errors=[FieldError(field, code, message)])
