"""Keyset pages: nothing twice, nothing skipped, whatever comes and goes meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from accounts.users.models import User
from config.api import keyset
from config.roles import ANONYMOUS

pytestmark = pytest.mark.django_db

FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def make_people(count: int, *, minutes: int = 1) -> list[User]:
    return User.objects.bulk_create(
        User(username=f"p{i:04}", email=f"p{i:04}@example.com", created_at=FIRST + timedelta(minutes=i * minutes))
        for i in range(count)
    )


def read(url: str = "/people", viewer: Any = ANONYMOUS, order: tuple[str, ...] = ("-created_at", "-id")) -> Any:
    request = Request(APIRequestFactory().get(url))
    request._user = viewer
    return keyset.page(
        User.objects.values("username", "created_at", "id"),
        request,
        order=order,
        shape=lambda rows, viewer: [{"username": row["username"]} for row in rows],
    )


def names(answer: Any) -> list[str]:
    return [row["username"] for row in answer.data["results"]]


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def walk(url: str = "/people?limit=7") -> list[str]:
    seen: list[str] = []
    while url:
        answer = read(url)
        seen += names(answer)
        url = path_of(answer.data["next"]) if answer.data["next"] else ""
    return seen


def test_a_walk_meets_every_row_once_in_order() -> None:
    make_people(45)
    assert walk() == [f"p{i:04}" for i in reversed(range(45))]


def test_rows_of_the_same_moment_are_neither_skipped_nor_repeated() -> None:
    make_people(30, minutes=0)
    seen = walk("/people?limit=4")
    assert sorted(seen) == sorted(set(seen)) == [f"p{i:04}" for i in range(30)]


def test_previous_leads_back_over_the_same_rows() -> None:
    make_people(20)
    first = read("/people?limit=6")
    second = read(path_of(first.data["next"]))
    third = read(path_of(second.data["next"]))
    assert first.data["previous"] is None
    assert names(read(path_of(third.data["previous"]))) == names(second)
    assert names(read(path_of(second.data["previous"]))) == names(first)


def test_what_comes_and_goes_while_paging_disturbs_nobody_else() -> None:
    people = make_people(40)
    first = read("/people?limit=10")
    User.objects.filter(pk__in=[person.pk for person in people[:40:3]]).delete()
    User.objects.bulk_create(User(username=f"n{i}", email=f"n{i}@example.com") for i in range(1000))
    seen, url = names(first), path_of(first.data["next"])
    while url:
        answer = read(url)
        seen += names(answer)
        url = path_of(answer.data["next"]) if answer.data["next"] else ""
    stayed = {f"p{i:04}" for i in range(40) if i % 3}
    assert len(seen) == len(set(seen))
    assert stayed <= set(seen)


def test_the_link_header_repeats_next_and_previous() -> None:
    make_people(9)
    middle = read(path_of(read("/people?limit=3").data["next"]))
    assert f'<{middle.data["next"]}>; rel="next"' in middle["Link"]
    assert f'<{middle.data["previous"]}>; rel="prev"' in middle["Link"]


def test_other_filters_stay_in_the_links() -> None:
    make_people(9)
    following = read("/people?limit=3&q=a").data["next"]
    assert parse_qs(urlsplit(following).query).keys() == {"limit", "q", "cursor"}


def test_an_order_that_is_not_unique_is_a_defect_told_at_once() -> None:
    with pytest.raises(RuntimeError, match="unique"):
        read(order=("-created_at",))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_no_text_is_a_cursor_but_ours(text: str) -> None:
    with pytest.raises(keyset.InvalidCursor):
        keyset.read_cursor(text, "/people?#None")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 400))
def test_a_cursor_with_one_bit_turned_is_refused(payload: bytes, position: int) -> None:
    good = keyset.write_cursor(keyset.Cursor(["2026-01-01T00:00:00+00:00", payload.hex()], False), "/people?#1")
    at = position % len(good)
    turned = good[:at] + ("A" if good[at] != "A" else "Q") + good[at + 1 :]
    try:
        read_back = keyset.read_cursor(turned, "/people?#1")
    except keyset.InvalidCursor:
        return
    # The last letter of base64 carries bits that stand for nothing: the same bytes, then, and the same cursor.
    assert read_back == keyset.read_cursor(good, "/people?#1")
