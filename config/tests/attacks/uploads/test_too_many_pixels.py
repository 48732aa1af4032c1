"""Group G, size: files that are small and pictures that are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from config.testing.client import Api
from config.testing.forms import Form
from config.testing.images import chunk, jpeg_of_scans, png_bomb
from config.testing.served import Served
from config.tests.attacks.uploads.uploading import AVATARS, code

MEMORY = """
import re, sys
from pathlib import Path
from config.testing.images import png_bomb
from django.conf import settings
import django
django.setup()
from config import images
bomb = png_bomb()
assert len(bomb) < 25_000, len(bomb)
def most():  # KiB that were ever in use since the last look
    told = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
    Path("/proc/self/clear_refs").write_text("5")
    return told
most()
before = most()
for _ in range(20):
    try:
        images.draw(bomb, images.AVATAR)
    except images.ImageTooLarge as error:
        assert error.code == "image_too_large"
    else:
        sys.exit("it was taken")
print(most() - before)
"""


def test_g01_a_small_file_of_169_megapixels_is_refused_before_anything_is_decoded(
    as_owner: Api, kept: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(Image, "open", lambda *args, **options: asked.append(args))
    assert code(as_owner.post(AVATARS, Form(image=png_bomb()))) == (400, "image_too_large")
    assert asked == []
    assert kept() == []


def test_g01_refusing_it_takes_no_memory(tmp_path: Path) -> None:
    platform = Served(tmp_path)
    grown = int(platform.run("-c", MEMORY).split()[-1])
    assert grown < 50 * 1024  # KiB


@pytest.mark.parametrize(
    "size",
    [(40_000_001, 1), (6_325, 6_325), (65_536, 1), (2**31 - 1, 2**31 - 1)],
    ids=lambda size: "x".join(map(str, size)),
)
def test_g01_too_many_pixels_of_any_shape_are_refused(as_owner: Api, size: tuple[int, int]) -> None:
    wide, high = size
    header = wide.to_bytes(4) + high.to_bytes(4) + b"\x08\x02\0\0\0"
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    assert code(as_owner.post(AVATARS, Form(image=data))) == (400, "image_too_large")


def test_g01_a_second_header_with_another_size_is_refused(as_owner: Api) -> None:
    small, huge = ((side).to_bytes(4) * 2 + b"\x08\x02\0\0\0" for side in (10, 20_000))
    data = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", small) + chunk(b"IHDR", huge) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    )
    assert as_owner.post(AVATARS, Form(image=data)).status_code == 400


def test_g01_a_jpeg_of_a_thousand_scans_is_refused_unseen(as_owner: Api) -> None:
    assert code(as_owner.post(AVATARS, Form(image=jpeg_of_scans(1_000)))) == (400, "image_too_complex")
