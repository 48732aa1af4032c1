"""Safe images: whatever somebody uploads becomes a few pictures that we drew ourselves, or is refused.

    pictures = draw(data, AVATAR)        # {"original": b"RIFF…", "medium": …}, WebP without metadata

What the bytes say of themselves (type, width, height, scans) is read before any decoder sees them (`headers`). Then one
picture, the first, is decoded by the decoder of that type alone, and made small while that happens (`decoding`); every
variant is drawn from the small one and written anew (`variants`). Nothing of the file itself is ever stored or served.
`docs/decisions/0014-images.md` gives the reasons.
"""

from config.images.errors import (
    BrokenImage,
    ImagesBusy,
    ImageTooComplex,
    ImageTooHeavy,
    ImageTooLarge,
    ImageTypeNotAllowed,
)
from config.images.variants import AVATAR, MEDIA_TYPE, SUFFIX, THUMBNAIL, Variant, draw

ERRORS = [BrokenImage, ImageTooComplex, ImageTooHeavy, ImageTooLarge, ImageTypeNotAllowed, ImagesBusy]
"""All that `draw` refuses."""

__all__ = [
    "AVATAR",
    "ERRORS",
    "MEDIA_TYPE",
    "SUFFIX",
    "THUMBNAIL",
    "BrokenImage",
    "ImageTooComplex",
    "ImageTooHeavy",
    "ImageTooLarge",
    "ImageTypeNotAllowed",
    "ImagesBusy",
    "Variant",
    "draw",
]
