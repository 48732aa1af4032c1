"""Where the installation asks first, nothing of the source is loaded before the reader chooses to."""

from __future__ import annotations

import pytest

from config.testing.visiting import Page, Visitor
from workbooks.catalog.models import Visibility
from workbooks.catalog.tests.factories import published
from workbooks.embeds import queries as embeds
from workbooks.embeds.models import Probe

pytestmark = pytest.mark.django_db

URL = "https://public.tableau.com/views/Sales/Overview"


@pytest.fixture
def asking(settings):
    settings.EMBED_ASK_FIRST = True


def load_link(page):
    return next(each["href"] for each in page.all("a") if "load=" in each["href"])


def test_the_source_is_named_and_not_loaded(client, owner, asking):
    book = published(owner, embed_url=URL)
    answer = client.get(f"/embed/{book.pk}")
    page = Page(answer)
    assert page.all("iframe") == []
    assert "frame-src 'none'" in answer["Content-Security-Policy"]
    assert "public.tableau.com, which learns your address" in page.text


def test_choosing_loads_it_and_keeps_what_else_was_asked(client, owner, asking):
    book = published(owner, embed_url=URL)
    for address in (f"/embed/{book.pk}", f"/embed/{book.pk}?bare="):
        link = load_link(Page(client.get(address)))
        loaded = client.get(f"/embed/{book.pk}{link}")
        (frame,) = Page(loaded).all("iframe")
        assert frame["src"] == URL
        assert "frame-src https://public.tableau.com" in loaded["Content-Security-Policy"]
        assert ('class="ratio-16-9 bare"' in loaded.content.decode()) is ("bare" in address)


def test_choosing_works_with_a_ticket_too(client, owner, asking):
    book = published(owner, embed_url=URL, visibility=Visibility.PRIVATE)
    (stage,) = Visitor().as_(owner).follow(f"/w/{book.pk}").all("iframe")
    link = load_link(Page(client.get(stage["src"])))
    assert Page(client.get(f"/embed/{book.pk}{link}")).all("iframe")[0]["src"] == URL


def test_our_own_picture_of_it_stands_there_meanwhile(client, owner, asking):
    book = published(owner, embed_url=URL)
    Probe.objects.update_or_create(
        url_key=embeds.url_key(URL), defaults={"url": URL, "verdict": "ok", "preview": "embeds/ab/" + "ab" * 16}
    )
    answer = client.get(f"/embed/{book.pk}")
    assert [image["src"] for image in Page(answer).all("img")] == [f"/api/v1/embeds/proxy/{book.pk}"]
    assert "img-src 'self'" in answer["Content-Security-Policy"]


def test_a_source_that_fails_is_not_offered(client, owner, asking):
    book = published(owner, embed_url=URL)
    Probe.objects.update_or_create(url_key=embeds.url_key(URL), defaults={"url": URL, "verdict": "unreachable"})
    page = Page(client.get(f"/embed/{book.pk}"))
    assert "cannot be reached" in page.text
    assert not [each for each in page.all("a") if "load=" in each["href"]]
