"""A moderator's way through a case in a real browser: by keyboard, on a phone, and read well by everyone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from config.testing.browser import PHONE, findings, overflows
from moderation.appeals.models import Appeal
from moderation.cases.models import Case, Decision
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import published

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("chromium")]


@pytest.fixture
def book(owner):
    return published(owner, title="Casino figures", description="All that is won and lost")


@pytest.fixture
def case(api, stranger, book) -> Case:
    body = {"entity_type": "workbook", "entity_id": str(book.pk), "category": "spam", "text": "Nothing but adverts"}
    assert api.as_(stranger).post("/reports", body).status_code == 201
    return Case.objects.get()


def test_from_report_to_restored_by_keyboard(desk_in_chromium, api, moderator, person, owner, case, book):
    page = desk_in_chromium(moderator, "moderation/case/?waiting=yes")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="As members see it").first).to_contain_text("All that is won and lost")
    page.keyboard.press("c")
    page.get_by_role("button", name="Claim").press("Enter")
    expect(page.locator(".facts")).to_contain_text("claimed")
    page.keyboard.press("h")
    page.get_by_label("Reason").fill("Adverts")
    page.get_by_role("button", name="Hide").press("Enter")
    expect(page.locator(".facts")).to_contain_text("decided")
    assert Workbook.objects.get(pk=book.pk).hidden_at is not None
    told = api.as_(owner).get("/moderation/decisions/mine").json()["results"][0]
    assert told["reason"] == "Adverts"
    appealed = api.as_(owner).post("/appeals", {"decision": told["id"], "text": "They are my own figures."})
    assert appealed.status_code == 201

    other = person("mod-two", role="moderator")
    page = desk_in_chromium(other, f"moderation/appeal/{Appeal.objects.get().pk}/change/")
    expect(page.locator(".facts")).to_contain_text("They are my own figures.")
    page.keyboard.press("o")
    page.get_by_label("Answer").fill("You are right.")
    page.get_by_role("button", name="Overturn").press("Enter")
    expect(page.locator(".facts")).to_contain_text("overturned")
    assert Workbook.objects.get(pk=book.pk).hidden_at is None
    assert Decision.objects.get().overturned_by_id == other.pk


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_queue_and_case_read_well_on_a_phone(desk_in_chromium, moderator, case, scheme):
    page = desk_in_chromium(moderator, "moderation/case/?waiting=yes", scheme=scheme, width=PHONE)
    assert not overflows(page)
    findings(page)
    page.goto(f"/admin/moderation/case/{case.pk}/change/")
    assert not overflows(page)
    findings(page)
    page.get_by_role("link", name="Decide").click()
    assert not overflows(page)
    findings(page)
