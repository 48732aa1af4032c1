"""The embed page in a real browser: nothing is blocked, nothing moves, nothing loads before the reader comes near."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from config.testing import browser
from config.testing.browser import findings, overflows
from workbooks.catalog.tests.factories import published
from workbooks.embeds import queries as embeds
from workbooks.embeds.models import Probe

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("chromium")]

URL = "https://public.tableau.com/views/Sales/Overview"
SOURCE = "<!doctype html><title>Sales</title><body style='margin:0;background:teal'><h1>Sales</h1></body>"

_WATCH = """
window.shifts = 0;
window.moved = [];
window.blocked = [];
new PerformanceObserver((list) => { for (const entry of list.getEntries()) {
  window.shifts += entry.value;
  for (const each of entry.sources) window.moved.push([each.node?.nodeName, each.previousRect, each.currentRect]);
} })
  .observe({type: "layout-shift", buffered: true});
document.addEventListener("securitypolicyviolation", (event) => window.blocked.push(event.violatedDirective));
"""


class Blog(BaseHTTPRequestHandler):
    """Somebody else's site, on an origin of its own."""

    html = b""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(type(self).html)

    def log_message(self, *_args):
        pass


@pytest.fixture
def blog():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Blog)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.origin = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def open_page(chromium, live_server, settings):
    """`open_page(address)` opens a page; requests for the source are answered here and written down.

    What goes wrong on a page is in `open_page.troubles`, which is held to be empty unless the test empties it.
    """
    settings.BASE_URL = live_server.url
    contexts = []

    def source(route):
        opener.asked.append(route.request.url)
        route.fulfill(content_type="text/html", body=SOURCE)

    def opener(address, *, width=1280, scheme="light"):
        context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
        contexts.append(context)
        context.route("https://public.tableau.com/**", source)
        context.add_init_script(_WATCH)
        page = context.new_page()
        browser._listen(page, opener.troubles, ())
        page.goto(address if "://" in address else live_server.url + address)
        return page

    opener.asked, opener.troubles = [], []
    yield opener
    for context in contexts:
        context.close()
    assert opener.troubles == []


def framed(book, live_server, *, above=0):
    return (
        f"<!doctype html><title>A blog</title><link rel=icon href=data:,><div style='height:{above}px'></div>"
        f"<iframe id=embed src='{live_server.url}/embed/{book.pk}' width=800 height=494 frameborder=0></iframe>"
    ).encode()


def own_frame(page):
    return next(frame for frame in page.frames if "/embed/" in frame.url)


def judged(verdict):
    Probe.objects.update_or_create(url_key=embeds.url_key(URL), defaults={"url": URL, "verdict": verdict})


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_on_its_own_it_shows_the_source_and_breaks_no_policy(open_page, owner, scheme, width):
    book = published(owner, embed_url=URL, title="Sales at a glance", embed_allowed_on=["*"])
    page = open_page(f"/embed/{book.pk}", scheme=scheme, width=width)
    page.frame_locator("iframe").get_by_role("heading", name="Sales").wait_for()
    assert open_page.asked == [URL]
    assert page.evaluate("window.blocked") == []
    assert page.evaluate("window.shifts") == 0
    assert overflows(page) == 0
    findings(page, without=("iframe",))
    assert page.context.cookies() == []
    box = page.locator(".frame").bounding_box()
    assert abs(box["width"] / box["height"] - 16 / 9) < 0.02


def test_nothing_of_the_source_is_asked_for_until_the_reader_comes_near(open_page, owner, live_server, blog):
    book = published(owner, embed_url=URL, embed_allowed_on=[blog.origin])
    Blog.html = framed(book, live_server, above=8_000)
    page = open_page(blog.origin)
    own_frame(page).wait_for_load_state("load")
    assert own_frame(page).locator("iframe").get_attribute("src") == URL
    assert open_page.asked == []
    page.locator("#embed").scroll_into_view_if_needed()
    page.frame_locator("#embed").frame_locator("iframe").get_by_role("heading", name="Sales").wait_for()
    assert open_page.asked == [URL]
    assert own_frame(page).evaluate("window.blocked") == []
    assert page.evaluate("window.shifts") == 0


def test_in_the_frame_of_another_site_nothing_moves(open_page, owner, live_server, blog):
    book = published(owner, embed_url=URL, embed_allowed_on=["*"])
    Blog.html = framed(book, live_server)
    page = open_page(blog.origin)
    page.frame_locator("#embed").frame_locator("iframe").get_by_role("heading", name="Sales").wait_for()
    assert own_frame(page).evaluate("JSON.stringify(window.moved)") == "[]"
    assert page.evaluate("window.shifts") == 0
    frame = own_frame(page)
    assert frame.evaluate("document.documentElement.scrollHeight - innerHeight") == 0


def test_a_site_that_was_not_named_gets_no_frame(open_page, owner, live_server, blog):
    book = published(owner, embed_url=URL, embed_allowed_on=["https://other.example"])
    Blog.html = framed(book, live_server)
    page = open_page(blog.origin)
    page.wait_for_load_state("load")
    assert any("frame-ancestors" in text for text in open_page.troubles)
    assert not any("/embed/" in frame.url for frame in page.frames)
    assert open_page.asked == []
    open_page.troubles.clear()


@pytest.mark.parametrize("verdict", ["blocked_by_frame_policy", "unreachable", "not_allowed"])
def test_a_source_that_fails_is_a_card_that_can_be_read(open_page, owner, verdict):
    book = published(owner, embed_url=URL, title="Sales at a glance", embed_allowed_on=["*"])
    judged(verdict)
    for width, scheme in ((390, "light"), (1280, "dark")):
        page = open_page(f"/embed/{book.pk}", scheme=scheme, width=width)
        page.get_by_role("heading", name="Sales at a glance").wait_for()
        assert page.locator("iframe").count() == 0
        assert page.evaluate("window.blocked") == []
        assert page.evaluate("window.shifts") == 0
        assert overflows(page) == 0
        findings(page)
    assert open_page.asked == []


def test_the_frame_runs_its_script_and_cannot_lead_the_page_away(open_page, owner, live_server):
    book = published(owner, embed_url=URL, embed_allowed_on=["*"])
    page = open_page(f"/embed/{book.pk}")
    page.frame_locator("iframe").get_by_role("heading", name="Sales").wait_for()
    inner = next(frame for frame in page.frames if frame.url == URL)
    assert inner.evaluate("1 + 1") == 2
    refused = inner.evaluate(
        "(() => { try { top.location = 'https://evil.test/'; return ''; } catch (e) { return e.name; } })()"
    )
    assert refused == "SecurityError"
    assert page.url.endswith(f"/embed/{book.pk}")
    assert all("allow-top-navigation" in text for text in open_page.troubles)
    open_page.troubles.clear()
