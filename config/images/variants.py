"""The pictures that are drawn of an image: which ones there are, and how each is cut and written."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from config.images import decoding, headers
from config.images.errors import ImageTooHeavy

MOST_BYTES = 10 * 1024 * 1024
MEDIA_TYPE = "image/webp"
SUFFIX = ".webp"
QUALITY = 82


@dataclass(frozen=True, slots=True)
class Variant:
    """One picture, at most `width` × `height` pixels: cut to just that shape, or whole and fitted into it."""

    name: str
    width: int
    height: int
    is_cut: bool = True


AVATAR = (
    Variant("original", 1_200, 1_200, is_cut=False),
    Variant("medium", 600, 600),
    Variant("small", 300, 300),
    Variant("thumb", 150, 150),
)
THUMBNAIL = (Variant("large", 1_280, 720), Variant("medium", 640, 360), Variant("small", 320, 180))


def draw(data: bytes, variants: Sequence[Variant]) -> dict[str, bytes]:
    """Each variant of the image in `data`, by name, as WebP. Nothing is ever enlarged.

    Raises `ImageTypeNotAllowed`, `ImageTooHeavy`, `ImageTooLarge`, `ImageTooComplex`, `BrokenImage` or `ImagesBusy`.
    """
    if len(data) > MOST_BYTES:
        raise ImageTooHeavy(megabytes=MOST_BYTES // (1024 * 1024))
    header = headers.read(data)
    # Lying down or upright is not known yet, so the scale must do for both.
    sizes = [(header.width, header.height), (header.height, header.width)]
    needed = max(_scale(variant, *size) for variant in variants for size in sizes)
    with decoding.a_place():
        image = decoding.decode(data, header, needed=needed)
        return {variant.name: _written(_drawn(image, variant)) for variant in variants}


def _scale(variant: Variant, width: int, height: int) -> float:
    """By how much an image of that size shrinks to become the variant; 1 where it is too small to."""
    across, down = variant.width / width, variant.height / height
    return min(1.0, max(across, down) if variant.is_cut else min(across, down))


def _drawn(image: Image.Image, variant: Variant) -> Image.Image:
    scale = _scale(variant, image.width, image.height)
    if not variant.is_cut:
        return _resized(image, (image.width * scale, image.height * scale), (0, 0, image.width, image.height))
    # The largest part of the middle that has the variant's shape, and no more pixels than it has.
    share = min(image.width / variant.width, image.height / variant.height)
    wide, high = variant.width * share, variant.height * share
    left, top = max(0.0, (image.width - wide) / 2), max(0.0, (image.height - high) / 2)
    box = left, top, min(left + wide, image.width), min(top + high, image.height)
    shrink = min(1.0, 1 / share)
    return _resized(image, (wide * shrink, high * shrink), box)


def _resized(image: Image.Image, size: tuple[float, float], box: tuple[float, float, float, float]) -> Image.Image:
    width, height = max(1, round(size[0])), max(1, round(size[1]))
    return image.resize((width, height), Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)


def _written(image: Image.Image) -> bytes:
    """The picture as a file of its own: pixels, and nothing else."""
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    image.info = {}
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return out.getvalue()
