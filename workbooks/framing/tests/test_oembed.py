"""oEmbed: what another site needs to show a workbook of ours."""

from __future__ import annotations

import pytest

from workbooks.catalog import services as catalog
from workbooks.catalog.tests.factories import draft, published
from workbooks.embeds import queries as embeds
from workbooks.embeds.models import Probe

pytestmark = pytest.mark.django_db

URL = "https://public.tableau.com/views/Sales/Overview"


@pytest.fixture
def book(owner):
    return published(owner, embed_url=URL, title='Sales "A" <b>', embed_allowed_on=["*"])


@pytest.fixture
def ask(client, settings):
    def send(book, **params):
        return client.get("/oembed", {"url": f"{settings.BASE_URL}/embed/{book.pk}"} | params)

    return send


def test_a_workbook_that_may_be_framed_is_rich(ask, book, settings):
    answer = ask(book)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    said = answer.json()
    assert (said["version"], said["type"], said["title"]) == ("1.0", "rich", 'Sales "A" <b>')
    assert (said["width"], said["height"]) == (800, 494)
    assert said["html"] == (
        f'<iframe src="{settings.BASE_URL}/embed/{book.pk}" width="800" height="494" '
        'title="Sales &quot;A&quot; &lt;b&gt;" loading="lazy" frameborder="0" allowfullscreen></iframe>'
    )
    assert said["author_name"] == "owner"
    assert said["provider_url"] == settings.BASE_URL
    assert "thumbnail_url" not in said
    assert not answer.cookies


@pytest.mark.parametrize(
    ("bounds", "size"),
    [
        ({"maxwidth": 400}, (400, 269)),
        ({"maxheight": 269}, (400, 269)),
        ({"maxwidth": 400, "maxheight": 200}, (277, 200)),
        ({"maxwidth": 10_000, "maxheight": 10_000}, (800, 494)),
        ({"maxwidth": 1, "maxheight": 1}, (1, 1)),
    ],
)
def test_the_bounds_are_kept(ask, book, bounds, size):
    said = ask(book, **bounds).json()
    assert (said["width"], said["height"]) == size
    assert said["width"] <= bounds.get("maxwidth", 10_000)
    assert said["height"] <= bounds.get("maxheight", 10_000)


@pytest.mark.parametrize("text", ["0", "-1", "x", "1.5", "", "٤٠٠", "9" * 30])
def test_what_is_no_size_is_a_400(ask, book, text):
    assert ask(book, maxwidth=text).status_code == 400


def test_a_workbook_that_may_not_be_framed_elsewhere_is_a_link(ask, book, owner):
    catalog.edit_workbook(actor=owner, workbook_id=book.pk, changes={"embed_allowed_on": []})
    said = ask(book).json()
    assert said["type"] == "link"
    assert "html" not in said


def test_so_is_one_that_cannot_be_shown(ask, book):
    Probe.objects.create(url_key=embeds.url_key(URL), url=URL, verdict="unreachable")
    assert ask(book).json()["type"] == "link"


def test_its_preview_is_its_thumbnail_where_there_is_room(ask, book, settings):
    Probe.objects.create(url_key=embeds.url_key(URL), url=URL, verdict="ok", preview="embeds/ab/" + "ab" * 16)
    said = ask(book).json()
    assert said["thumbnail_url"] == f"{settings.BASE_URL}/api/v1/embeds/proxy/{book.pk}"
    assert (said["thumbnail_width"], said["thumbnail_height"]) == (640, 360)
    assert "thumbnail_url" not in ask(book, maxwidth=639).json()


def test_the_workbooks_own_page_is_a_url_of_it_too(client, book, settings):
    assert client.get("/oembed", {"url": f"{settings.BASE_URL}/w/{book.pk}"}).status_code == 200


def test_what_a_visitor_does_not_see_is_a_404(ask, client, owner, admin):
    client.force_login(admin)
    for book in (draft(owner), published(owner, visibility="private"), published(owner, visibility="followers")):
        assert ask(book).status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/embed/{id}",
        "http://127.0.0.1:8000.evil.example/embed/{id}",
        "http://user@127.0.0.1:8000/embed/{id}",
        "{base}/embed/{id}/more",
        "{base}/embed/x",
        "{base}/admin/{id}",
        "javascript:alert(1)",
        "https://[broken",
        "{base}/embed/" + "x" * 5_000,
    ],
)
def test_a_url_that_is_none_of_ours_is_a_404(client, book, settings, url):
    asked = url.format(base=settings.BASE_URL, id=book.pk)
    answer = client.get("/oembed", {"url": asked})
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_without_a_url_it_is_a_400_and_in_xml_a_501(client, ask, book):
    assert client.get("/oembed").status_code == 400
    assert ask(book, format="xml").status_code == 501
    assert ask(book, format="json").status_code == 200
