"""Group H, spellings: URLs that two readers read differently, and schemes that are not spoken."""

from __future__ import annotations

from typing import Any

import pytest

from config.testing.client import Api
from config.testing.hostile import Hostile
from config.tests.attacks import hostile_urls
from config.tests.attacks.embed_urls.ways_in import every_way_in
from workbooks.embeds import queries

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("attacks-h")]


def test_h05_the_rules_hold_for_every_url_of_the_class(api: Api, net: Hostile) -> None:
    urls = hostile_urls.everything()
    assert len(urls) >= 300
    for url in urls:
        with pytest.raises(queries.EmbedUrlRefused):
            queries.check_url(url)
    assert net.look_ups == []


def test_h07_what_readers_read_differently_is_refused(api: Api, net: Hostile, run_jobs: Any) -> None:
    every_way_in(api, net, run_jobs, hostile_urls.CONFUSED)


def test_h08_no_other_scheme_is_spoken(api: Api, net: Hostile, run_jobs: Any) -> None:
    urls = [url for url in hostile_urls.of_schemes() if not url.startswith("http:")]
    assert len(urls) >= 36
    every_way_in(api, net, run_jobs, urls)
