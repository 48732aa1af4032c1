"""Sources: what administrators may write into them, and how their patterns match."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from workbooks.embeds.matching import check_hosts, check_paths, host_matches, path_matches
from workbooks.embeds.models import EmbedSource


@pytest.mark.parametrize(
    ("host", "pattern", "expected"),
    [
        ("a.example.com", "a.example.com", True),
        ("a.example.com", "*.example.com", True),
        ("b.a.example.com", "*.example.com", True),
        ("example.com", "*.example.com", False),
        ("evilexample.com", "*.example.com", False),
        (".example.com", "*.example.com", False),
        ("a.example.com.evil.test", "*.example.com", False),
    ],
)
def test_hosts_match_exactly_or_by_whole_labels(host, pattern, expected):
    assert host_matches(host, pattern) is expected


@pytest.mark.parametrize(
    ("path", "pattern", "expected"),
    [
        ("/views/a/b", "/views/*/*", True),
        ("/views/a/b/", "/views/*/*", True),
        ("/views/a", "/views/*/*", False),
        ("/views//b", "/views/*/*", False),
        ("/embed/a/b/c", "/embed/**", True),
        ("/embed", "/embed/**", False),
        ("/embedded/a", "/embed/**", False),
        ("/view", "/view", True),
        ("/view/x", "/view", False),
    ],
)
def test_paths_match_by_whole_segments(path, pattern, expected):
    assert path_matches(path, pattern) is expected


@pytest.mark.django_db
def test_what_is_shipped_is_what_administrators_may_write():
    shipped = EmbedSource.objects.all()
    assert {source.slug for source in shipped} >= {"sigma", "sigma-signed", "tableau-public", "power-bi"}
    assert {source.slug for source in shipped} >= {"looker-studio", "metabase", "observable"}
    for source in shipped:
        source.full_clean(validate_unique=False)


@pytest.mark.parametrize(
    "hosts", [[], "x", ["*"], ["*.com"], ["127.0.0.1"], ["a.*.com"], ["A.com"], [""], [1], ["localhost"]]
)
def test_a_pattern_that_claims_too_much_is_no_host(hosts):
    with pytest.raises(ValidationError):
        check_hosts(hosts)


@pytest.mark.parametrize("paths", [[], ["embed"], ["/a/**/b"], ["/a b"], ["/%2e"], [""], [None]])
def test_a_pattern_that_is_no_path_is_refused(paths):
    with pytest.raises(ValidationError):
        check_paths(paths)
