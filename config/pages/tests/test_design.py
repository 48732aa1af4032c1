"""The design holds what docs/design.md says of it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from config.pages import contrast
from config.pages.tags import TINTS

pytestmark = pytest.mark.once

DESIGN = contrast.TOKENS.parent
STYLE = (DESIGN / "pages.css").read_text(encoding="utf-8")


@pytest.mark.parametrize("row", [*contrast.table()], ids=lambda row: " ".join(row[:3]))
def test_every_pair_of_colours_can_be_read(row):
    *_names, has, needed = row
    assert has >= needed


def test_what_the_measure_says_of_known_pairs():
    assert contrast.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast.contrast("#123456", "#123456") == 1


def test_colours_come_from_the_tokens_alone():
    outside_of_print = STYLE.partition("@media print")[0]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", outside_of_print) == []
    used = set(re.findall(r"var\(--([\w-]+)\)", STYLE))
    defined = set(re.findall(r"--([\w-]+):", contrast.TOKENS.read_text(encoding="utf-8")))
    assert used - defined == set()


def test_dark_names_every_colour_of_its_own():
    text = contrast.TOKENS.read_text(encoding="utf-8")
    light, dark = (set(re.findall(r"--([\w-]+): #", part)) for part in re.findall(r":root \{(.*?)\}", text, re.DOTALL))
    assert dark == light


def test_there_is_a_tint_and_a_motif_for_each_number():
    for number in range(TINTS):
        assert f".tint-{number} {{" in STYLE
        assert (DESIGN / f"motif-{number}.svg").exists()


@pytest.mark.parametrize("name", [file.name for file in sorted(DESIGN.iterdir())])
def test_every_file_of_the_design_is_served_from_here_and_loads_nothing_from_elsewhere(db, name):
    answer = Client().get(f"/static/design/{name}")
    assert answer.status_code == 200
    text = b"".join(answer).decode() if name.endswith((".css", ".svg")) else ""
    assert re.findall(r"url\((?!\"motif-\d\.svg\"\))|@import|<script|https?://(?!www\.w3\.org/2000/svg)", text) == []


def test_nothing_moves_for_those_who_asked_for_that():
    moving = re.findall(r"(?:transition|animation|scroll-behavior)\b", STYLE)
    allowed = STYLE.partition("@media (prefers-reduced-motion: no-preference) {")[2]
    assert len(moving) == len(re.findall(r"(?:transition|animation|scroll-behavior)\b", allowed)) > 0
