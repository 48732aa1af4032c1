"""The one writer of CSV: quoting, kinds of values, and that it never holds the whole file."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count, islice
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import csvio


def written(*rows):
    return b"".join(csvio.lines(["a"] * max(map(len, rows)), rows)).decode()


def read(text):
    return list(csv.reader(io.StringIO(text, newline="")))[1:]


def test_texts_are_quoted_and_numbers_are_not():
    row = ("plain", 1, -2, 1.5, Decimal("-3.10"), None, True, "")
    assert written(row).split("\r\n")[1] == '"plain",1,-2,1.5,-3.10,"","true",""'


def test_times_and_ids_have_their_usual_forms():
    row = (datetime(2026, 11, 20, 12, tzinfo=UTC), date(2026, 11, 20), UUID(int=7))
    assert read(written(row)) == [["2026-11-20T12:00:00Z", "2026-11-20", "00000000-0000-0000-0000-000000000007"]]


def test_lines_end_as_the_rfc_has_it():
    assert b"".join(csvio.lines(["a", "b"], [[1, 2]])) == b'"a","b"\r\n1,2\r\n'


@pytest.mark.parametrize(
    "sign", ["=1+1", "+1", "-1", "@x", "＝1", "\uff0b1", "﹣1", "\t=1", "\ttext", "\rtext", "\0=1", " =1"]
)
def test_what_begins_a_formula_gets_an_apostrophe(sign):
    assert csvio.guarded(sign) == "'" + sign


@pytest.mark.parametrize("text", ["", "text", "a=b", "1-2", "ana@example.com", " text", '"quoted"', "ünïcode", "-"[1:]])
def test_an_ordinary_text_is_left_alone(text):
    assert csvio.guarded(text) == text


@given(st.text())
def test_reading_gives_back_what_was_written(text):
    ((found,),) = read(written([text])) if text else (([""]),)
    assert found.removeprefix("'") == text.removeprefix("'") or found == "'" + text
    assert (found[1:] if found.startswith("'") else found) == text


def test_a_file_without_end_is_written_as_it_is_read():
    endless = csvio.lines(["number"], ([number] for number in count()))
    assert list(islice(endless, 3)) == [b'"number"\r\n', b"0\r\n", b"1\r\n"]
