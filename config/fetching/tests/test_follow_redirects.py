"""Redirects of the safe fetch: every hop is checked like the first, and there are few of them."""

from __future__ import annotations

import pytest

from config import fetching
from config.fetching import errors
from config.fetching.tests.asking import refusal
from config.testing.hostile import PUBLIC, PUBLIC_TOO, answer, redirect

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://127.0.0.1/", "not_https"),
        ("https://127.0.0.1/", "ip_literal"),
        ("https://[::1]/", "ip_literal"),
        ("https://inside.test/", "address_not_public"),
        ("//inside.test/", "address_not_public"),
        ("file:///etc/passwd", "not_https"),
        ("gopher://127.0.0.1:6379/_FLUSHALL", "not_https"),
        ("https://user:secret@good.test/", "has_credentials"),
        ("https://good.test:6379/", "port"),
        ("https:good.test", "not_https"),
        ("\\\\inside.test\\x", "backslash"),
        ("/\\inside.test", "backslash"),
        ("https://good.test/" + "x" * 3_000, "too_long"),
    ],
)
def test_every_hop_is_checked_like_the_first(good, location, code):
    good.names["inside.test"] = [["10.0.0.1"]]
    good.serves("/page", redirect(location))
    assert refusal() == code
    assert good.visits == 0
    assert {address for address, _port in good.connections} == {PUBLIC}


def test_three_redirects_are_followed_and_a_fourth_is_not(good):
    for hop in range(30):
        good.serves(f"/{hop}", redirect(f"/{hop + 1}", status="307 Temporary Redirect"))
    assert refusal("https://good.test/0") == "too_many_redirects"
    assert len(good.requests) == 4
    good.serves("/3", answer(b"there"))
    got = fetching.fetch("https://good.test/0")
    assert got.body == b"there"
    assert [hop.status for hop in got.hops] == [307, 307, 307, 200]
    assert str(got.url) == "https://good.test/3"


def test_the_caller_sees_every_hop_before_its_name_is_looked_up(good):
    seen = []
    good.names["more.test"] = [[PUBLIC_TOO]]
    good.serves("/page", redirect("https://more.test/"))

    def allow(url):
        seen.append(url.host)
        if url.host == "more.test":
            raise errors.FetchRefused

    assert refusal(allow=allow) == "refused"
    assert seen == ["good.test", "more.test"]
    assert good.look_ups == ["good.test"]
