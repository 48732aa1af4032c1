"""Dockerfile and compose file, checked by parsing: no engine runs here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.settings.base import env

ROOT = Path(__file__).resolve().parent.parent.parent
INSTRUCTIONS = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "CMD"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_every_service_restarts_and_says_whether_it_is_well(compose: dict[str, Any]) -> None:
    wanted = {"entrance", "web", "websocket", "worker", "beat", "postgres", "redis"}
    assert wanted <= set(compose["services"])
    for name in wanted:
        assert compose["services"][name]["restart"] == "unless-stopped"
        assert compose["services"][name]["healthcheck"]["test"][0] == "CMD"


def test_there_is_one_entrance(compose: dict[str, Any]) -> None:
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["entrance"]


def test_the_variables_it_sets_are_variables_we_read(compose: dict[str, Any]) -> None:
    for name in ("web", "websocket", "worker", "beat", "migrate"):
        assert set(compose["services"][name]["environment"]) <= set(env.asked)


def test_the_example_names_every_variable_it_asks_for(compose: dict[str, Any]) -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    asked = set(re.findall(r"(?<!\$)\$\{(\w+)", text))
    example = {line.partition("=")[0] for line in (ROOT / ".env.example").read_text().splitlines() if "=" in line}
    assert asked <= example


def test_workers_run_without_a_pool(compose: dict[str, Any]) -> None:
    for name in ("worker", "beat"):
        assert compose["services"][name]["environment"]["DATABASE_POOL"] == "0"


def test_the_image_runs_as_an_ordinary_user() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    words = [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]
    assert {word[0] for word in words} <= INSTRUCTIONS
    assert [word[1] for word in words if word[0] == "USER"][-1] == "sigma"
    assert words[-1][0] == "CMD"
    assert yaml.safe_load(words[-1][1])[0] == "granian"


def test_the_workflow_calls_the_same_script() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text())
    assert workflow["jobs"]["ci"]["steps"][-1]["run"] == ".ci/run"
