"""Group G, forms: bodies that are not the form asked for."""

from __future__ import annotations

from typing import Any

import pytest

from config.testing.client import Api
from config.testing.forms import BOUNDARY, Form
from config.testing.images import png
from config.tests.attacks.uploads.uploading import AVATARS, code


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nothing of a form",
        Form(image=png()).raw()[:200],
        Form(image=png()).raw().replace(BOUNDARY.encode(), b"another"),
        f'--{BOUNDARY}\r\nContent-Disposition: form-data\r\n\r\nx\r\n--{BOUNDARY}--\r\n'.encode(),
        f"--{BOUNDARY}\r\n{'X: ' + 'y' * 5_000}\r\n\r\nx\r\n--{BOUNDARY}--\r\n".encode(),
        Form(image="a text").raw(),
        Form(picture=png()).raw(),
        Form(image=png(), other="x").raw(),
        Form(image=png(), other=png()).raw(),
        Form({f"field{number}": "x" for number in range(1_200)}).raw(),
        Form(image=png(), **{"a\0b": "x"}).raw(),
    ],
    ids=range(12),
)  # fmt: skip
def test_g07_a_form_that_is_not_the_one_asked_for_is_a_400(as_owner: Api, kept: Any, body: bytes) -> None:
    answer = as_owner.post(AVATARS, body, Content_Type=Form.content_type)
    assert answer.status_code == 400, answer.content
    assert answer["Content-Type"].startswith("application/problem+json")
    assert kept() == []


@pytest.mark.parametrize(
    "media_type", ["application/json", "image/png", "text/plain", "application/x-www-form-urlencoded"]
)
def test_g07_anything_but_a_form_is_a_415(as_owner: Api, media_type: str) -> None:
    assert code(as_owner.post(AVATARS, png(), Content_Type=media_type)) == (415, "unsupported_media_type")
