"""The rules of embed URLs: what is taken, what is refused and for which reason."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbooks.embeds.errors import EmbedUrlRefused
from workbooks.embeds.models import EmbedSource
from workbooks.embeds.parsing import LONGEST_URL, parse
from workbooks.embeds.queries import Sources, check_url

pytestmark = [pytest.mark.once, pytest.mark.django_db]

TABLEAU = "https://public.tableau.com/views/Sales/Overview"

TAKEN = {
    TABLEAU: TABLEAU,
    TABLEAU + "?:language=en-US&:display_count=n": TABLEAU + "?:language=en-US&:display_count=n",
    "HTTPS://PUBLIC.Tableau.com/views/Sales/Overview": TABLEAU,
    "https://public.tableau.com:443/views/Sales/Overview": TABLEAU,
    "https://public.tableau.com./views/Sales/Overview": TABLEAU,
    "https://ｐｕｂｌｉｃ.tableau.com/views/Sales/Overview": TABLEAU,
    "https://pubⅼic.tableau.com/views/Sales/Overview": TABLEAU,
    "https://public.tableau.com/profile/ana.ruiz#!/vizhome/Sales/Overview": TABLEAU,
    "https://public.tableau.com/profile/ana.ruiz#!/vizhome/Sales/Overview?publish=yes": TABLEAU,
    "https://public.tableau.com/app/profile/ana.ruiz/viz/Sales/Overview": TABLEAU,
    "https://public.tableau.com/vizhome/Sales/Overview": TABLEAU,
    "https://public.tableau.com/views/Größe/Übersicht": (
        "https://public.tableau.com/views/Gr%C3%B6%C3%9Fe/%C3%9Cbersicht"
    ),
    "https://app.sigmacomputing.com/embed/1-abc": "https://app.sigmacomputing.com/embed/1-abc",
    "https://acme.sigmacomputing.com/acme/workbook/Sales-1a2B": "https://acme.sigmacomputing.com/acme/workbook/Sales-1a2B",
    "https://app.sigmacomputing.com/acme/workbook/Sales-1a2B/element/x9": (
        "https://app.sigmacomputing.com/acme/workbook/Sales-1a2B/element/x9"
    ),
    "https://app.powerbi.com/view?r=eyJrIjoiMQ": "https://app.powerbi.com/view?r=eyJrIjoiMQ",
    "https://lookerstudio.google.com/embed/reporting/1/page/2": "https://lookerstudio.google.com/embed/reporting/1/page/2",
    "https://acme.metabaseapp.com/public/dashboard/9#titled=true": (
        "https://acme.metabaseapp.com/public/dashboard/9#titled=true"
    ),
    "https://observablehq.com/embed/@d3/gallery": "https://observablehq.com/embed/@d3/gallery",
}

REFUSED = {
    "": "required",
    TABLEAU + "?" + "x" * LONGEST_URL: "too_long",
    # Loopback in every spelling, private, link-local, metadata and reserved addresses (H01 to H03).
    "https://127.0.0.1/": "ip_literal",
    "https://127.1/": "ip_literal",
    "https://127.127.127.127/": "ip_literal",
    "https://0.0.0.0/": "ip_literal",
    "https://0/": "ip_literal",
    "https://2130706433/": "ip_literal",
    "https://0x7f000001/": "ip_literal",
    "https://0177.0.0.1/": "ip_literal",
    "https://127.0.0.1./": "ip_literal",
    "https://①②⑦.⓪.⓪.①/": "ip_literal",
    "https://１２７.0.0.1/": "ip_literal",
    "https://127。0。0。1/": "ip_literal",
    "https://8.8.8.8/embed/x": "ip_literal",
    "https://10.0.0.1/": "ip_literal",
    "https://169.254.169.254/latest/meta-data": "ip_literal",
    "https://[::1]/": "ip_literal",
    "https://[::]/": "ip_literal",
    "https://[::ffff:127.0.0.1]/": "ip_literal",
    "https://[::127.0.0.1]/": "ip_literal",
    "https://[64:ff9b::7f00:1]/": "ip_literal",
    "https://[2002:7f00:1::]/": "ip_literal",
    "https://[fe80::1%25lo]/": "ip_literal",
    "https://[fc00::1]/": "ip_literal",
    "https://::1/": "ip_literal",
    # Names of our own and ports (H04).
    "https://localhost/": "host_not_allowed",
    "https://localhost:6379/": "port",
    "https://redis/": "host_not_allowed",
    "https://public.tableau.com:22/views/a/b": "port",
    "https://public.tableau.com:80/views/a/b": "port",
    "https://public.tableau.com:8443/views/a/b": "port",
    "https://public.tableau.com:0443/views/a/b": "port",
    "https://public.tableau.com:/views/a/b": "port",
    "https://public.tableau.com:４４３/views/a/b": "port",
    # Confusions of the parser (H07).
    "https://public.tableau.com@127.0.0.1/": "has_credentials",
    "https://user:secret@public.tableau.com/views/a/b": "has_credentials",
    "https://@public.tableau.com/views/a/b": "has_credentials",
    "https://127.0.0.1#@public.tableau.com/": "ip_literal",
    "https://127.0.0.1\\@public.tableau.com/": "backslash",
    "https://public.tableau.com\\views\\a": "backslash",
    "https://public.tableau.com.evil.test/views/a/b": "host_not_allowed",
    "https://evilpublic.tableau.com/views/a/b": "host_not_allowed",
    "https://evil-sigmacomputing.com/embed/x": "host_not_allowed",
    "https://sigmacomputing.com/embed/x": "host_not_allowed",
    "https://sigma.evil.example/embed/": "host_not_allowed",
    "https://app.sigmacomputing.com.evil.example/embed/x": "host_not_allowed",
    "https://рublic.tableau.com/views/a/b": "host_not_allowed",
    "http:127.0.0.1/": "not_https",
    "https:public.tableau.com/views/a/b": "not_https",
    "//127.0.0.1": "not_https",
    "public.tableau.com/views/a/b": "not_https",
    "https:///views/a/b": "invalid_host",
    "https://": "invalid_host",
    "https://.public.tableau.com/views/a/b": "invalid_host",
    "https://public..tableau.com/views/a/b": "invalid_host",
    "https://public.tableau.com../views/a/b": "invalid_host",
    "https://public%2etableau.com/views/a/b": "invalid_host",
    "https://public_tableau.com/views/a/b": "invalid_host",
    "https://public.tab\tleau.com/views/a/b": "control_characters",
    "https://public.tab\nleau.com/views/a/b": "control_characters",
    "https://public.tableau.com /views/a/b": "control_characters",
    " https://public.tableau.com/views/a/b": "control_characters",
    "https://public.tableau.com/views/a/b\u0000": "control_characters",
    "https://public.tableau.com/views/a\u202e/b": "control_characters",
    "https://public.tableau.com/views/a/b?x=%0d%0aSet-Cookie:a": "control_characters",
    "https://public.tableau.com/views/a/%00": "control_characters",
    "https://public.tableau.com/views/../admin/x": "invalid_path",
    "https://public.tableau.com/views/%2e%2e/admin": "invalid_path",
    "https://public.tableau.com/views/a%2fb": "invalid_path",
    "https://public.tableau.com/views/a%5cb/c": "invalid_path",
    "https://public.tableau.com//views/a/b": "invalid_path",
    "https://public.tableau.com/views/a/%zz": "invalid_path",
    "https://public.tableau.com/": "path_not_allowed",
    "https://public.tableau.com/viewsx/a/b": "path_not_allowed",
    "https://public.tableau.com/VIEWS/a/b": "path_not_allowed",
    "https://public.tableau.com/profile/ana.ruiz": "path_not_allowed",
    "https://app.sigmacomputing.com/embed/": "path_not_allowed",
    "https://app.powerbi.com/groups/me": "path_not_allowed",
}


@pytest.mark.parametrize("url", TAKEN)
def test_a_url_of_a_source_is_taken_as_it_is_to_be_kept(url):
    assert check_url(url).url == TAKEN[url]


@pytest.mark.parametrize("url", REFUSED)
def test_a_url_that_breaks_a_rule_is_refused_with_its_code(url):
    with pytest.raises(EmbedUrlRefused) as refusal:
        check_url(url)
    assert refusal.value.reason == REFUSED[url]
    assert [(error.field, error.code) for error in refusal.value.errors] == [("embed_url", REFUSED[url])]


@pytest.mark.parametrize(
    "scheme",
    [
        "http",
        "file",
        "gopher",
        "dict",
        "ftp",
        "ldap",
        "jar",
        "data",
        "javascript",
        "blob",
        "ws",
        "wss",
        "unix",
        "chrome",
    ],
)
def test_no_other_scheme_is_taken(scheme):
    for rest in ("//public.tableau.com/views/a/b", ":x", "///etc/passwd"):
        with pytest.raises(EmbedUrlRefused) as refusal:
            check_url(f"{scheme}:{rest}")
        assert refusal.value.reason == "not_https"


def test_a_source_out_of_use_takes_nothing():
    EmbedSource.objects.filter(slug="tableau-public").update(is_active=False)
    with pytest.raises(EmbedUrlRefused) as refusal:
        check_url(TABLEAU)
    assert refusal.value.reason == "host_not_allowed"


def test_what_is_kept_is_taken_again_unchanged():
    for kept in TAKEN.values():
        assert check_url(kept).url == kept


HOSTS = ["public.tableau.com", "evil.test", "127.0.0.1", "[::1]", "localhost"]
PIECES = st.sampled_from([*"@:/\\?#%.[]& \t\n", "https://", "//", "%2e", "%00", "．", "①", *HOSTS, "views", "embed"])
SOURCE = EmbedSource(name="Tableau", hosts=["public.tableau.com"], paths=["/views/*/*"])


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text(max_size=60)))
def test_whatever_comes_it_is_refused_or_leads_to_the_source_in_every_reader(rest):
    for url in (rest, f"https://public.tableau.com/views/{rest}", f"https://{rest}/views/a/b"):
        try:
            kept = check_url(url, Sources([SOURCE])).url
        except EmbedUrlRefused:
            continue
        parts = urlsplit(kept)
        assert (parts.scheme, parts.netloc) == ("https", "public.tableau.com")
        assert parts.path.startswith("/views/")
        assert kept.isascii()
        assert kept.isprintable()
        assert str(parse(kept)) == kept
