"""The desk in a real browser: a moderator's hour, phone and desktop, light and dark, keyboard, axe."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from accounts.users import services as users
from config.desk.tests.world import client_of, furnish
from config.roles import Status
from config.testing.browser import PHONE, findings, overflows
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("chromium")]


def cookies(person) -> list[dict[str, str]]:
    """The browser of somebody who is signed in."""
    jar = client_of(person).cookies
    return [{"name": name, "value": jar[name].value} for name in jar]


@pytest.fixture
def written(owner, friend, manager):
    """A workbook of the owner's with a comment of the friend's, who was muted for it."""
    made = published(owner)
    engagement.write_comment(author=friend, workbook_id=made.pk, body="Nothing here is right.")
    users.set_status(user_id=friend.pk, status=Status.MUTED, actor=manager, reason="Quarrel in comments.")
    return made


def test_a_moderators_hour(visit, moderator, owner, friend, written):
    page = visit("/admin/", cookies=cookies(moderator))
    page.get_by_role("navigation", name="Pages of the desk").get_by_role("link", name="Members").click()
    page.get_by_label("Search").fill("friend")
    page.keyboard.press("Enter")
    page.locator("#result_list").get_by_role("link", name="friend").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("friend$"))
    expect(page.locator(".facts").get_by_text("muted")).to_be_visible()
    # What they wrote, where, and by whom that is.
    page.get_by_role("region", name="Newest comments").get_by_role("link", name=written.title).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(written.title)
    page.locator(".facts").get_by_role("link", name="owner", exact=True).click()
    page.get_by_role("region", name="Newest workbooks").get_by_role("link", name=written.title).click()
    page.go_back()
    page.go_back()
    # And back to the member, by the comment.
    page.get_by_role("region", name="Newest comments").get_by_role("link", name="friend", exact=True).click()
    # The audit of the act.
    page.get_by_role("link", name="History").click()
    expect(page).to_have_url(re.compile("/admin/audit/auditentry/"))
    expect(page.locator("#result_list").get_by_text("user.status_changed").first).to_be_visible()
    page.locator("#result_list tbody a").first.click()
    expect(page.get_by_text("Quarrel in comments.").first).to_be_visible()


def test_a_manager_suspends_somebody_by_keyboard(visit, manager, owner):
    page = visit(f"/admin/accounts/user/{owner.pk}/change/", cookies=cookies(manager))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.get_by_role("link", name="Suspend").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Reason").fill("Spam.")
    page.get_by_role("button", name="Suspend").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/")
    expect(page.get_by_role("status").get_by_text("Suspend: done for 1 row.")).to_be_visible()
    owner.refresh_from_db()
    assert owner.status == Status.SUSPENDED


def test_rows_are_chosen_all_at_once_by_script_and_one_by_one_without(visit, manager, owner, friend):
    page = visit("/admin/accounts/user/", cookies=cookies(manager))
    page.get_by_label("Select all objects on this page for an action").check()
    expect(page.locator("#result_list tbody input:checked")).to_have_count(3)
    page = visit("/admin/accounts/user/", cookies=cookies(manager), script=False)
    page.locator("#result_list tbody tr", has_text="friend").get_by_role("checkbox").check()
    page.get_by_role("button", name="Mute").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mute: friend")


def test_a_tag_is_suggested_while_one_types(visit, moderator, owner):
    published(owner, tags=["Sales", "Sailing"])
    page = visit("/admin/workbooks/tag/?q=sales", cookies=cookies(moderator))
    page.locator("#result_list tbody th a").click()
    page.get_by_role("link", name="Merge").click()
    page.get_by_label("Into").press_sequentially("sai")
    page.wait_for_selector("datalist option[value=Sailing]", state="attached")


def test_whoever_is_not_signed_in_is_led_to_the_page_for_it_and_back(visit, moderator):
    page = visit("/admin/workbooks/workbook/")
    assert "/sign-in?next=%2Fadmin%2Fworkbooks%2Fworkbook%2F" in page.url
    findings(page)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (PHONE, "dark")])
def test_pages_read_well_on_every_screen(visit, admin, owner, friend, moderator, width, scheme):
    furnish(owner, friend, moderator)
    paths = [
        "/admin/",
        "/admin/accounts/user/",
        f"/admin/accounts/user/{friend.pk}/change/",
        f"/admin/accounts/user/{friend.pk}/deed/suspend/",
        "/admin/workbooks/workbook/?status__exact=published",
        "/admin/workbooks/embedsource/add/",
        "/admin/workbooks/comment/?q=nothing",
    ]
    page = visit(paths[0], scheme=scheme, width=width, cookies=cookies(admin))
    for path in paths:
        page.goto(path)
        findings(page)
        assert overflows(page) == 0, path


def test_the_desk_speaks_german(visit, admin, owner):
    page = visit("/admin/", cookies=cookies(admin), language="de")
    assert page.evaluate("document.documentElement.lang") == "de"
    findings(page)
