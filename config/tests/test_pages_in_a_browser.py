"""The pages in real Chromium: readable in light and dark, on phone and desktop, in both languages, without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from accounts.profiles import services as profiles
from config.testing.browser import PHONE, VIEWS, WINDOW_OF, findings, overflows
from config.testing.cast import PASSWORD
from social.people import services as people
from workbooks.catalog import services as catalog
from workbooks.catalog.models import Visibility
from workbooks.catalog.tests.factories import published
from workbooks.discovery import services as discovery
from workbooks.engagement import services as engagement
from workbooks.engagement.models import Comment, Favorite
from workbooks.pages import figures

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverkaufsstatistik"
ARABIC = "حركة الموانئ حسب الساعة"
Visit = Callable[..., Any]


@pytest.fixture
def world(owner: Any, friend: Any, stranger: Any, moderator: Any) -> dict[str, str]:
    """The paths of pages with much on them: long words, both directions, threads, remixes, tags."""
    figures.forget()
    profiles.edit_profile(
        user_id=owner.pk,
        changes={"full_name": "Olga Owner", "bio": f"I draw *maps*.\n\n- {LONG}\n- {ARABIC}", "title": "Analyst"},
    )
    made = published(
        owner, title=f"Harbour {LONG}", description=f"## By hour\n\n`{LONG}`\n\n> {ARABIC}", tags=["Sea", LONG[:40]]
    )
    other = published(friend, title=ARABIC, description="A [link](https://example.com).", tags=["Sea"])
    catalog.feature_workbook(actor=moderator, workbook_id=made.pk)
    first = engagement.write_comment(author=stranger, workbook_id=made.pk, body=f"Clear, **{LONG}**!")
    engagement.write_comment(author=owner, workbook_id=made.pk, body=ARABIC, parent_id=first.pk)
    remix = catalog.duplicate_workbook(actor=friend, workbook_id=made.pk)
    catalog.publish_workbook(actor=friend, workbook_id=remix.pk)
    engagement.favorite(member=stranger, workbook_id=other.pk)
    discovery.sweep()
    people.sweep()
    return {
        "start": "/",
        "sign-in": "/sign-in",
        "workbook": f"/w/{made.pk}",
        "member": "/u/owner",
        "search": "/search?q=harbour",
        "search in vain": "/search?q=nothing-is-called-so",
    }


@pytest.fixture
def signed_in(client: Any) -> Callable[[Any], list[dict[str, Any]]]:
    """The cookies of somebody's browser."""

    def cookies(person: Any) -> list[dict[str, Any]]:
        client.force_login(person)
        return [{"name": "sessionid", "value": client.cookies["sessionid"].value}]

    return cookies


@pytest.mark.parametrize("name", ["start", "sign-in", "workbook", "member", "search", "search in vain"])
def test_a_page_reads_well_whatever_the_light_the_window_and_the_language(
    visit: Visit, world: dict[str, str], name: str
) -> None:
    for scheme, width, language in VIEWS:
        page = visit(world[name], scheme=scheme, width=width, language=language)
        assert page.evaluate("document.documentElement.lang") == language
        assert overflows(page) == 0, (scheme, width, language)
        findings(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_members_and_the_smaller_pages_read_well_too(
    visit: Visit, world: dict[str, str], signed_in: Any, friend: Any, scheme: str
) -> None:
    cookies = signed_in(friend)
    for path in (
        *world.values(),
        "/guides",
        "/guides/operations",
        "/transparency",
        "/forgot-password",
        "/reset-password?token=x",
    ):
        page = visit(path, scheme=scheme, width=WINDOW_OF[scheme], cookies=cookies)
        assert overflows(page) == 0, path
        findings(page)


def test_a_page_for_what_is_not_there_reads_well_too(visit: Visit, world: dict[str, str]) -> None:
    for scheme in ("light", "dark"):
        page = visit("/nothing", scheme=scheme, width=PHONE, allowed_statuses=(404,))
        assert overflows(page) == 0
        findings(page)


def test_dark_is_dark_and_light_is_light(visit: Visit, world: dict[str, str]) -> None:
    grounds = {
        scheme: visit("/", scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    }
    assert grounds == {"light": "rgb(244, 245, 247)", "dark": "rgb(18, 23, 29)"}


def test_everything_works_without_script(visit: Visit, world: dict[str, str], stranger: Any) -> None:
    page = visit(world["workbook"], script=False, width=PHONE)
    page.get_by_role("link", name="Sign in to favourite it").click()
    page.get_by_label("Username or e-mail address").fill("stranger")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    assert page.url.endswith(world["workbook"])
    page.get_by_role("button", name="Favourite").click()
    page.get_by_role("button", name="Take the favourite back").wait_for()
    assert Favorite.objects.filter(member=stranger, workbook_id=world["workbook"][3:]).exists()
    page.get_by_label("Your comment").fill("Without a script.")
    page.get_by_role("button", name="Comment").click()
    page.get_by_text("Without a script.").wait_for()
    page.locator("details.reply summary").first.click()
    page.get_by_label("Your reply").first.fill("And an answer.")
    page.get_by_role("button", name="Reply").first.click()
    page.get_by_text("And an answer.").wait_for()
    assert Comment.objects.get(body="And an answer.").parent.body == "Without a script."
    page.get_by_role("button", name="Deutsch").click()
    page.get_by_role("heading", name="Harbour").wait_for()
    assert page.get_attribute("html", "lang") == "de"
    page.locator('form[action="/sign-out"] button').click()
    expect(page.locator('form[action="/sign-out"]')).to_have_count(0)
    assert page.get_attribute("html", "lang") == "de"


def test_the_keyboard_alone_is_enough(visit: Visit, world: dict[str, str]) -> None:
    page = visit(world["workbook"])
    page.keyboard.press("Tab")
    assert focused(page) == "#main"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    order = []
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(page) == "#main":
            break  # once around
        if page.evaluate("['BODY', 'IFRAME'].includes(document.activeElement.tagName)"):
            continue  # in the frame of the workbook, or in the one inside it
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        order.append(page.evaluate("document.activeElement.getBoundingClientRect().top + window.scrollY"))
    assert len(order) > 8
    assert page.evaluate("document.querySelectorAll('[tabindex]:not([tabindex=\"-1\"])').length") == 0


def test_signing_in_by_the_keyboard(visit: Visit, world: dict[str, str], owner: Any) -> None:
    page = visit("/sign-in?next=/u/owner")
    page.get_by_label("Username or e-mail address").focus()
    page.keyboard.type("owner")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_what_only_some_may_see_says_so(visit: Visit, owner: Any, signed_in: Any) -> None:
    made = published(owner, visibility=Visibility.PRIVATE)
    page = visit(f"/w/{made.pk}", cookies=signed_in(owner))
    expect(page.get_by_text("Private: only you see it.")).to_be_visible()
    findings(page)


def test_on_paper_the_words_are_left(visit: Visit, world: dict[str, str]) -> None:
    page = visit(world["workbook"], scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    expect(page.locator(".bottom")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('href')"))
