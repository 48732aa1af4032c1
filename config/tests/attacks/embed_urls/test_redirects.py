"""Group H, redirects: URLs and names that lead elsewhere than they did when they were checked."""

from __future__ import annotations

from typing import Any

import pytest

from config.testing.hostile import PUBLIC, PUBLIC_TOO, Hostile, redirect
from config.tests.attacks.embed_urls.ways_in import GOOD, HOST, untouched
from workbooks.embeds import queries, services
from workbooks.embeds.judging import look_at
from workbooks.embeds.models import Probe

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.xdist_group("attacks-h")]


@pytest.mark.parametrize(
    "location",
    [
        *("http://127.0.0.1/", "https://127.0.0.1/", "https://localhost/", "file:///etc/passwd", "gopher://127.0.0.1/"),
        *("//127.0.0.1/", "https://user:secret@public.tableau.com/views/a/b", "https://inside.test/", "https://[::1]/"),
        *("https://public.tableau.com:6379/", "/again", "https://public.tableau.com.evil.test/", "javascript:alert(1)"),
    ],
)
@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_h06_a_redirect_leads_nowhere_that_the_url_could_not(
    net: Hostile, owner: Any, location: str, status: str
) -> None:
    net.names["inside.test"] = [["10.0.0.1"]]
    net.names["public.tableau.com.evil.test"] = [[PUBLIC_TOO]]
    net.serves("/views/Sales/Overview", redirect(location, status))
    net.serves("/again", redirect("/again", status))
    services.ask_probe(url=GOOD)
    services.run_probes([queries.url_key(GOOD)])
    assert Probe.objects.get(url=GOOD).verdict == "not_allowed"
    assert untouched(net)
    assert {to for to, _port in net.connections} == {PUBLIC}
    assert len(net.requests) <= 4


def test_h06_names_that_answer_differently_each_time_gain_nothing(net: Hostile, owner: Any) -> None:
    for first, second in (([PUBLIC], ["127.0.0.1"]), (["127.0.0.1"], [PUBLIC]), ([PUBLIC], ["::1"])):
        net.names[HOST] = [first, second, first, second]
        net.serves("/views/Sales/Overview", redirect("/views/Other/Overview"))
        assert look_at(GOOD, is_signed=False).verdict == "not_allowed"
        assert untouched(net)
