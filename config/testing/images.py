"""Images for tests, made in code: good ones of every kind, and what is wrong in a particular way."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image


def encoded(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """The image as a file of that kind."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    """The decoded image; fails where it cannot be decoded to its end."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def picture(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    """Something to see: no two corners are alike."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (across, down, Image.new("L", (width, height), 128))).convert(mode)


def png(width: int = 64, height: int = 48) -> bytes:
    return encoded(picture(width, height))


def jpeg(width: int = 64, height: int = 48, **options: Any) -> bytes:
    return encoded(picture(width, height), "JPEG", **options)


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_bomb(width: int = 13_000, height: int = 13_000) -> bytes:
    """A PNG of one bit a pixel, all black: some 20 kB at 13,000 × 13,000."""
    rows = zlib.compressobj(9)
    line = b"\0" * (1 + -(-width // 8))
    data = b"".join(rows.compress(line) for _ in range(height)) + rows.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def of_length(length: int) -> bytes:
    """A good JPEG of just so many bytes, filled up with comments."""
    data = jpeg()
    left = length - len(data)
    comments = b""
    while left:
        size = min(left, 60_000) if left >= 64_000 or left <= 60_000 else left // 2
        comments += b"\xff\xfe" + struct.pack(">H", size - 2) + b"x" * (size - 4)
        left -= size
    return data[:2] + comments + data[2:]


def jpeg_of_scans(number: int) -> bytes:
    """A progressive JPEG whose last scan is there many times over."""
    data = jpeg(progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * number + data[-2:]
