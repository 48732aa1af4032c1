"""`manage.py probe_embeds`."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from config.testing.hostile import PUBLIC, answer
from workbooks.catalog.tests.factories import draft
from workbooks.embeds.models import Probe
from workbooks.embeds.tests.shipping import ship_sources
from workbooks.framing.models import Embedding

pytestmark = pytest.mark.django_db

HOST = "public.tableau.com"
URL = f"https://{HOST}/views/Sales/Overview"


@pytest.fixture
def tableau(hostile, db):
    ship_sources()
    hostile.names[HOST] = [[PUBLIC]]
    hostile.serves("/views/Sales/Overview", answer(b"<title>Sales</title>", Content_Type="text/html"))
    return hostile


def test_one_url_is_looked_at_here_and_now(tableau, capsys):
    call_command("probe_embeds", URL)
    assert capsys.readouterr().out == f"{URL}: ok\n"
    with pytest.raises(CommandError, match="host_not_allowed"):
        call_command("probe_embeds", "https://evil.test/")


def test_everything_is_planned_and_what_is_due_is_looked_at(tableau, owner, capsys, settings):
    draft(owner, embed_url=URL)
    call_command("probe_embeds", "--all")
    assert "1 workbooks are planned" in capsys.readouterr().out
    assert Embedding.objects.count() == 1
    Probe.objects.update(due_at="2026-01-01T00:00:00Z")
    call_command("probe_embeds")
    assert "probed: 1, changed: 1, previews: 0, forgotten: 0" in capsys.readouterr().out
    settings.EMBED_PROBES = False
    call_command("probe_embeds")
    assert "EMBED_PROBES is off." in capsys.readouterr().out
