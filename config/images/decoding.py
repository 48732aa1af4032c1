"""Decoding one image into a small picture of our own, in bounded memory, a few at once.

A JPEG is decoded at the smallest scale that is large enough. What can only be decoded whole is converted and shrunk
strip by strip, so that beside the decoded pixels there is never a second picture of that size.
"""

from __future__ import annotations

import io
import logging
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.conf import settings
from PIL import Image, ImageCms

from config.images import headers
from config.images.errors import BrokenImage, ImagesBusy, ImageTooLarge
from config.images.headers import MOST_PIXELS, Header

log = logging.getLogger(__name__)

# Our own look at the header comes first; these hold whatever it may have missed.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)

STRIP_PIXELS = 1_000_000
LARGEST_PROFILE = 65_536
"""Bytes of a colour profile. Those of screens and cameras have a few thousand at most."""

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION = 0x0112
_EIGHT_BITS = [value >> 8 for value in range(65_536)]


@cache
def _places() -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(settings.IMAGES_AT_ONCE)


@contextmanager
def a_place() -> Iterator[None]:
    """Wait for one of the few places for decoding; `ImagesBusy` where none comes free in time."""
    if not _places().acquire(timeout=settings.IMAGES_WAIT_SECONDS):
        raise ImagesBusy(headers={"Retry-After": "5"})
    try:
        yield
    finally:
        _places().release()


def decode(data: bytes, header: Header, *, needed: float) -> Image.Image:
    """The first picture in `data`, upright, in sRGB, as RGB or RGBA, with nothing attached.

    `needed` is the least scale, up to 1, that must be left of it. Whatever a decoder says of a damaged file is a
    `BrokenImage`.
    """
    try:
        with Image.open(io.BytesIO(data), formats=[header.kind]) as image:
            headers.check_size(*image.size)
            return _small(image, header, needed)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ImageTooLarge(megapixels=MOST_PIXELS // 1_000_000) from None
    except (ImageTooLarge, BrokenImage):
        raise
    except Exception as error:  # decoders of damaged files raise whatever there is
        log.info("an image could not be decoded: %r", error)
        raise BrokenImage from None


def _small(image: Image.Image, header: Header, needed: float) -> Image.Image:
    if header.kind == "JPEG":
        image.draft(None, (_scaled(image.width, needed), _scaled(image.height, needed)))
    image.load()
    headers.check_size(*image.size)
    profile = image.info.get("icc_profile")
    mode, turn = image.mode, _turn(image)
    left = needed * max(header.width / image.width, 1.0)
    made = _shrunk(image, max(1, int(1 / (2 * left))))
    made = _in_srgb(made, profile) if profile and mode in {"RGB", "RGBA", "P"} else made
    return made if turn is None else made.transpose(turn)


def _scaled(side: int, scale: float) -> int:
    return max(1, int(side * scale + 0.999))


def _turn(image: Image.Image) -> Image.Transpose | None:
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # metadata that cannot be read turns nothing
        return None


def _shrunk(image: Image.Image, factor: int) -> Image.Image:
    """The picture as RGB or RGBA, `factor` times smaller each way, made strip by strip."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    across, down = min(factor, image.width), min(factor, image.height)
    size = -(-image.width // across), -(-image.height // down)
    made = Image.new(mode, size)
    step = max(1, STRIP_PIXELS // (image.width * down)) * down
    for top in range(0, image.height, step):
        strip = image.crop((0, top, image.width, min(top + step, image.height)))
        strip = _eight_bits(strip).convert(mode)
        if factor > 1:
            strip = strip.reduce((across, down))
        made.paste(strip, (0, top // down))
    return made


def _eight_bits(strip: Image.Image) -> Image.Image:
    """Grey of 16 bits as grey of 8; Pillow's own conversion would clip it."""
    if strip.mode == "I" or strip.mode.startswith("I;16"):
        return strip.convert("I").point(_EIGHT_BITS, "L")
    return strip


def _in_srgb(made: Image.Image, profile: bytes) -> Image.Image:
    """The colours as sRGB has them, where the profile is small, sound and one of RGB; as they are elsewhere."""
    if len(profile) > LARGEST_PROFILE:
        return made
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if source.profile.xcolor_space.strip() != "RGB":
            return made
        colours = made.convert("RGB") if made.mode == "RGBA" else made
        turned = ImageCms.profileToProfile(colours, source, _srgb(), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return made
    if turned is None:
        return made
    if made.mode == "RGBA":
        turned.putalpha(made.getchannel("A"))
    return turned


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
