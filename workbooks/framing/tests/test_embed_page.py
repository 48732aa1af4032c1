"""The embed page: what it shows, to whom, and under which headers."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from workbooks.catalog import services as catalog
from workbooks.catalog.tests.factories import draft, published
from workbooks.embeds import queries as embeds
from workbooks.embeds.models import EmbedSource, Probe
from workbooks.framing.pages import style

pytestmark = pytest.mark.django_db

URL = "https://public.tableau.com/views/Sales/Overview"
MARKER = "\"'><script>alert(1)</script><svg/onload=alert(2)>"


class Page(HTMLParser):
    """The elements of a page, with their attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.text = text
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def all(self, tag):
        return [attributes for name, attributes in self.found if name == tag]

    def meta(self, name):
        return next(
            (each["content"] for each in self.all("meta") if name in (each.get("property"), each.get("name"))), None
        )


def judged(url, verdict):
    Probe.objects.update_or_create(url_key=embeds.url_key(url), defaults={"url": url, "verdict": verdict})


@pytest.fixture
def book(owner):
    return published(owner, embed_url=URL, title="Sales", description="All **regions** of it.")


def directives(response):
    parts = [each.strip().split(" ", 1) for each in response["Content-Security-Policy"].split(";")]
    return dict(parts)


def test_the_workbook_stands_in_a_frame_that_is_sandboxed_and_lazy(client, book):
    response = client.get(f"/embed/{book.pk}")
    assert response.status_code == 200
    page = Page(response.content.decode())
    (frame,) = page.all("iframe")
    assert frame["src"] == URL
    assert frame["title"] == "Sales"
    assert frame["loading"] == "lazy"
    assert "allow-scripts" in frame["sandbox"].split()
    assert not any(flag.startswith("allow-top-navigation") for flag in frame["sandbox"].split())
    assert page.all("script") == []
    assert page.all("noscript") == []
    assert "style=" not in page.text


def test_the_headers_are_exactly_those_of_a_page_that_may_be_framed(client, book):
    response = client.get(f"/embed/{book.pk}")
    assert directives(response) == {
        "default-src": "'none'",
        "frame-src": "https://public.tableau.com",
        "frame-ancestors": "'self'",
        "style-src": f"'{style()[1]}'",
        "img-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert "X-Frame-Options" not in response
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cache-Control"] == "public, no-cache"
    assert "Set-Cookie" not in response
    assert not response.cookies


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        ([], "'self'"),
        (
            ["https://blog.example.com", "http://localhost:3000"],
            "'self' https://blog.example.com http://localhost:3000",
        ),
        (["*"], "*"),
    ],
)
def test_only_those_whom_the_author_names_may_frame_it(client, owner, book, allowed, expected):
    catalog.edit_workbook(actor=owner, workbook_id=book.pk, changes={"embed_allowed_on": allowed})
    assert directives(client.get(f"/embed/{book.pk}"))["frame-ancestors"] == expected


def test_every_other_page_keeps_its_frames_shut(client, book):
    for path in ("/health", f"/embed/{book.author_id}", f"/oembed?url=http://127.0.0.1:8000/embed/{book.pk}"):
        response = client.get(path)
        assert response["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_what_a_visitor_does_not_see_is_not_there(client, owner, friend, admin):
    client.force_login(admin)
    hidden = published(owner)
    catalog.hide_workbook(hidden.pk)
    gone = published(owner)
    catalog.delete_workbook(actor=owner, workbook_id=gone.pk)
    for book in (
        draft(owner),
        published(owner, visibility="private"),
        published(owner, visibility="followers"),
        hidden,
        gone,
    ):
        assert client.get(f"/embed/{book.pk}").status_code == 404
    assert client.get("/embed/not-an-id").status_code == 404


def test_an_unlisted_one_is_reached_by_its_link_and_kept_out_of_searches(client, owner):
    book = published(owner, visibility="unlisted")
    response = client.get(f"/embed/{book.pk}")
    assert response.status_code == 200
    assert Page(response.content.decode()).meta("robots") == "noindex"


@pytest.mark.parametrize(
    ("verdict", "sentence", "has_link"),
    [
        ("blocked_by_frame_policy", "does not let it be shown here", True),
        ("unreachable", "cannot be reached at present", True),
        ("not_allowed", "cannot be shown here", False),
    ],
)
def test_a_card_stands_in_the_place_of_a_frame_that_would_fail(client, book, verdict, sentence, has_link):
    judged(URL, verdict)
    response = client.get(f"/embed/{book.pk}")
    page = Page(response.content.decode())
    assert response.status_code == 200
    assert page.all("iframe") == []
    assert sentence in page.text
    assert directives(response)["frame-src"] == "'none'"
    links = [each for each in page.all("a") if each["href"] == URL]
    assert len(links) == has_link
    assert all("noreferrer" in each["rel"] for each in links)


def test_a_source_out_of_use_is_a_card_without_a_link(client, book):
    EmbedSource.objects.filter(slug="tableau-public").update(is_active=False)
    page = Page(client.get(f"/embed/{book.pk}").content.decode())
    assert page.all("iframe") == []
    assert URL not in page.text


def test_a_signed_source_is_for_members_and_the_page_says_so(client, owner):
    book = published(owner, embed_url="https://app.sigmacomputing.com/acme/workbook/Sales-1a2B")
    page = Page(client.get(f"/embed/{book.pk}").content.decode())
    assert page.all("iframe") == []
    assert "members who have signed in" in page.text
    assert "sigmacomputing" not in page.text


def test_it_says_what_it_is_to_whoever_links_to_it(client, book, settings):
    page = Page(client.get(f"/embed/{book.pk}").content.decode())
    assert page.meta("og:title") == "Sales"
    assert page.meta("og:description") == "All regions of it."
    assert page.meta("og:url") == f"{settings.BASE_URL}/w/{book.pk}"
    assert page.meta("og:image") is None
    links = {each["rel"]: each["href"] for each in page.all("link")}
    assert links["alternate"].startswith(f"{settings.BASE_URL}/oembed?url=")
    answer = client.get(links["alternate"].removeprefix(settings.BASE_URL))
    assert answer.json()["title"] == "Sales"
    Probe.objects.create(url_key=embeds.url_key(URL), url=URL, verdict="ok", preview="embeds/ab/" + "ab" * 16)
    page = Page(client.get(f"/embed/{book.pk}").content.decode())
    assert page.meta("og:image") == f"{settings.BASE_URL}/api/v1/embeds/proxy/{book.pk}"


def test_a_marker_in_every_text_stays_text(client, owner):
    book = published(owner, title=MARKER, description=MARKER, embed_url=URL + "?x=%22%3E%3Cscript%3E")
    for verdict in ("ok", "unreachable"):
        judged(book.embed_url, verdict)
        page = Page(client.get(f"/embed/{book.pk}").content.decode())
        assert page.all("script") == []
        assert page.all("svg") == []
        assert all(not name.startswith("on") for _tag, attributes in page.found for name in attributes)
        assert page.meta("og:title") == MARKER


def test_it_is_kept_by_browsers_and_asked_for_again(client, book):
    first = client.get(f"/embed/{book.pk}")
    again = client.get(f"/embed/{book.pk}", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again["Content-Security-Policy"] == first["Content-Security-Policy"]
    judged(URL, "unreachable")
    assert client.get(f"/embed/{book.pk}", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_it_speaks_the_readers_language_and_costs_few_statements(client, book, django_assert_max_num_queries):
    judged(URL, "unreachable")
    with django_assert_max_num_queries(5):
        response = client.get(f"/embed/{book.pk}", headers={"Accept-Language": "de"})
    assert Page(response.content.decode()).all("html") == [{"lang": "de"}]
    assert "Accept-Language" in response["Vary"]


def test_only_reading_is_offered(client, book):
    for method in (client.post, client.put, client.delete):
        assert method(f"/embed/{book.pk}").status_code in {403, 405}
    assert client.head(f"/embed/{book.pk}").status_code == 200
