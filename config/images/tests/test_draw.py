"""What becomes of an image: the right sizes, upright, in the right colours, with nothing else in it."""

from __future__ import annotations

import threading
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from config import images
from config.images import decoding, headers
from config.images.errors import BrokenImage
from config.testing.images import encoded, jpeg, opened, picture, png

ORIENTATION = 0x0112


def sizes(data: bytes, variants=images.AVATAR) -> dict[str, tuple[int, int]]:
    return {name: opened(file).size for name, file in images.draw(data, variants).items()}


def close(colour: tuple[int, ...], to: tuple[int, ...], by: int = 8) -> bool:
    return all(abs(one - other) <= by for one, other in zip(colour, to, strict=True))


def test_an_avatar_comes_in_three_squares_and_whole() -> None:
    assert sizes(png(1600, 1200)) == {
        "original": (1200, 900), "medium": (600, 600), "small": (300, 300), "thumb": (150, 150)
    }  # fmt: skip


def test_a_thumbnail_comes_in_three_sizes_of_its_shape() -> None:
    drawn = sizes(jpeg(2000, 2000), images.THUMBNAIL)
    assert drawn == {"large": (1280, 720), "medium": (640, 360), "small": (320, 180)}


def test_what_is_small_is_cut_and_never_enlarged() -> None:
    assert sizes(png(200, 100)) == {
        "original": (200, 100), "medium": (100, 100), "small": (100, 100), "thumb": (100, 100)
    }  # fmt: skip
    assert sizes(png(160, 160), images.THUMBNAIL) == dict.fromkeys(["large", "medium", "small"], (160, 90))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_every_allowed_type_is_read_and_webp_is_written(kind: str) -> None:
    drawn = images.draw(encoded(picture(700, 650), kind), images.AVATAR)
    assert {Image.open(BytesIO(file)).format for file in drawn.values()} == {"WEBP"}
    corner = opened(drawn["medium"]).getpixel((590, 300))
    assert close(corner, picture(600, 600).getpixel((590, 300)), 16)


def test_the_middle_is_what_is_cut_out() -> None:
    image = Image.new("RGB", (900, 300), "red")
    image.paste("blue", (300, 0, 600, 300))
    cut = opened(images.draw(encoded(image), images.AVATAR)["small"])
    assert close(cut.getpixel((10, 150)), (0, 0, 255), 12)
    assert close(cut.getpixel((290, 150)), (0, 0, 255), 12)


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_picture_stands_as_its_camera_was_held(turn: int) -> None:
    """The upper left quarter of the upright picture is red, whatever way it is stored."""
    upright = Image.new("RGB", (800, 600), "white")
    upright.paste("red", (0, 0, 400, 300))
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    stored = upright if turn == 1 else upright.transpose(back[turn])
    exif = Image.Exif()
    exif[ORIENTATION] = turn
    drawn = opened(images.draw(encoded(stored, "JPEG", exif=exif), images.AVATAR)["original"])
    assert drawn.size == (800, 600)
    assert close(drawn.getpixel((100, 100)), (255, 0, 0), 16)
    assert close(drawn.getpixel((700, 100)), (255, 255, 255), 16)
    assert close(drawn.getpixel((100, 500)), (255, 255, 255), 16)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_exif_that_cannot_be_read_turns_nothing() -> None:
    assert sizes(jpeg(400, 300, exif=b"Exif\0\0MM\0*\xff\xff\xff\xff"))["original"] == (400, 300)


def test_transparency_stays_and_is_left_out_where_there_is_none() -> None:
    glass = picture(300, 300, "RGBA")
    glass.putalpha(80)
    drawn = opened(images.draw(encoded(glass), images.AVATAR)["small"])
    assert drawn.mode == "RGBA"
    assert abs(drawn.getpixel((150, 150))[3] - 80) <= 2
    assert opened(images.draw(encoded(picture(300, 300, "RGBA")), images.AVATAR)["small"]).mode == "RGB"


def test_a_transparent_colour_of_a_palette_is_transparent() -> None:
    image = Image.new("P", (200, 200), 1)
    image.putpalette([0, 255, 0, 255, 0, 0])
    image.paste(0, (0, 0, 100, 200))
    drawn = opened(images.draw(encoded(image, transparency=0), images.AVATAR)["small"])
    assert drawn.getpixel((20, 100))[3] == 0
    assert close(drawn.getpixel((180, 100)), (255, 0, 0, 255), 12)


def test_grey_of_sixteen_bits_is_halved_and_not_clipped() -> None:
    image = Image.new("I;16", (200, 200), 32_768)
    assert close(opened(images.draw(encoded(image), images.AVATAR)["small"]).getpixel((99, 99)), (128, 128, 128), 3)


def test_printers_colours_become_those_of_screens() -> None:
    image = Image.new("CMYK", (200, 200), (0, 255, 255, 0))
    drawn = opened(images.draw(encoded(image, "JPEG"), images.AVATAR)["small"])
    assert close(drawn.getpixel((99, 99)), (255, 0, 0), 12)


def test_a_small_colour_profile_is_followed_and_left_out() -> None:
    from PIL import ImageCms as cms

    linear = bytearray(cms.ImageCmsProfile(cms.createProfile("sRGB")).tobytes())
    # The red and blue columns exchanged: a profile that is read shows in the colours.
    red, blue = linear.index(b"rXYZ"), linear.index(b"bXYZ")
    linear[red : red + 4], linear[blue : blue + 4] = linear[blue : blue + 4], linear[red : red + 4]
    image = encoded(Image.new("RGB", (200, 200), (255, 0, 0)), icc_profile=bytes(linear))
    drawn = opened(images.draw(image, images.AVATAR)["small"])
    assert drawn.getpixel((99, 99))[2] > 150 > drawn.getpixel((99, 99))[0]
    assert "icc_profile" not in drawn.info


@pytest.mark.parametrize("profile", [b"\0" * 400, b"no profile", b"x" * 4_000_000], ids=["zeros", "text", "4 MB"])
def test_a_colour_profile_that_cannot_be_followed_is_passed_over(profile: bytes) -> None:
    image = encoded(Image.new("RGB", (200, 200), (255, 0, 0)), "JPEG", icc_profile=profile)
    drawn = opened(images.draw(image, images.AVATAR)["small"])
    assert close(drawn.getpixel((99, 99)), (255, 0, 0), 12)
    assert "icc_profile" not in drawn.info


def test_a_profile_that_unpacks_to_megabytes_is_a_broken_image() -> None:
    with pytest.raises(images.BrokenImage):
        images.draw(encoded(Image.new("RGB", (200, 200)), icc_profile=b"x" * 4_000_000), images.AVATAR)


def test_only_so_many_images_are_decoded_at_once(settings, monkeypatch) -> None:
    settings.IMAGES_AT_ONCE, settings.IMAGES_WAIT_SECONDS = 2, 0.05
    decoding._places.cache_clear()
    begun, go_on = threading.Semaphore(0), threading.Event()
    decode = decoding.decode

    def slow(*args, **options):
        begun.release()
        assert go_on.wait(20)
        return decode(*args, **options)

    monkeypatch.setattr(decoding, "decode", slow)
    threads = [threading.Thread(target=images.draw, args=(png(), images.AVATAR)) for _ in range(2)]
    for thread in threads:
        thread.start()
        assert begun.acquire(timeout=20)
    with pytest.raises(images.ImagesBusy) as refused:
        images.draw(png(), images.AVATAR)
    assert refused.value.headers["Retry-After"]
    go_on.set()
    for thread in threads:
        thread.join(20)
    monkeypatch.setattr(decoding, "decode", decode)
    assert sizes(png())["thumb"] == (48, 48)
    decoding._places.cache_clear()


def test_a_refused_image_gives_its_place_back(settings) -> None:
    settings.IMAGES_AT_ONCE, settings.IMAGES_WAIT_SECONDS = 1, 0.05
    decoding._places.cache_clear()
    for _ in range(3):
        with pytest.raises(images.BrokenImage):
            images.draw(png()[:-40], images.AVATAR)
    assert sizes(png())["thumb"] == (48, 48)
    decoding._places.cache_clear()


def test_the_library_holds_the_limit_where_our_look_at_the_header_would_miss_it(monkeypatch) -> None:
    from config.testing.images import png_bomb

    monkeypatch.setattr("config.images.headers.check_size", lambda width, height: None)
    with pytest.raises(images.ImageTooLarge):
        images.draw(png_bomb(), images.AVATAR)


def test_srgb_itself_is_a_profile_that_changes_nothing() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = encoded(Image.new("RGB", (200, 200), (200, 100, 50)), icc_profile=profile)
    drawn = opened(images.draw(image, images.AVATAR)["small"])
    assert close(drawn.getpixel((99, 99)), (200, 100, 50), 6)


@pytest.mark.parametrize("end", [b"", b"\x00", b"\xd0"], ids=["nothing", "a-byte-of-a-scan", "a-marker-alone"])
def test_a_long_run_of_fill_bytes_is_walked_once(end: bytes) -> None:
    """A pattern that takes a run as a whole would try every part of it, and not come to an end of this one for days."""
    with pytest.raises(BrokenImage):
        headers.read(b"\xff\xd8\xff" + b"\xff" * 10_000_000 + end)


def test_fill_bytes_before_a_marker_change_nothing() -> None:
    data = jpeg(30, 20)
    frame = next(at for at in range(len(data)) if data[at] == 0xFF and data[at + 1] in (0xC0, 0xC1, 0xC2))
    assert headers.read(data[:frame] + b"\xff" * 7 + data[frame:]) == headers.read(data)
