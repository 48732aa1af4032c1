"""The guides are served by the installation that they are about."""

from __future__ import annotations

import pytest

from config.pages.guides import folder, guides
from config.testing.visiting import Visitor

pytestmark = pytest.mark.django_db


def test_every_guide_is_listed_and_shown():
    listed = Visitor().follow("/guides")
    names = [file.stem for file in folder().glob("*.md")]
    assert {f"/guides/{name}" for name in names} <= set(listed.links)
    for name in names:
        page = Visitor().follow(f"/guides/{name}")
        assert page.status == 200
        assert guides()[name].title in page.text


def test_links_between_them_lead_to_their_pages_and_others_nowhere():
    for guide in guides().values():
        page = Visitor().follow(f"/guides/{guide.name}")
        inside = [href for href in page.links if href and not href.startswith(("https://", "http://", "#"))]
        known = {"/guides", *(f"/guides/{name}" for name in guides())}
        assert {href.partition("#")[0] for href in inside} <= known


def test_an_anchor_leads_to_its_heading():
    page = Visitor().follow("/guides/operations")
    anchors = {href[1:] for href in page.links if href.startswith("#")}
    headings = {tag.get("id") for kind in ("h2", "h3", "h4") for tag in page.all(kind)}
    assert anchors <= headings


@pytest.mark.parametrize("name", ["nothing", "../README", "..%2f..%2fREADME", "operations.md", "Operations"])
def test_what_is_no_guide_is_not_there(name):
    assert Visitor().follow(f"/guides/{name}").status == 404
