"""The deadline of the safe fetch: one for everything, however slowly a server speaks."""

from __future__ import annotations

import time

import pytest

from config.fetching.tests.asking import refusal
from config.fetching.tests.misbehaving import handshake_that_trickles, headers_that_trickle, silence, trickle
from config.testing.hostile import redirect

pytestmark = pytest.mark.once


@pytest.mark.parametrize("serve", [trickle, headers_that_trickle, silence])
def test_one_deadline_holds_for_everything(good, serve):
    good.serves("/page", serve)
    assert refusal(seconds=0.6) == "too_slow"


@pytest.mark.parametrize("serve", [silence, handshake_that_trickles])
def test_the_deadline_holds_for_the_handshake_too(good, serve):
    good.at_once = serve
    assert refusal(seconds=0.6) == "too_slow"


def test_the_deadline_holds_over_all_hops_together(good):
    def slow(connection, _request):
        time.sleep(0.3)
        redirect("/page")(connection, "")

    good.serves("/page", slow)
    assert refusal(seconds=0.8) == "too_slow"
