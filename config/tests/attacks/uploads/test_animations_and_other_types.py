"""Group G, types: many frames where one is wanted, and types that are not taken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from config.testing.client import Api
from config.testing.forms import Form
from config.testing.images import encoded, opened, picture
from config.tests.attacks.uploads.uploading import AVATARS, code, pictures


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_g02_of_an_animation_the_first_frame_alone_is_decoded(as_owner: Api, media_folder: Path, kind: str) -> None:
    frames = [Image.new("RGB", (120, 120), ("red", "blue")[number % 2]) for number in range(10)]
    data = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=20)
    drawn = opened(pictures(as_owner.post(AVATARS, Form(image=data)), media_folder)["small"])
    assert getattr(drawn, "n_frames", 1) == 1
    assert drawn.getpixel((60, 60))[0] > 200


def test_g02_ten_thousand_frames_cost_one(as_owner: Api, media_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = encoded(picture(16, 16), "GIF")
    head = 13 + 3 * 2 ** ((one[10] & 7) + 1)
    data = one[:head] + one[head:-1] * 10_000 + one[-1:]
    loads: list[int] = []
    monkeypatch.setattr("PIL.GifImagePlugin.GifImageFile.seek", lambda self, frame: loads.append(frame))
    pictures(as_owner.post(AVATARS, Form(image=data)), media_folder)
    assert loads == []


@pytest.mark.parametrize(
    ("kind", "options"),
    [("TIFF", {}), ("ICO", {}), ("BMP", {}), ("PPM", {}), ("TGA", {}), ("ICNS", {}), ("JPEG2000", {}), ("PDF", {}),
     ("EPS", {}), ("PCX", {}), ("SGI", {}), ("DDS", {}), ("AVIF", {})],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_g02_other_types_are_refused_whatever_the_library_could_read(as_owner: Api, kind: str, options: Any) -> None:
    data = encoded(picture(64, 64), kind, **options)
    assert code(as_owner.post(AVATARS, Form(image=data))) == (400, "image_type_not_allowed")
