"""What an e-mail address may be."""

from __future__ import annotations

import pytest

from accounts.users.addresses import checked_email
from config.errors import InvalidInput


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("ana@example.com", "ana@example.com"),
        ("Ana@EXAMPLE.Com", "ana@example.com"),
        ("a+tag@x.example", "a+tag@x.example"),
        ("o'neill@example.com", "o'neill@example.com"),
        ("ana@b\u00fccher.example", "ana@xn--bcher-kva.example"),
    ],
)
def test_good_addresses_are_kept_in_one_spelling(text, kept):
    assert checked_email(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "ana",
        "ana@",
        "@example.com",
        "ana@localhost",
        "ana@example",
        "\u0430@x.example",
        "a@x.example\n",
        "a@x.example\nBcc: b@x.example",
        " a@x.example",
        "a @x.example",
        '"a b"@x.example',
        "a@[127.0.0.1]",
        "a@[IPv6:::1]",
        "a(comment)@x.example",
        "=?utf-8?q?a=40evil.example=3e=00?=foo@x.example",
        "a@x.example,b@x.example",
        "a@x..example",
        "a@-x.example",
        ".a@x.example",
        "a..b@x.example",
        "a@@x.example",
        "a@unclaimed.invalid",
        "a@x.example\x00",
        "a\u200b@x.example",
        "a@\uff58.example\u2028",
        "x" * 65 + "@" + "y" * 200 + ".example",
        "a@" + "a." * 25_000 + "a",
        "a" * 50_000 + "@x.example",
    ],
)
def test_what_mail_software_could_read_in_two_ways_is_refused(text):
    with pytest.raises(InvalidInput) as refused:
        checked_email(text)
    assert [(error.field, error.code) for error in refused.value.errors] == [("email", "invalid")]
