"""The pages of notifications in real Chromium: readable everywhere, and live between two browsers of one member."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from config.testing.browser import PHONE, VIEWS, findings, overflows
from config.testing.cast import PASSWORD
from config.testing.served import Served
from social.graph import services as graph
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser"), pytest.mark.once]

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverkaufsstatistik"


@pytest.mark.parametrize("path", ["/notifications", "/notifications/preferences", "/notifications?unread=1"])
def test_a_page_reads_well_whatever_the_light_the_window_and_the_language(
    visit: Callable[..., Any], client: Any, owner: Any, friend: Any, stranger: Any, deliver: Any, path: str
) -> None:
    made = published(owner, title=LONG)
    graph.follow(actor=stranger, person=owner)
    engagement.write_comment(author=friend, workbook_id=made.pk, body=f"{LONG}\n\nAnd **more**.")
    deliver()
    client.force_login(owner)
    cookies = [{"name": "sessionid", "value": client.cookies["sessionid"].value}]
    # The server of these tests has no sockets: what the list's script would ask for is not there.
    is_live = "preferences" not in path
    for scheme, width, language in VIEWS:
        page = visit(path, scheme=scheme, width=width, language=language, cookies=cookies, script=not is_live)
        assert page.locator("h1").count() == 1
        if is_live:
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        else:
            assert overflows(page) == 0
            findings(page)


@pytest.fixture
def served(tmp_path: Path, chromium: Any) -> Iterator[Served]:
    """The platform as `make run` starts it, with sockets, in embedded mode."""
    with Served(tmp_path, by_serve=True) as server:
        for name in ("ana", "ben", "cleo"):
            body = {"username": name, "email": f"{name}@example.com", "password": PASSWORD}
            assert server.ask("POST", "/api/v1/auth/register", body).status == 201
        yield server


def token_of(server: Served, name: str) -> str:
    answer = server.ask("POST", "/api/v1/auth/login", {"username": name, "password": PASSWORD})
    return str(answer.json()["access"])


def browser_of(chromium: Any, server: Served, name: str, troubles: list[str]) -> Any:
    """A browser of a member at their notifications, with its socket open."""
    page = chromium.new_context(base_url=server.url, locale="en", viewport={"width": PHONE, "height": 844}).new_page()
    page.on("console", lambda said: troubles.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto("/sign-in?next=/notifications")
    page.get_by_label("Username or e-mail address").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_websocket() as opened:
        page.keyboard.press("Enter")
    assert "/ws?ticket=" in opened.value.url
    page.wait_for_url("**/notifications")
    return page


def test_a_follow_appears_without_reload_and_what_is_read_in_one_is_read_in_the_other(
    served: Served, chromium: Any
) -> None:
    troubles: list[str] = []
    phone, desk = (browser_of(chromium, served, "ana", troubles) for _ in range(2))
    for page in (phone, desk):
        expect(page.get_by_text("There is nothing here yet.")).to_be_visible()
    loads: list[str] = []
    for page in (phone, desk):
        page.on("framenavigated", lambda frame: loads.append(frame.url))
    assert served.ask("POST", "/api/v1/users/ana/follow", {}, token=token_of(served, "ben")).status == 200
    for page in (phone, desk):
        expect(page.get_by_role("button", name="Unread: ben follows you")).to_be_visible(timeout=10_000)
        expect(page.get_by_text("1 is unread.")).to_be_visible()
    assert served.ask("POST", "/api/v1/users/ana/follow", {}, token=token_of(served, "cleo")).status == 200
    for page in (phone, desk):
        expect(page.get_by_role("button", name="Unread: cleo and 1 other follow you")).to_be_visible(timeout=10_000)
    assert loads == []
    phone.get_by_role("button", name="Mark all as read").click()
    expect(desk.get_by_text("Everything is read.")).to_be_visible(timeout=10_000)
    assert desk.locator(".unread").count() == 0
    for scheme in ("light", "dark"):
        desk.emulate_media(color_scheme=scheme)
        findings(desk)
    assert overflows(phone) == 0
    assert troubles == []
