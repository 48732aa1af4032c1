"""Real Chromium on the pages of the test's live server.

    def test_the_start_page_reads_well(visit, live_server):
        page = visit("/", scheme="dark", width=390)
        assert page.title() == "Sigma Playground"
        findings(page)                                # axe, asserts that there are none

`visit` opens a page of its own for every call and, at the end of the test, fails it where a page wrote an error to the
console, broke the content policy, or asked for something that did not come. Chromium is Debian's; where it is not
installed such tests are skipped, and fail if `REQUIRE` names chromium.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest

from config.testing.required import needs

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
Scheme = Literal["light", "dark"]
PHONE, DESKTOP = 390, 1280
# Each light with each window, each of them in each language: every pair is seen, and not every triple.
VIEWS: tuple[tuple[Scheme, int, str], ...] = (
    ("light", PHONE, "en"),
    ("light", DESKTOP, "de"),
    ("dark", PHONE, "de"),
    ("dark", DESKTOP, "en"),
)
WINDOW_OF: dict[Scheme, int] = {"light": PHONE, "dark": DESKTOP}
"""The one window in which pages that are many are looked at in each light."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for the run."""
    needs("chromium")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, which is not the ORM's concern.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visit(chromium: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """Open a path of the live server; what went wrong on any page opened so fails the test."""
    troubles: list[str] = []
    contexts: list[Any] = []

    def open_page(
        path: str,
        *,
        scheme: Scheme = "light",
        width: int = DESKTOP,
        language: str = "en",
        script: bool = True,
        cookies: list[dict[str, Any]] | None = None,
        allowed_statuses: tuple[int, ...] = (),
    ) -> Any:
        """A page of a new profile. `allowed_statuses` are those of 400 and more that the test expects."""
        context = chromium.new_context(
            base_url=live_server.url,
            color_scheme=scheme,
            viewport={"width": width, "height": 844 if width < 600 else 800},
            locale=language,
            java_script_enabled=script,
            has_touch=width < 600,
        )
        contexts.append(context)
        context.route(lambda url: not url.startswith((live_server.url, "data:")), _answered_here)
        if cookies:
            context.add_cookies([{"url": live_server.url, **cookie} for cookie in cookies])
        page = context.new_page()
        _listen(page, troubles, allowed_statuses)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


def _answered_here(route: Any) -> None:
    """What lies elsewhere (the sources in frames) is an empty page: no test reaches out."""
    route.fulfill(content_type="text/html", body="<!doctype html><html lang=en><title>Elsewhere</title><p>Elsewhere")


def _listen(page: Any, troubles: list[str], allowed: tuple[int, ...]) -> None:
    def said(message: Any) -> None:
        expected = any(f"status of {status} " in message.text for status in allowed)
        if message.type in {"error", "warning"} and not expected:
            troubles.append(f"{page.url}: {message.text}")

    def answered(response: Any) -> None:
        if response.status >= 400 and response.status not in allowed:
            troubles.append(f"{response.url}: {response.status}")

    page.on("console", said)
    page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
    page.on("response", answered)
    # A form that is sent again, or a page that is left, gives up what was still loading.
    page.on("requestfailed", lambda request: _failed(request, troubles))


def _failed(request: Any, troubles: list[str]) -> None:
    if "ERR_ABORTED" not in (request.failure or ""):
        troubles.append(f"{request.url}: {request.failure}")


def findings(page: Any, *, without: tuple[str, ...] = ()) -> None:
    """Fail with what axe finds on the page; `without` names selectors of parts that are not ours."""
    from axe_playwright_python.sync_playwright import Axe

    _settle(page)
    context: Any = {"exclude": [[selector] for selector in without]} if without else None
    found = Axe().run(page, context=context).response["violations"]
    told = [f"{rule['id']}: {rule['help']}: {[node['html'] for node in rule['nodes']][:3]}" for rule in found]
    assert told == []


def _settle(page: Any) -> None:
    """Wait until the page is there as people see it: its styles, its pictures, and the end of every movement."""
    page.wait_for_load_state("load")
    page.evaluate(
        "Promise.all(document.getAnimations().filter(each => isFinite(each.effect.getComputedTiming().endTime))"
        ".map(each => each.finished.catch(() => null))).then(() => null)"
    )


def overflows(page: Any) -> int:
    """By how many CSS pixels the page is wider than the window; 0 where nothing must be scrolled sideways."""
    _settle(page)
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return max(0, wide)
