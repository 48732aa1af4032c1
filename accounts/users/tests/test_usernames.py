"""What a username may be."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.users.names import RESERVED, checked_username
from config.errors import InvalidInput


@pytest.mark.parametrize("name", ["ana", "Ana", "a.b", "a_b-c", "007", "x" * 30, "ana..lima"])
def test_good_names_are_kept_in_lower_case(name):
    assert checked_username(name) == name.lower()


@pytest.mark.parametrize(
    "name",
    [
        "",
        "ab",
        "x" * 31,
        "x" * 151,
        ".ana",
        "ana.",
        "-ana",
        "ana_",
        "an a",
        "ana ",
        " ana",
        "ana\n",
        "ana\x00",
        "..",
        "...",
        "%2e%2e",
        "ana/lima",
        "ana@lima",
        "\u0430dmin",
        "an\u00e1",
        "\u212aarl",
        "ana\u200b",
        "\u0661\u0662\u0663",
    ],
)
def test_malformed_and_confusable_names_are_refused(name):
    with pytest.raises(InvalidInput) as refused:
        checked_username(name)
    assert [(error.field, error.code) for error in refused.value.errors] == [("username", "invalid")]


@pytest.mark.parametrize("name", ["admin", "ADMIN", "Root", "null", "api", "sign-in", "sign.in", "sign_in", "profile"])
def test_reserved_names_are_refused_in_any_case_and_spelling(name):
    with pytest.raises(InvalidInput) as refused:
        checked_username(name)
    assert refused.value.errors[0].code == "reserved"


def literals_under(stem: str, resolver: URLResolver, prefix: str = "") -> set[str]:
    found = set()
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found |= literals_under(stem, entry, route)
        elif isinstance(entry, URLPattern) and route.startswith(stem):
            word = route.removeprefix(stem).partition("/")[0]
            if "<" not in word:
                found.add(word)
    return found


@pytest.mark.parametrize(("stem", "known"), [("api/v1/users/", "profile"), ("api/v1/friends/", "requests")])
def test_every_literal_that_stands_where_usernames_do_is_reserved(stem, known):
    literals = literals_under(stem, get_resolver())
    assert known in literals
    assert literals <= RESERVED
