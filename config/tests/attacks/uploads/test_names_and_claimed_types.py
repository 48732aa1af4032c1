"""Group G, names: what a file is called and claims to be, and how it is served."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from config.images import AVATAR
from config.testing.client import Api
from config.testing.forms import File, Form
from config.testing.images import jpeg, png
from config.tests.attacks.uploads.uploading import AVATARS, HTML, SVG, code, pictures

NAMES = (
    "a.php.png", "a.png%00.svg", "a.png\\x00.svg", "a.png/.", ".htaccess", "x" * 300 + ".png", "CON", "nul.png",
    "../../../../etc/cron.d/x", "/etc/passwd", "..\\..\\x", "a\tb.png", "a;b.png", "💥.png", "a.svg", "a.html", " ",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_g04_a_hostile_name_is_never_one_of_ours(as_owner: Api, media_folder: Path, kept: Any, name: str) -> None:
    answer = as_owner.post(AVATARS, Form(image=File(png(), name, "text/html")))
    assert answer.status_code in {200, 400}
    for path in kept():
        assert re.fullmatch(r"avatars/[0-9a-f]{2}/[0-9a-f]{32}-[a-z]+\.webp", str(path.relative_to(media_folder)))
    assert len(kept()) == (len(AVATAR) if answer.status_code == 200 else 0)


def test_g04_a_line_break_in_a_name_adds_no_header(as_owner: Api, kept: Any) -> None:
    answer = as_owner.post(AVATARS, Form(image=File(png(), 'a.png"\r\nContent-Type: text/html\r\nX: "', "image/png")))
    assert answer.status_code in {200, 400}
    for path in kept():
        assert path.suffix == ".webp"


@pytest.mark.parametrize("claimed", ["text/html", "image/svg+xml", "application/x-php", "", "image/png; charset=bogus"])
def test_g04_the_claimed_type_counts_for_nothing(as_owner: Api, media_folder: Path, claimed: str) -> None:
    assert pictures(as_owner.post(AVATARS, Form(image=File(png(), "a.html", claimed))), media_folder)
    refused = as_owner.post(AVATARS, Form(image=File(SVG, "a.png", claimed or "image/png")))
    assert code(refused) == (400, "image_type_not_allowed")


def test_g04_a_picture_is_served_as_nothing_but_a_picture(as_owner: Api, client: Any, media_folder: Path) -> None:
    address = as_owner.post(AVATARS, Form(image=jpeg())).json()["avatar"]["medium"]
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == "inline"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "path",
    ["../settings", "..%2f..%2fsecrets/secret-key", "%2e%2e/secrets/secret-key", "avatars/", "", "avatars/../../x",
     "/etc/passwd", "avatars/00/00000000000000000000000000000000-small.webp", "avatars/00/x-small.webp%00.png",
     "incoming/avatars/00000000000000000000000000000000", ".writing/x"],
)  # fmt: skip
def test_g04_nothing_else_is_served_and_nothing_is_listed(
    as_owner: Api, client: Any, media_folder: Path, path: str
) -> None:
    as_owner.post(AVATARS, Form(image=png()))
    (media_folder / "incoming" / "avatars").mkdir(parents=True)
    (media_folder / "incoming" / "avatars" / ("0" * 32)).write_bytes(HTML)
    answer = client.get(f"/media/{path}")
    assert answer.status_code in {400, 404}
    assert b"script>alert" not in answer.content
