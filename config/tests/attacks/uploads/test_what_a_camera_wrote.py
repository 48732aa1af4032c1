"""Group G, metadata: where a picture was taken, and with what."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, PngImagePlugin

from config.testing.client import Api
from config.testing.forms import Form
from config.testing.images import encoded, opened, picture
from config.tests.attacks.uploads.uploading import AVATARS, pictures


def test_g05_nothing_that_a_camera_wrote_is_left(as_owner: Api, media_folder: Path) -> None:
    exif = Image.Exif()
    exif[0x0110], exif[0x9286] = "CAMERA-SECRET", "COMMENT-SECRET"
    exif.get_ifd(0x8825).update({1: "N", 2: (38.0, 42.0, 49.0), 3: "W", 4: (9.0, 8.0, 21.0)})
    exif.get_ifd(0x8769).update({0xA431: "SERIAL-SECRET"})
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "<script>TEXT-SECRET</script>")
    info.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>XMP-SECRET</x:xmpmeta>", zip=True)
    small = picture(300, 300)
    profile = b"ICC-SECRET" * 400_000
    xmp = b"<x:xmpmeta>XMP-SECRET</x:xmpmeta>"
    files = (
        encoded(small, "JPEG", exif=exif, comment=b"<script>SECRET</script>", icc_profile=profile, xmp=xmp),
        encoded(small, "PNG", exif=exif, pnginfo=info, icc_profile=profile[:4_000]),
        encoded(small, "WEBP", exif=exif, xmp=xmp, icc_profile=profile[:4_000]),
        encoded(small, "GIF", comment=b"<script>SECRET</script>"),
    )
    for data in files:
        for file in pictures(as_owner.post(AVATARS, Form(image=data)), media_folder).values():
            drawn = opened(file)
            assert not drawn.getexif()
            assert not {"icc_profile", "xmp", "exif", "comment", "XML:com.adobe.xmp"} & set(drawn.info)
            assert b"SECRET" not in file
            assert {file[12:16]} <= {b"VP8 ", b"VP8L", b"VP8X"}
            assert b"EXIF" not in file
            assert b"ICCP" not in file
