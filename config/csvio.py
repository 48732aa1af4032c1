"""The one writer of CSV (RFC 4180): whatever a text holds, a spreadsheet opens it as text, and not as a formula.

Texts are quoted, numbers are not, so numbers stay numbers. A text that a spreadsheet might take for a formula gets an
apostrophe before it, and so does one that begins with an apostrophe: whoever reads the file takes one off again.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

MEDIA = "text/csv"
CONTENT_TYPE = f"{MEDIA}; charset=utf-8"

# What programs skip, or take for the end of a field, before they look for a formula.
_SKIPPED = " \t\r\n\v\f\0\u00a0\u2028\u2029\ufeff\";,'"
_BEGINS_A_FORMULA = frozenset("=+-@")


def guarded(text: str) -> str:
    """`text`, with an apostrophe before it where a spreadsheet might read more than a text in it."""
    if not text:
        return text
    rest = text.lstrip(_SKIPPED)
    is_formula = bool(rest) and unicodedata.normalize("NFKC", rest[0])[:1] in _BEGINS_A_FORMULA
    return f"'{text}" if is_formula or text[0] in "\t\r\n\0'" else text


def cell(value: Any) -> str | int | float | Decimal:
    """`value` as it stands in a file: numbers as they are, times in ISO 8601, nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat().replace("+00:00", "Z")
    return guarded(str(value))


class _Line:
    """A file of one line: what the writer wrote last."""

    def write(self, text: str) -> str:
        return text


def lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The file line by line, in UTF-8, as fast as `rows` come and never all at once."""
    writer = csv.writer(_Line(), quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    yield writer.writerow([cell(name) for name in header]).encode()
    for row in rows:
        yield writer.writerow([cell(value) for value in row]).encode()
