"""Rules and what they caught, on the desk in a real browser: by keyboard, on a phone, and read well by everyone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from config.testing.browser import PHONE, findings, overflows
from moderation.screening.models import Screening, ScreeningRule
from moderation.screening.tests.making import live_rule
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("chromium")]


def test_a_manager_makes_and_tries_a_rule_by_keyboard(desk_in_chromium, manager, owner):
    published(owner, title="Casino bonus figures")
    page = desk_in_chromium(manager, "moderation/screeningrule/add/")
    page.get_by_label("Slug").fill("casino-spam")
    page.get_by_label("Sort").select_option("terms")
    page.get_by_label("Values").fill("casino bonus")
    page.get_by_label("Values").press("Tab")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page).to_have_url(re.compile("/admin/moderation/screeningrule/"))
    rule = ScreeningRule.objects.get(slug="casino-spam")
    page.goto(f"/admin/moderation/screeningrule/{rule.pk}/deed/try/")
    page.get_by_label("Days back").press("Enter")
    trials = page.get_by_role("region", name="Trials")
    expect(trials.get_by_text("done")).to_be_visible()
    page.reload()  # what is looked at is the page, without the message of the deed
    findings(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_moderator_puts_aside_on_a_phone(desk_in_chromium, moderator, owner, scheme):
    live_rule("doubtful", slug="doubt", outcome="hold")
    comment = engagement.write_comment(author=owner, workbook_id=published(owner).pk, body="So doubtful, all of it")
    engagement.delete_comment(actor=owner, comment_id=comment.pk)
    row = Screening.objects.get(outcome="hold")
    page = desk_in_chromium(moderator, f"moderation/screening/{row.pk}/change/", scheme=scheme, width=PHONE)
    expect(page.get_by_role("region", name="Reasons").get_by_text("doubt").first).to_be_visible()
    assert not overflows(page)
    findings(page)
    page.get_by_role("link", name="Put aside").click()
    page.get_by_label("Reason").fill("It is gone.")
    page.get_by_role("button", name="Put aside").click()
    expect(page.locator(".facts").get_by_text("released").first).to_be_visible()
    row.refresh_from_db()
    assert row.settled_by_id == moderator.pk
