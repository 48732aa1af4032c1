"""Sources, verdicts and keys on the desk, by keyboard in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from accounts.api_keys import keeping
from accounts.api_keys.tests.making import by, key_of
from config.desk.tests.world import client_of
from config.testing.browser import DESKTOP, PHONE, findings, overflows
from workbooks.embeds import queries
from workbooks.embeds.models import EmbedSource, Probe
from workbooks.embeds.tests.shipping import ship_sources

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("chromium")]

URL = "https://public.tableau.com/views/Sales/Overview"


@pytest.fixture
def desk(visit, admin):
    """`desk(path)` opens a page of the desk as an admin."""
    ship_sources()
    jar = client_of(admin).cookies

    def open_page(path, **window):
        return visit(path, cookies=[{"name": name, "value": jar[name].value} for name in jar], **window)

    return open_page


def reads_well(page):
    findings(page)
    assert overflows(page) == 0


@pytest.mark.parametrize(("width", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_a_url_is_tried_from_the_page_of_a_source_and_looked_at(desk, width, scheme):
    source = EmbedSource.objects.get(slug="tableau-public")
    page = desk(f"/admin/workbooks/embedsource/{source.pk}/change/", width=width, scheme=scheme)
    reads_well(page)
    page.get_by_label("URL", exact=True).focus()
    page.keyboard.type("https://public.tableau.com.evil.example/views/x/y")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("host_not_allowed")
    reads_well(page)
    page.get_by_label("URL", exact=True).fill(URL)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="It keeps the rules")).to_be_visible()
    expect(page.get_by_text("nobody has asked yet")).to_be_visible()
    page.get_by_role("button", name="Have it looked at").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="not looked at yet")).to_be_visible()
    assert Probe.objects.get().url == URL
    reads_well(page)


def test_from_a_source_one_comes_to_what_was_seen_at_its_urls(desk):
    for number, verdict in enumerate(("ok", "unreachable", "blocked_by_frame_policy")):
        url = f"{URL}{number}"
        Probe.objects.create(url_key=queries.url_key(url), url=url, verdict=verdict)
    Probe.objects.create(url_key="k" * 64, url="https://app.powerbi.com/view?r=1", verdict="ok")
    source = EmbedSource.objects.get(slug="tableau-public")
    page = desk(f"/admin/workbooks/embedsource/{source.pk}/change/")
    page.get_by_role("link", name="What was seen at its URLs").focus()
    page.keyboard.press("Enter")
    rows = page.locator("#result_list tbody tr")
    expect(rows).to_have_count(3)
    for words in ("can be shown", "cannot be reached", "does not let us show it"):
        expect(rows.filter(has_text=words)).to_have_count(1)
    reads_well(page)
    page.goto("/admin/workbooks/probe/?verdict__exact=unreachable")
    expect(rows).to_have_count(1)
    page.locator("#result_list tbody th a, #result_list tbody td a").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{URL}1")
    reads_well(page)


@pytest.mark.parametrize(("width", "scheme"), [(DESKTOP, "dark"), (PHONE, "light")])
def test_what_a_key_used_is_drawn_and_read_as_a_table(desk, owner, width, scheme):
    key = key_of(owner)
    for path in ("/workbooks", "/workbooks", "/users/nobody-of-that-name"):
        by(key).get(path)
    keeping.write_now()
    page = desk("/admin/accounts/apikey/", width=width, scheme=scheme)
    page.locator("#result_list tbody th a").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{key.key.pk}/change/"))
    page.locator("details.every > summary").focus()
    page.keyboard.press("Enter")
    chart = page.locator("#chart-requests")
    expect(chart.get_by_role("img")).to_be_visible()
    chart.get_by_text("As a table").focus()
    page.keyboard.press("Enter")
    expect(chart.locator("tbody tr")).to_have_count(30)
    expect(chart.locator("tbody tr").last.locator("td")).to_have_text(["2", "1", "0"])
    reads_well(page)
