"""Which sites may show a workbook: what authors may write, and what becomes of it in a header."""

from __future__ import annotations

import pytest

from config.errors import InvalidInput
from workbooks.embeds.origins import clean_origins


@pytest.mark.parametrize(
    ("texts", "cleaned"),
    [
        ([], []),
        (["*"], ["*"]),
        (["https://a.example", " * "], ["*"]),
        (["https://Blog.Example.com/"], ["https://blog.example.com"]),
        (["https://blog.example.com:8443"], ["https://blog.example.com:8443"]),
        (["https://*.example.com"], ["https://*.example.com"]),
        (["http://localhost:3000"], ["http://localhost:3000"]),
        (["https://bücher.example"], ["https://xn--bcher-kva.example"]),
        (["https://a.example", "https://A.example/"], ["https://a.example"]),
    ],
)
def test_an_origin_is_kept_as_a_policy_takes_it(texts, cleaned):
    assert clean_origins(texts) == cleaned
    assert clean_origins(cleaned) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        *("", "example.com", "https://", "ftp://a.example", "https://a.example/path", "https://a.example?x", "'none'"),
        *("https://a.example; script-src *", "https://a.example\r\nSet-Cookie: a=b", "https://a.example,b", "data:"),
        *("https://user@a.example", "https://a.example:0", "https://a.example:99999", "https://[::1]", "https://*"),
        *(
            "https://a.*.example",
            "https://*.*.example",
            "https://a..example",
            "https://-a.example",
            "https://a_b.example",
        ),
    ],
)
def test_what_is_no_origin_is_refused(text):
    with pytest.raises(InvalidInput) as refused:
        clean_origins([text])
    assert [(error.field, error.code) for error in refused.value.errors] == [("embed_allowed_on", "not_an_origin")]


def test_the_list_is_bounded():
    with pytest.raises(InvalidInput):
        clean_origins([f"https://{number}.example" for number in range(21)])
