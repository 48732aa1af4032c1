"""Previews: the image a page names, fetched by a job, drawn anew, kept apart from its source."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from PIL import Image

from config import clock
from config.storage import FileMissing, key_of, store
from config.testing.hostile import PUBLIC, PUBLIC_TOO, answer, redirect
from workbooks.embeds import queries, services
from workbooks.embeds.models import Probe
from workbooks.embeds.tests.shipping import ship_sources

pytestmark = pytest.mark.django_db

HOST = "public.tableau.com"
URL = f"https://{HOST}/views/Sales/Overview"


@pytest.fixture(autouse=True)
def kept_here(settings, tmp_path):
    settings.MEDIA_FOLDER = tmp_path


@pytest.fixture
def tableau(hostile, db):
    ship_sources()
    hostile.names |= {HOST: [[PUBLIC]], "cdn.test": [[PUBLIC_TOO]]}
    names_image(hostile, "https://cdn.test/a.png")
    hostile.serves("/a.png", answer(png(), Content_Type="image/png"))
    return hostile


def names_image(hostile, address):
    page = f"<title>x</title><meta property='og:image' content='{address}'>".encode()
    hostile.serves("/views/Sales/Overview", answer(page, Content_Type="text/html"))


def png(color="teal", size=(1200, 800)):
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "PNG")
    return out.getvalue()


def drawn():
    services.ask_probe(url=URL)
    key = queries.url_key(URL)
    services.run_probes([key])
    services.draw_previews([key])
    return Probe.objects.get(url=URL)


def test_the_preview_is_ours_and_small(tableau):
    stem = drawn().preview
    assert stem.startswith("embeds/")
    image = Image.open(io.BytesIO(store().get(key_of(stem, "preview"), 10**7)))
    assert (image.format, image.size) == ("WEBP", (640, 360))


def test_it_is_fetched_once_for_an_image(tableau):
    stem = drawn().preview
    services.draw_previews([queries.url_key(URL)])
    assert Probe.objects.get(url=URL).preview == stem
    assert len([request for request in tableau.requests if request.startswith("GET /a.png")]) == 1


def test_another_image_takes_the_place_of_the_first(tableau, deliver):
    before = drawn().preview
    names_image(tableau, "https://cdn.test/b.png")
    tableau.serves("/b.png", answer(png("red"), Content_Type="image/png"))
    after = drawn().preview
    assert after not in {"", before}
    deliver()
    with pytest.raises(FileMissing):
        store().get(key_of(before, "preview"), 10)


@pytest.mark.parametrize(
    "serve",
    [
        answer(
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", Content_Type="image/svg+xml"
        ),
        answer(b"<html><script>alert(1)</script>", Content_Type="image/png"),
        answer(png()[:500], Content_Type="image/png"),
        answer(b"", Content_Type="image/png"),
        answer(b"\x89PNG\r\n\x1a\n" + bytes(5_000_000), Content_Type="image/png"),
        answer(png(), status="404 Not Found"),
        redirect("https://inside.test/a.png"),
    ],
)
def test_what_is_no_good_image_leaves_no_preview(tableau, serve, settings):
    tableau.names["inside.test"] = [["169.254.169.254"]]
    tableau.serves("/a.png", serve)
    assert drawn().preview == ""
    assert list(settings.MEDIA_FOLDER.rglob("*.webp")) == []
    assert tableau.visits == 0


def test_a_page_that_cannot_be_shown_has_no_preview_fetched(tableau):
    page = b"<meta property='og:image' content='https://cdn.test/a.png'>"
    tableau.serves("/views/Sales/Overview", answer(page, Content_Type="text/html", X_Frame_Options="DENY"))
    assert drawn().preview == ""
    assert "cdn.test" not in tableau.look_ups


def test_what_nothing_uses_takes_its_file_along(tableau, monkeypatch, deliver):
    stem = drawn().preview
    long_ago = clock.now() - timedelta(days=30)
    Probe.objects.update(asked_at=long_ago, due_at=long_ago)
    monkeypatch.setattr(queries, "_users", [lambda keys: set()])
    assert services.check_links()["forgotten"] == 1
    deliver()
    with pytest.raises(FileMissing):
        store().get(key_of(stem, "preview"), 10)


def test_the_sweep_keeps_what_a_row_names(tableau, settings):
    import os

    stem = drawn().preview
    for file in settings.MEDIA_FOLDER.rglob("*.webp"):
        os.utime(file, (0, 0))
    services.sweep_previews()
    assert store().get(key_of(stem, "preview"), 10)
    Probe.objects.update(preview="")
    assert services.sweep_previews()["removed"] == 1
