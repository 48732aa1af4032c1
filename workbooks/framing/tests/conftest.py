"""A URL with a preview, for whoever shows it and whoever takes it away."""

from __future__ import annotations

import pytest

from config.storage import pictures
from workbooks.embeds import queries as embeds
from workbooks.embeds.models import Probe
from workbooks.embeds.services.previewing import PREVIEW
from workbooks.embeds.tests.test_preview import png
from workbooks.framing.tests.previewed import URL


@pytest.fixture
def stem(settings, tmp_path):
    """What the files of the preview are known by."""
    settings.MEDIA_FOLDER = tmp_path
    made = pictures.take("embeds", png(), PREVIEW)
    Probe.objects.create(url_key=embeds.url_key(URL), url=URL, verdict="ok", preview=made)
    return made
