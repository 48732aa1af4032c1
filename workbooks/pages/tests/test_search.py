"""The search page: what was found is marked and linked, what was meant is said, nothing typed becomes markup."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.profiles.services import edit_profile
from config.testing.visiting import Visitor
from social.people import services as people
from workbooks.catalog.tests.factories import published
from workbooks.discovery import services as discovery

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(owner: Any) -> dict[str, Any]:
    edit_profile(user_id=owner.pk, changes={"full_name": "Hanna Harbour"})
    books = {
        "found": published(owner, title="Harbour <b>traffic</b>", description="Ships by the hour in every harbour."),
        "kept": published(owner, title="Harbour for followers", visibility="followers"),
    }
    discovery.sweep()
    people.sweep()
    return books


def workbooks(page: Any) -> set[str]:
    return {href for href in page.links if href.startswith("/w/")}


def test_workbooks_and_people_are_found_and_what_met_is_marked_and_escaped(shelf):
    page = Visitor().follow("/search?q=harbour")
    assert page.status == 200
    assert workbooks(page) == {f"/w/{shelf['found'].pk}"}
    assert "/u/owner" in page.links
    assert "<mark>Harbour</mark> &lt;b&gt;traffic&lt;/b&gt;" in page.html
    assert "Ships by the hour in every <mark>harbour</mark>" in page.html


def test_whoever_may_see_more_finds_more(shelf, friend):
    assert workbooks(Visitor().as_(friend).follow("/search?q=harbour")) == {f"/w/{each.pk}" for each in shelf.values()}


def test_what_was_meant_is_shown_and_said(shelf):
    page = Visitor().follow("/search?q=harbuor")
    assert workbooks(page) == {f"/w/{shelf['found'].pk}"}
    assert "Shown is: harbour" in page.text


@pytest.mark.parametrize("typed", ["", "%20%20", "%22", "-"])
def test_without_words_it_is_the_form_alone(shelf, typed):
    page = Visitor().follow(f"/search?q={typed}")
    assert (page.status, workbooks(page)) == (200, set())
    assert "Nothing was found" not in page.text


def test_what_was_typed_is_text(shelf):
    page = Visitor().follow("/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert page.status == 200
    assert "<script" not in page.html
    assert "Nothing was found" in page.text


def test_what_is_too_long_is_refused(db):
    assert Visitor().follow(f"/search?q={'a' * 201}").status == 400


def test_the_start_page_leads_to_it(db):
    page = Visitor().follow("/")
    assert 'action="/search"' in page.html
