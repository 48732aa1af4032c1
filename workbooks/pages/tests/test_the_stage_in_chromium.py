"""The workbook itself on its page, in a real browser: it is shown, nothing moves, nothing is blocked."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from config.testing.browser import DESKTOP, PHONE, findings, overflows
from workbooks.catalog.models import Visibility
from workbooks.catalog.tests.factories import published
from workbooks.embeds import queries as embeds
from workbooks.embeds.models import EmbedSource, Probe

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("chromium")]

URL = "https://public.tableau.com/views/Sales/Overview"
SOURCE = "<!doctype html><html lang=en><title>Sales</title><body style='margin:0;background:teal'><h1>Sales</h1></body>"

_WATCH = """
window.shifts = 0;
window.blocked = [];
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shifts += entry.value; })
  .observe({type: "layout-shift", buffered: true});
document.addEventListener("securitypolicyviolation", (event) => window.blocked.push(event.violatedDirective));
"""


@pytest.fixture
def look(visit, live_server, settings, client):
    """`look(book)` opens the page of a workbook, as somebody; requests for the source are answered and written down."""
    settings.BASE_URL = live_server.url

    def open_page(book, *, viewer=None, **window):
        cookies = None
        if viewer is not None:
            client.force_login(viewer)
            cookies = [{"name": "sessionid", "value": client.cookies["sessionid"].value}]
        page = visit("/health/live", cookies=cookies, **window)
        page.context.route("https://public.tableau.com/**", source)
        page.add_init_script(_WATCH)
        page.goto(f"/w/{book.pk}")
        return page

    def source(route):
        open_page.asked.append(route.request.url)
        route.fulfill(content_type="text/html", body=SOURCE)

    open_page.asked = []
    return open_page


def sound(page):
    """Nothing moved, nothing was blocked, nothing is too wide, axe finds nothing, in the page and in our frame."""
    frame = embed_page(page)
    for each in (page, frame):
        assert each.evaluate("window.blocked") == []
        assert each.evaluate("window.shifts") == 0
        assert each.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert frame.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
    assert overflows(page) == 0
    findings(page, without=("iframe",))


def embed_page(page):
    return next(frame for frame in page.frames if "/embed/" in frame.url)


def inside(page):
    return page.frame_locator(".stage iframe")


def judged(verdict):
    Probe.objects.update_or_create(url_key=embeds.url_key(URL), defaults={"url": URL, "verdict": verdict})


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_workbook_is_shown_and_nothing_moves(look, owner, scheme, width):
    page = look(published(owner, embed_url=URL), scheme=scheme, width=width)
    inside(page).frame_locator("iframe").get_by_role("heading", name="Sales").wait_for()
    assert look.asked == [URL]
    sound(page)
    box = page.locator(".stage").bounding_box()
    assert abs(box["width"] / box["height"] - 16 / 9) < 0.02


@pytest.mark.parametrize(("ratio", "shape"), [("4:3", 4 / 3), ("1:1", 1)])
def test_the_shape_is_that_of_the_source(look, owner, ratio, shape):
    book = published(owner, embed_url=URL)
    EmbedSource.objects.filter(slug="tableau-public").update(aspect_ratio=ratio)
    page = look(book)
    inside(page).frame_locator("iframe").get_by_role("heading", name="Sales").wait_for()
    for box in (page.locator(".stage").bounding_box(), inside(page).locator(".frame").bounding_box()):
        assert abs(box["width"] / box["height"] - shape) < 0.02
    sound(page)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("verdict", ["blocked_by_frame_policy", "unreachable", "not_allowed"])
def test_in_the_place_of_a_source_that_fails_stands_a_card(look, owner, verdict, language):
    book = published(owner, embed_url=URL)
    judged(verdict)
    for width, scheme in ((PHONE, "dark"), (DESKTOP, "light")):
        page = look(book, scheme=scheme, width=width, language=language)
        expect(inside(page).locator(".card p").first).to_be_visible()
        assert embed_page(page).evaluate("document.documentElement.lang") == language
        sound(page)
    assert look.asked == []


def test_a_private_workbook_is_shown_to_its_author(look, owner):
    book = published(owner, embed_url=URL, visibility=Visibility.PRIVATE)
    page = look(book, viewer=owner)
    inside(page).frame_locator("iframe").get_by_role("heading", name="Sales").wait_for()
    sound(page)


def test_where_one_is_asked_first_the_keyboard_loads_it(look, owner, settings):
    settings.EMBED_ASK_FIRST = True
    book = published(owner, embed_url=URL, visibility=Visibility.PRIVATE)
    page = look(book, viewer=owner, width=PHONE)
    button = inside(page).get_by_role("link", name="Load it from public.tableau.com")
    expect(button).to_be_visible()
    assert look.asked == []
    sound(page)
    button.focus()
    page.keyboard.press("Enter")
    inside(page).frame_locator("iframe").get_by_role("heading", name="Sales").wait_for()
    assert look.asked == [URL]
    sound(page)
    assert page.url.endswith(f"/w/{book.pk}")


def test_the_page_around_it_frames_nothing_but_ourselves(client, owner):
    book = published(owner, embed_url=URL)
    assert "frame-src 'self';" in client.get(f"/w/{book.pk}")["Content-Security-Policy"] + ";"
    for path in ("/", "/u/owner", "/sign-in"):
        assert "frame-src" not in client.get(path)["Content-Security-Policy"]


def test_whoever_links_to_the_page_learns_how_to_show_it(client, owner, settings):
    book = published(owner, embed_url=URL, title="Sales", embed_allowed_on=["*"])
    page = client.get(f"/w/{book.pk}").content.decode()
    address = page.partition('type="application/json+oembed" href="')[2].partition('"')[0].replace("&amp;", "&")
    answer = client.get(address.removeprefix(settings.BASE_URL)).json()
    assert (answer["type"], answer["title"]) == ("rich", "Sales")
    assert f"/embed/{book.pk}" in answer["html"]
    hidden = published(owner, embed_url=URL, visibility=Visibility.FOLLOWERS)
    client.force_login(owner)
    assert "json+oembed" not in client.get(f"/w/{hidden.pk}").content.decode()
