"""Title and image of a stranger's page."""

from __future__ import annotations

import time

import pytest

from workbooks.embeds.page_facts import LONGEST_TITLE, LOOKED_THROUGH, facts_of

BASE = "https://public.tableau.com/views/a/b"


def facts(text, content_type="text/html; charset=utf-8"):
    return facts_of(text if isinstance(text, bytes) else text.encode(), content_type, BASE)


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("<title>Sales</title>", "Sales"),
        ("<TITLE lang=en>\n  Sales \n &amp; more</TITLE>", "Sales & more"),
        ('<title>a</title><meta property="og:title" content="The sales">', "The sales"),
        ("<meta content='The sales' property='og:title' />", "The sales"),
        ("<meta property=og:title content=Sales>", "Sales"),
        ("<title></script><script>alert(1)</script></title>", ""),
        ("<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>", "<script>alert(1)</script>"),
        ("<title>a\u202eb\x00c</title>", "a b c"),
        ("<title>" + "x" * 900 + "</title>", "x" * LONGEST_TITLE),
        ("no html at all", ""),
        ("", ""),
        (b"\xff\xfe\x00\xd8", ""),
    ],
)
def test_the_title_is_one_line_of_text(page, title):
    assert facts(page)[0] == title


def test_a_page_in_latin_1_is_read():
    assert facts("<title>Größe</title>".encode("latin-1"), "text/html; charset=ISO-8859-1")[0] == "Größe"


@pytest.mark.parametrize(
    ("address", "image"),
    [
        ("https://cdn.example.com/a.png", "https://cdn.example.com/a.png"),
        ("/static/a.png?x=1&amp;y=2", "https://public.tableau.com/static/a.png?x=1&y=2"),
        ("a.png", "https://public.tableau.com/views/a/a.png"),
        ("//cdn.example.com/a.png", "https://cdn.example.com/a.png"),
        ("http://cdn.example.com/a.png", ""),
        ("https://127.0.0.1/a.png", ""),
        ("https://[::1]/a.png", ""),
        ("https://cdn.example.com:8443/a.png", ""),
        ("javascript:alert(1)", ""),
        ("data:image/png;base64,AAAA", ""),
        ("file:///etc/passwd", ""),
        ("https://user:secret@cdn.example.com/a.png", ""),
        ("https://[broken/", ""),
        ("x" * 3_000, ""),
        ("", ""),
    ],
)
def test_an_image_is_kept_only_where_it_could_be_fetched(address, image):
    assert facts(f'<meta property="og:image" content="{address}">')[1] == image


def test_a_hostile_page_takes_no_longer_than_a_friendly_one():
    began = time.process_time()
    for piece in (
        "<meta ",
        "<title ",
        "<meta a=",
        '<meta "',
        "<meta a='",
        "<",
        "a" * 100 + "=",
        "<meta " + "a" * 2_900,
    ):
        facts(piece * (2 * LOOKED_THROUGH // len(piece)))
    # Not a time to keep, but the difference between text that is looked through once and looking that never ends.
    assert time.process_time() - began < 30
