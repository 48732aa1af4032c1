"""What is written as an array for PostgreSQL comes back as it was."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest
from django.db import connection
from django.db.models import TextChoices
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.db import array

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])) | st.sampled_from(
    ["NULL", "null", "", '"', "\\", "{}", "a,b", " ", "\n", '\\"', "{{1},{2}}"]
)
KINDS = {
    "text": TEXTS,
    "uuid": st.uuids(),
    "integer": st.integers(-(2**31), 2**31 - 1),
    "boolean": st.booleans(),
    "timestamptz": st.datetimes(timezones=st.just(UTC)),
}


def back(values: list[Any], kind: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT %s::{kind}[]", [array(values)])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("kind", KINDS)
def test_values_and_nothing_come_back_in_their_order(kind: str) -> None:
    @settings(max_examples=200, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(KINDS[kind] | st.none()))
    def each(values: list[Any]) -> None:
        assert back(values, kind) == values

    each()


class Colour(TextChoices):
    RED = "red"


def test_a_choice_is_its_value_and_what_has_no_form_is_refused() -> None:
    assert back([Colour.RED, "green"], "text") == ["red", "green"]
    with pytest.raises(KeyError):
        array([object()])
