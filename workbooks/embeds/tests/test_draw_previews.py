"""The job that draws previews: bounded in time, and no row stands in the way of another."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from config import clock
from config.storage import FileMissing, key_of, store
from config.testing.hostile import PUBLIC, PUBLIC_TOO, answer
from workbooks.embeds import services
from workbooks.embeds.choices import Verdict
from workbooks.embeds.events import PreviewDropped
from workbooks.embeds.judging import Findings
from workbooks.embeds.models import Probe
from workbooks.embeds.queries import url_key
from workbooks.embeds.services import previewing, probing
from workbooks.embeds.tests.shipping import ship_sources
from workbooks.embeds.tests.test_preview import png

pytestmark = pytest.mark.django_db

HOST = "public.tableau.com"


@pytest.fixture
def images(hostile, settings, tmp_path):
    settings.MEDIA_FOLDER = tmp_path
    ship_sources()
    hostile.names |= {HOST: [[PUBLIC]], "cdn.test": [[PUBLIC_TOO]]}
    return hostile


def probed(hostile, number):
    """Rows of that many URLs which were looked at, and name an image each; their keys."""
    keys = []
    for each in range(number):
        url = f"https://{HOST}/views/Sales/{each}"
        Probe.objects.create(
            url_key=url_key(url),
            url=url,
            verdict="ok",
            image_url=f"https://cdn.test/{each}.png",
            checked_at=clock.now(),
        )
        hostile.serves(f"/{each}.png", answer(png(size=(64, 36)), Content_Type="image/png"))
        keys.append(url_key(url))
    return keys


def drawn_ones():
    return set(Probe.objects.exclude(preview="").values_list("image_url", flat=True))


def test_no_more_are_begun_when_the_time_is_over_and_the_rest_comes_another_time(images, monkeypatch):
    keys, now = probed(images, 6), [0.0]
    monkeypatch.setattr(previewing, "time", SimpleNamespace(monotonic=lambda: now[0]))

    def slowly(address):
        now[0] += 10
        return png(size=(64, 36))

    monkeypatch.setattr(previewing, "_image", slowly)
    assert services.draw_previews(keys, seconds=5) == 4
    assert drawn_ones() == {f"https://cdn.test/{each}.png" for each in range(4)}
    assert services.draw_previews(keys, seconds=5) == 2


@pytest.mark.parametrize("broken", ["_image", "_put"])
def test_one_that_breaks_does_not_hold_up_the_others(images, monkeypatch, broken):
    keys, real = probed(images, 3), getattr(previewing, broken)

    def breaks(*arguments):
        if "https://cdn.test/1.png" in arguments:
            raise RuntimeError("a defect of ours")
        return real(*arguments)

    monkeypatch.setattr(previewing, broken, breaks)
    assert services.draw_previews(keys) == 2
    assert drawn_ones() == {"https://cdn.test/0.png", "https://cdn.test/2.png"}


def test_a_page_that_breaks_the_judging_does_not_hold_up_the_others_and_comes_later(images, monkeypatch):
    keys, real = probed(images, 3), probing._keep
    monkeypatch.setattr(probing, "_look", lambda url, sources: Findings(Verdict.OK, [], title="x", facts_seen=True))

    def breaks(key, seen):
        if key == keys[0]:
            raise RuntimeError("a defect of ours")
        return real(key, seen)

    monkeypatch.setattr(probing, "_keep", breaks)
    assert services.run_probes(keys) == {"probed": 3, "changed": 0}
    assert Probe.objects.filter(title="x").count() == 2
    assert Probe.objects.get(url_key=keys[0]).due_at > clock.now()


def test_the_preview_goes_when_the_page_names_no_image_any_more(images, recorded, deliver):
    (key,) = probed(images, 1)
    services.draw_previews([key])
    stem = Probe.objects.get().preview
    images.serves("/views/Sales/0", answer(b"<title>x</title>", Content_Type="text/html"))
    services.run_probes([key])
    assert (Probe.objects.get().preview, [event.stem for event in recorded(PreviewDropped)]) == ("", [stem])
    deliver()
    with pytest.raises(FileMissing):
        store().get(key_of(stem, "preview"), 10)


@pytest.mark.parametrize("meanwhile", ["forgotten", "of another image"])
def test_a_row_that_changes_while_its_image_is_drawn_leaves_no_file(images, monkeypatch, deliver, settings, meanwhile):
    (key,) = probed(images, 1)
    real = previewing.pictures.take

    def take(*arguments):
        stem = real(*arguments)
        if meanwhile == "forgotten":
            Probe.objects.all().delete()
        else:
            Probe.objects.update(image_url="https://cdn.test/else.png")
        return stem

    monkeypatch.setattr(previewing.pictures, "take", take)
    assert services.draw_previews([key]) == 0
    assert len(list(settings.MEDIA_FOLDER.rglob("*.webp"))) == 1
    deliver()
    assert list(settings.MEDIA_FOLDER.rglob("*.webp")) == []
    assert drawn_ones() == set()
