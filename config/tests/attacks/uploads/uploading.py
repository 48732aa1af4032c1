"""What the tests of uploads have in common: where they go, and what comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from config.images import AVATAR

AVATARS = "/users/profile/avatar"


HTML = b"<script>alert(document.domain)</script>"


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><foreignObject/></svg>'


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


def pictures(answer: Any, folder: Path) -> dict[str, bytes]:
    """The files behind the addresses in an answer."""
    assert answer.status_code == 200, answer.content
    addresses = answer.json()["avatar"]
    assert list(addresses) == [variant.name for variant in AVATAR]
    return {name: (folder / address.removeprefix("/media/")).read_bytes() for name, address in addresses.items()}
