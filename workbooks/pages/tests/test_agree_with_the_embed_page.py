"""A workbook's page and the embed page in its frame say the same of it: both ask the one rule of frames."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from workbooks.catalog.tests.factories import published
from workbooks.embeds.choices import Verdict
from workbooks.embeds.models import EmbedSource, Probe
from workbooks.embeds.queries import url_key
from workbooks.framing.queries import frame_of

pytestmark = pytest.mark.django_db

URL = "https://public.tableau.com/views/Sales/Overview"


@pytest.fixture
def book(owner):
    return published(owner, embed_url=URL)


def shapes_of(client, book):
    """Whether the frame on the page is low, whether the embed page frames nothing, and what the rule says."""
    page = client.get(f"/w/{book.pk}").content.decode()
    policy = client.get(f"/embed/{book.pk}")["Content-Security-Policy"]
    return "shape-low" in page, "frame-src 'none'" in policy, frame_of(URL).is_broken


@pytest.mark.parametrize("verdict", Verdict.values)
def test_a_verdict_means_the_same_to_both(client, book, verdict):
    Probe.objects.update_or_create(url_key=url_key(URL), defaults={"url": URL, "verdict": verdict})
    is_broken = verdict not in {Verdict.OK, Verdict.PENDING}
    assert shapes_of(client, book) == (is_broken, is_broken, is_broken)


def test_a_source_out_of_use_means_the_same_to_both(client, book):
    EmbedSource.objects.update(is_active=False)
    assert shapes_of(client, book) == (True, True, True)


def test_both_name_an_oembed_answer_that_is_there(client, book):
    for path in (f"/w/{book.pk}", f"/embed/{book.pk}"):
        page = client.get(path).content.decode()
        address = page.partition('type="application/json+oembed" href="')[2].partition('"')[0].replace("&amp;", "&")
        assert client.get("/oembed", {"url": parse_qs(urlsplit(address).query)["url"][0]}).json()["version"] == "1.0"
