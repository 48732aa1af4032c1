"""Group G, soundness: images that are cut off, changed, empty, or only unusual."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from accounts.profiles.models import Profile
from config.images import AVATAR
from config.testing.client import Api
from config.testing.forms import Form
from config.testing.images import encoded, jpeg, opened, picture
from config.tests.attacks.uploads.uploading import AVATARS, code, pictures


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_g07_an_image_cut_off_anywhere_is_a_400(as_owner: Api, kept: Any, kind: str) -> None:
    data = encoded(picture(200, 150), kind)
    for tenth in range(1, 10):
        answer = as_owner.post(AVATARS, Form(image=data[: len(data) * tenth // 10]))
        assert code(answer) == (400, "image_broken")
    assert kept() == []


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
@pytest.mark.filterwarnings("ignore")
def test_g07_an_image_with_any_of_its_bytes_changed_is_never_a_500(as_owner: Api, kind: str) -> None:
    data, chance = encoded(picture(90, 70), kind), random.Random(7)
    for _ in range(60):
        changed = bytearray(data)
        for _ in range(chance.randint(1, 8)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        assert as_owner.post(AVATARS, Form(image=bytes(changed))).status_code in {200, 400}


@pytest.mark.parametrize("size", [1, 8, 100, 100_000])
def test_g07_zeros_are_no_image(as_owner: Api, size: int) -> None:
    assert code(as_owner.post(AVATARS, Form(image=b"\0" * size))) == (400, "image_type_not_allowed")


def test_g07_an_empty_file_is_no_image(as_owner: Api) -> None:
    answer = as_owner.post(AVATARS, Form(image=b""))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "empty")


ODD = {
    "1x1": encoded(Image.new("RGB", (1, 1))),
    "1x30000": encoded(Image.new("L", (1, 30_000))),
    "30000x1": encoded(Image.new("RGBA", (30_000, 1))),
    "grey of 16 bits": encoded(Image.new("I;16", (90, 60), 40_000)),
    "CMYK": encoded(Image.new("CMYK", (90, 60)), "JPEG"),
    "a palette with transparency": encoded(Image.new("P", (90, 60)), transparency=0),
    "one bit": encoded(Image.new("1", (90, 60))),
    "grey with alpha": encoded(Image.new("LA", (90, 60))),
    "interlaced": encoded(picture(90, 60), "GIF", interlace=True),
    "progressive": jpeg(90, 60, progressive=True),
    "lossless WebP": encoded(picture(90, 60, "RGBA"), "WEBP", lossless=True),
}


@pytest.mark.parametrize("data", ODD.values(), ids=ODD)
def test_g07_what_is_odd_and_sound_becomes_pictures(as_owner: Api, owner: Any, media_folder: Path, data: bytes) -> None:
    drawn = pictures(as_owner.post(AVATARS, Form(image=data)), media_folder)
    for variant in AVATAR:
        width, height = opened(drawn[variant.name]).size
        assert 1 <= width <= variant.width
        assert 1 <= height <= variant.height
    assert Profile.objects.get(pk=owner.pk).avatar
