"""What makes a name a tag, and which names are one."""

from __future__ import annotations

import pytest

from workbooks.tags.errors import InvalidTag
from workbooks.tags.names import clean_name, clean_names, slug_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Finance", "FINANCE"),
        ("Cafe\u0301", "café"),
        ("Sales  KPI", "sales-kpi"),
        ("ﬁnance", "finance"),
        ("STRASSE", "straße"),
    ],
)
def test_names_that_read_alike_are_one_tag(one, other):
    assert slug_of(clean_name(one)) == slug_of(clean_name(other)) != ""


@pytest.mark.parametrize(("one", "other"), [("C", "C#"), ("C", "C++"), ("R", "R&D"), ("50", "50%")])
def test_names_that_mean_something_else_are_two(one, other):
    assert slug_of(one) != slug_of(other)


def test_names_of_any_script_are_taken():
    assert slug_of("数据") == "数据"
    assert clean_name("  Données   ouvertes ") == "Données ouvertes"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "not_a_tag"),
        ("---", "not_a_tag"),
        ("a,b", "not_a_tag"),
        ("x" * 51, "max_length"),
        ("a\u0000b", "control_characters"),
        ("a\u202eb", "control_characters"),
        ("a\nb", "control_characters"),
    ],
)
def test_a_name_that_makes_no_tag_is_refused(name, code):
    with pytest.raises(InvalidTag) as refusal:
        clean_name(name)
    assert refusal.value.errors[0].code == code


def test_a_tag_stands_once_in_a_list():
    assert clean_names(["Sales", "sales", "KPI"]) == ["Sales", "KPI"]
