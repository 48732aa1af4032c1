"""What an image says of itself, read from its first bytes by plain arithmetic, before any decoder is given a byte."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass

from config.images.errors import BrokenImage, ImageTooComplex, ImageTooLarge, ImageTypeNotAllowed

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 65_535
# Cameras and editors write some ten scans; each further one costs a pass over the whole picture for a few bytes.
MOST_SCANS = 64
MOST_SEGMENTS = 10_000

# Markers that have a length behind them, and the end; not those that stand alone, nor bytes of a scan. Any number of
# fill bytes may stand before one: the last of them is met here, for a pattern of the whole run costs its square.
_MARKER = re.compile(rb"\xff([^\x00\x01\xd0-\xd8\xff])", re.DOTALL)
_FRAMES = {0xC0, 0xC1, 0xC2}
_SCAN, _END = 0xDA, 0xD9


@dataclass(frozen=True, slots=True)
class Header:
    """The type as Pillow calls it, and the size in pixels as it is stored."""

    kind: str
    width: int
    height: int


def read(data: bytes) -> Header:
    """What `data` says it is; refuses other types, damaged headers, and more than 40 megapixels."""
    kind, measure = _kind(data)
    try:
        width, height = measure(data)
    except (struct.error, IndexError):
        raise BrokenImage from None
    check_size(width, height)
    return Header(kind, width, height)


def check_size(width: int, height: int) -> None:
    """Refuse an image without pixels, or with too many."""
    if width < 1 or height < 1:
        raise BrokenImage
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise ImageTooLarge(megapixels=MOST_PIXELS // 1_000_000)


def _kind(data: bytes) -> tuple[str, Callable[[bytes], tuple[int, int]]]:
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG", _jpeg
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG", _png
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF", _gif
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP", _webp
    raise ImageTypeNotAllowed


def _png(data: bytes) -> tuple[int, int]:
    length, name, width, height = struct.unpack_from(">I4sII", data, 8)
    if name != b"IHDR" or length != 13:
        raise BrokenImage
    return width, height


def _gif(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height


def _webp(data: bytes) -> tuple[int, int]:
    name = data[12:16]
    if name == b"VP8X":
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
    elif name == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = (value & 0x3FFF for value in struct.unpack_from("<HH", data, 26))
    elif name == b"VP8L" and data[20:21] == b"\x2f":
        (bits,) = struct.unpack_from("<I", data, 21)
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        raise BrokenImage
    if len(data) < 30:
        raise BrokenImage
    return width, height


def _jpeg(data: bytes) -> tuple[int, int]:
    """The size in the frame's header; every segment is walked, to count the scans."""
    size: tuple[int, int] | None = None
    scans, segments, at = 0, 0, 2
    while (found := _MARKER.search(data, at)) and found[1][0] != _END:
        marker, at = found[1][0], found.end()
        (length,) = struct.unpack_from(">H", data, at)
        if marker in _FRAMES:
            if size is not None:
                raise BrokenImage
            height, width = struct.unpack_from(">HH", data, at + 3)
            size = width, height
        scans += marker == _SCAN
        segments += 1
        if scans > MOST_SCANS or segments > MOST_SEGMENTS:
            raise ImageTooComplex
        at += max(length, 2)
    if size is None or not scans:
        raise BrokenImage
    return size
