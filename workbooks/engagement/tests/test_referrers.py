"""Where a view came from: the host alone, of another site alone, whatever the header holds."""

from __future__ import annotations

import pytest

from workbooks.catalog.tests.factories import published
from workbooks.engagement.models import View
from workbooks.engagement.referrers import host_of

OWN = "playground.example:8000"


@pytest.mark.parametrize(
    ("referer", "host"),
    [
        ("https://News.Example/path?q=secret#part", "news.example"),
        ("http://news.example:8080/", "news.example"),
        ("https://user:password@news.example/", "news.example"),
        ("https://news.example./", "news.example"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        (" https://news.example ", "news.example"),
        ("https://192.0.2.1/", "192.0.2.1"),
        ("https://" + "a" * 63 + ".example/", "a" * 63 + ".example"),
    ],
)
def test_the_host_is_kept_and_nothing_else(referer, host):
    assert host_of(referer, own=OWN) == host


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "news.example",
        "/workbooks",
        "android-app://com.example/",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https://[::1]/",
        "https://[::1/",
        "https://-x.example/",
        "https://a..b/",
        "https://=1+1/",
        "https://news example/",
        "https://\0.example/",
        "https://" + "a" * 64 + ".example/",
        "https://" + "ü" * 70 + ".example/",
        "https://" + ".".join(["abcdefgh"] * 30) + "/",
        "https://news.example/" + "a" * 3000,
        "https://playground.example/",
        "https://PLAYGROUND.example:8000/w/1",
    ],
)
def test_what_is_no_other_site_is_not_kept(referer):
    assert host_of(referer, own=OWN) is None


@pytest.mark.django_db
def test_a_view_keeps_the_site_that_led_to_it(api, owner, stranger, friend, moderator):
    made = published(owner)
    for person, referer in (
        (stranger, "https://News.example:444/a?b"),
        (friend, "http://testserver/w"),
        (moderator, ""),
    ):
        headers = {"Referer": referer} if referer else {}
        assert api.as_(person).post(f"/workbooks/{made.pk}/view", **headers).status_code == 202
    assert dict(View.objects.values_list("member__username", "referrer")) == {
        stranger.username: "news.example",
        friend.username: None,
        moderator.username: None,
    }
