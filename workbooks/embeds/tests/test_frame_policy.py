"""Whether a page lets itself be framed: as browsers decide it."""

from __future__ import annotations

import pytest

from workbooks.embeds.frame_policy import Origin, frame_ancestors, may_frame

PAGE = Origin.of("https://public.tableau.com")
OURS = Origin.of("https://play.example.com")


def allowed(policies=(), options=(), *, page=PAGE, ours=OURS):
    return may_frame(page=page, ancestor=ours, policies=list(policies), x_frame_options=list(options))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], True),
        (["DENY"], False),
        (["deny "], False),
        (["SAMEORIGIN"], False),
        (["ALLOWALL"], True),
        (["ALLOW-FROM https://other.example"], True),
        (["nonsense"], True),
        (["DENY, DENY"], False),
        (["DENY", "nonsense"], False),
        (["SAMEORIGIN", "ALLOWALL"], False),
        (["nonsense, rubbish"], True),
    ],
)
def test_x_frame_options_are_read_as_browsers_read_them(options, expected):
    assert allowed(options=options) is expected


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("default-src 'self'", True),
        ("frame-ancestors 'none'", False),
        ("frame-ancestors", False),
        ("frame-ancestors 'self'", False),
        ("frame-ancestors *", True),
        ("frame-ancestors https:", True),
        ("frame-ancestors http:", True),
        ("frame-ancestors wss:", False),
        ("frame-ancestors https://play.example.com", True),
        ("frame-ancestors HTTPS://PLAY.EXAMPLE.COM", True),
        ("frame-ancestors https://play.example.com/any/path", True),
        ("frame-ancestors http://play.example.com", True),
        ("frame-ancestors play.example.com", True),
        ("frame-ancestors play.example.com:443", True),
        ("frame-ancestors play.example.com:*", True),
        ("frame-ancestors play.example.com:8443", False),
        ("frame-ancestors *.example.com", True),
        ("frame-ancestors *.play.example.com", False),
        ("frame-ancestors example.com", False),
        ("frame-ancestors evilplay.example.com", False),
        ("frame-ancestors https://other.example 'self' https://play.example.com", True),
        ("frame-ancestors 'none'; frame-ancestors *", False),
        ("script-src 'none'; FRAME-ANCESTORS 'none'", False),
        ("frame-ancestors *, frame-ancestors 'none'", False),
        ("frame-ancestors !!! ???", False),
    ],
)
def test_frame_ancestors_must_name_us(policy, expected):
    assert allowed([policy]) is expected


def test_every_policy_must_allow_it():
    assert not allowed(["frame-ancestors *", "frame-ancestors 'none'"])
    assert allowed(["frame-ancestors *", "default-src 'none'"])


def test_frame_ancestors_stand_above_x_frame_options():
    assert allowed(["frame-ancestors https://play.example.com"], ["DENY"])
    assert not allowed(["frame-ancestors 'none'"], ["ALLOWALL"])
    assert not allowed(["default-src *"], ["DENY"])


def test_a_page_of_our_own_origin_may_name_itself():
    assert allowed(["frame-ancestors 'self'"], page=OURS)
    assert allowed(options=["SAMEORIGIN"], page=OURS)


def test_an_installation_without_tls_is_not_named_by_a_bare_host():
    plain = Origin.of("http://play.example.com:8000")
    assert not allowed(["frame-ancestors play.example.com:8000"], ours=plain)
    assert allowed(["frame-ancestors http://play.example.com:8000"], ours=plain)
    assert allowed(["frame-ancestors *"], ours=plain)


def test_an_address_is_named_by_no_host_but_loopback():
    assert not allowed(["frame-ancestors http://192.0.2.7"], ours=Origin.of("http://192.0.2.7"))
    assert allowed(["frame-ancestors http://127.0.0.1:*"], ours=Origin.of("http://127.0.0.1:8000"))


def test_the_lists_are_found_in_several_policies():
    assert frame_ancestors(["a b; frame-ancestors X Y", "c, frame-ancestors 'self'"]) == [["x", "y"], ["'self'"]]
