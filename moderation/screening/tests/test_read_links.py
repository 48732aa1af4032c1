"""Links are found however they are written, and hosts belong to a list by whole labels alone."""

from __future__ import annotations

import pytest

from moderation.screening.links import HostRefused, host_of, hosts_in
from moderation.screening.normalising import fold
from moderation.screening.tests.making import finds


@pytest.mark.parametrize(
    "text",
    [
        "see https://evil.example/page?x=1",
        "evil.example",
        "go to www.EVIL.example now",
        "http://user@evil.example",
        "https://evil.example:8443/x",
        "evil[.]example",
        "evil (dot) example",
        "evil dot example",
        "ｅｖｉｌ．ｅｘａｍｐｌｅ",
        "evil。example",
        "еvіl.example",
        "[click](https://evil.example)",
        "<https://evil.example>",
    ],
)
def test_a_host_is_found_however_it_is_written(text):
    assert finds("evil.example", text=text, sort="hosts") == ["evil.example"]


@pytest.mark.parametrize(
    "text", ["notevil.example", "evil.example.org", "me@evil.example", "evil-example", "evil. Example follows"]
)
def test_a_host_that_only_looks_alike_is_none(text):
    assert finds("evil.example", text=text, sort="hosts") == []


def test_all_hosts_below_a_listed_one_belong_to_it():
    assert finds("evil.example", text="https://a.b.evil.example/", sort="hosts") == ["evil.example"]
    assert finds("*.evil.example", text="https://a.evil.example/", sort="hosts") == ["*.evil.example"]


def test_a_host_in_another_script_is_known_as_the_dns_has_it():
    assert finds("xn--mnchen-3ya.example", text="https://münchen.example/", sort="hosts") == ["xn--mnchen-3ya.example"]
    assert finds("münchen.example", text="MÜNCHEN.example", sort="hosts") == ["münchen.example"]


def test_links_are_counted_and_mail_addresses_are_not():
    text = fold("https://a.example/1 https://a.example/2 www.b.example c@d.example e.example. Done. e.g. this")
    assert len(hosts_in(text)) == 4


@pytest.mark.parametrize(
    "value", ["", "no host", "http://evil.example", "evil", "-a.example", "a" * 64 + ".example", "ä" * 300]
)
def test_what_is_no_host_is_refused(value):
    with pytest.raises(HostRefused):
        host_of(value)


def test_more_links_than_are_fine_are_caught():
    assert finds(text="a.example b.example", sort="links", most=2) == []
    assert finds(text="a.example b.example c.example", sort="links", most=2) == ["only"]
