"""Group G, polyglots: what is no image under the name of one, and images that are something else as well."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from config.testing.client import Api
from config.testing.forms import File, Form
from config.testing.images import chunk, encoded, jpeg, opened, picture, png
from config.tests.attacks.uploads.uploading import AVATARS, HTML, SVG, code, pictures


@pytest.mark.parametrize(
    "data",
    [SVG, b"<?xml version='1.0'?>" + SVG, HTML, b"push graphic-context\nviewbox 0 0 1 1\nurl(https://x)", b"%!PS-Adobe",
     b"%PDF-1.7\n", b"SIMPLE  =                    T", b"8BPS\0\1", b"BLP2", b"#!/bin/sh\n", b"PK\3\4", b"MZ\x90",
     b"\x1f\x8b\x08", b"id=ImageMagick", b"BM\0\0\0\0"],
    ids=range(15),
)  # fmt: skip
def test_g03_what_is_no_image_is_refused_under_an_images_name(as_owner: Api, kept: Any, data: bytes) -> None:
    file = File(data + b"\n" * 2_000, "picture.png", "image/png")
    assert code(as_owner.post(AVATARS, Form(image=file))) == (400, "image_type_not_allowed")
    assert kept() == []


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("index.html", HTML)
    return out.getvalue()


POLYGLOTS = {
    "a JPEG with a page behind it": jpeg() + HTML,
    "a PNG with an archive behind it": png() + zipped(),
    "a PNG with a page in a chunk": png()[:33] + chunk(b"tEXt", b"Comment\0" + HTML) + png()[33:],
    "a GIF that is a script": b"GIF89a/*" + encoded(picture(64, 48), "GIF")[8:] + b"*/=1;" + HTML,
    "a JPEG with a page as comment": jpeg()[:2] + b"\xff\xfe" + (len(HTML) + 2).to_bytes(2) + HTML + jpeg()[2:],
    "a WebP with a page behind it": encoded(picture(64, 48), "WEBP") + HTML,
}


@pytest.mark.parametrize("data", POLYGLOTS.values(), ids=POLYGLOTS)
def test_g03_of_a_polyglot_nothing_but_the_picture_is_left(
    as_owner: Api, media_folder: Path, kept: Any, data: bytes
) -> None:
    answer = as_owner.post(AVATARS, Form(image=data))
    if answer.status_code == 400:
        assert kept() == []
        return
    for file in pictures(answer, media_folder).values():
        assert opened(file).format == "WEBP"
        assert int.from_bytes(file[4:8], "little") + 8 == len(file)
        assert b"script" not in file
        assert b"PK\3\4" not in file
        assert not zipfile.is_zipfile(io.BytesIO(file))
