"""GET /embeds/proxy/{workbook_id}: the preview, from our own store, for those who see the workbook."""

from __future__ import annotations

import pytest

from config.storage import pictures
from config.testing.client import Api
from workbooks.catalog.tests.factories import published
from workbooks.framing.tests.previewed import URL

pytestmark = pytest.mark.django_db


def test_the_preview_comes_from_here(stem, owner, hostile):
    book = published(owner, embed_url=URL)
    answer = Api().get(f"/embeds/proxy/{book.pk}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content[:4] == b"RIFF"
    again = Api().get(f"/embeds/proxy/{book.pk}", If_None_Match=answer["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert hostile.look_ups == []


def test_it_is_for_those_who_see_the_workbook(stem, owner, friend, stranger):
    book = published(owner, embed_url=URL, visibility="followers")
    assert Api().get(f"/embeds/proxy/{book.pk}").status_code == 404
    assert Api().as_(stranger).get(f"/embeds/proxy/{book.pk}").status_code == 404
    assert Api().as_(friend).get(f"/embeds/proxy/{book.pk}").status_code == 200


def test_where_there_is_none_it_is_a_404(stem, owner):
    other = published(owner)
    assert Api().get(f"/embeds/proxy/{other.pk}").json()["code"] == "no_preview"
    book = published(owner, embed_url=URL)
    pictures.forget(stem)
    assert Api().get(f"/embeds/proxy/{book.pk}").json()["code"] == "no_preview"
