"""A check that cannot fail protects nothing: each border of the house is broken on purpose, and must be noticed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("config", "accounts", "moderation", "social", "workbooks", "notifications", "analytics")

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("checks")]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's code without its tests, to break at will."""
    house = tmp_path_factory.mktemp("house")
    for app in APPS:
        shutil.copytree(ROOT / app, house / app, ignore=shutil.ignore_patterns("__pycache__", "attacks", "*.mo"))
    for name in ("pyproject.toml", "pytest.ini", "manage.py", "conftest.py", "requirements.txt"):
        shutil.copy(ROOT / name, house / name)
    shutil.copytree(ROOT / "templates", house / "templates")
    shutil.copytree(ROOT / "docs", house / "docs")
    subprocess.run(["git", "init", "-q"], cwd=house, check=True)
    return house


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(
        command, cwd=house, env=os.environ | {"PYTHONPATH": str(house)}, capture_output=True, text=True, check=False
    )


def run_test(house: Path, test: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly", test]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_XDIST")}
    return subprocess.run(command, cwd=house, env=kept, capture_output=True, text=True, check=False)


class Broken:
    """Adds a line to a file for as long as the block runs."""

    def __init__(self, path: Path, line: str) -> None:
        self.path, self.line = path, line
        self.before: str | None = None

    def __enter__(self) -> None:
        self.before = self.path.read_text() if self.path.exists() else None
        self.path.write_text((self.before or '"""A file."""\n') + f"\n{self.line}\n")

    def __exit__(self, *_: object) -> None:
        if self.before is None:
            self.path.unlink()
        else:
            self.path.write_text(self.before)


def test_the_house_as_it_stands_keeps_every_contract(copy: Path) -> None:
    ended = lint(copy)
    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize(
    ("contract", "file", "line"),
    [
        ("1. Import downward only", "accounts/users/queries.py", "import social.graph.queries"),
        ("1. Import downward only", "social/graph/queries.py", "import workbooks.catalog.queries"),
        ("1. Import downward only", "workbooks/catalog/queries.py", "import notifications.mail.services"),
        ("1b. The ground knows no app", "config/events/event.py", "import accounts.users.queries"),
        ("2. The inside of accounts is its own", "social/people/queries.py", "import accounts.users.api"),
        ("2. The inside of workbooks is its own", "notifications/mail/services.py", "import workbooks.catalog.models"),
        (
            "3. The tables of accounts.users are its own",
            "accounts/profiles/services.py",
            "import accounts.users.models",
        ),
        ("3. The tables of workbooks.tags are its own", "workbooks/catalog/queries.py", "import workbooks.tags.models"),
        ("4. Inside a slice", "social/graph/queries.py", "import social.graph.services"),
        ("4. Inside a slice", "workbooks/tags/services.py", "import workbooks.tags.api"),
        ("5. Slices of an app form no circle", "workbooks/tags/queries.py", "import workbooks.catalog.queries"),
        ("5b. Index files", "social/graph/queries.py", "import social.models"),
        ("5c. The graph lies at the bottom", "social/graph/queries.py", "import social.people.queries"),
        (
            "6. Services, queries, models and events",
            "social/graph/services/following.py",
            "import rest_framework.views",
        ),
        ("6. Services, queries, models and events", "workbooks/catalog/events.py", "import config.api.fields"),
    ],
)
def test_a_broken_border_fails_the_check_by_name(copy: Path, contract: str, file: str, line: str) -> None:
    with Broken(copy / file, line):
        ended = lint(copy)
    assert ended.returncode != 0
    broken = [text for text in ended.stdout.splitlines() if "BROKEN" in text or text.startswith(contract[:20])]
    assert any(text.startswith(contract) for text in broken), ended.stdout


@pytest.mark.parametrize(
    ("index", "slice_"), [("models", "social.graph"), ("tasks", "accounts.auth"), ("urls", "social.people")]
)
def test_a_missing_line_in_an_index_fails(copy: Path, index: str, slice_: str) -> None:
    app, name = slice_.split(".")
    path = copy / app / f"{index}.py"
    kept = path.read_text()
    try:
        path.write_text(
            "\n".join(line for line in kept.splitlines() if slice_ not in line and f"*{name}" not in line) + "\n"
        )
        ended = run_test(copy, "config/tests/test_the_house.py::test_a_slice_stands_in_every_index_it_has_content_for")
    finally:
        path.write_text(kept)
    assert ended.returncode != 0
    assert f"does not import {slice_}" in ended.stdout + ended.stderr or "Error" in ended.stdout + ended.stderr


def test_a_file_past_500_lines_fails(copy: Path) -> None:
    with Broken(copy / "social" / "graph" / "endless.py", "x = 1\n" * 501):
        ended = run_test(copy, "config/tests/test_the_house.py::test_a_file_is_small_and_says_what_it_is_for")
    assert ended.returncode != 0
    assert "past 500 lines" in ended.stdout


def test_a_route_that_is_missing_from_the_role_table_fails(copy: Path) -> None:
    table = copy / "config" / "tests" / "routes" / "access.txt"
    kept = table.read_text()
    row = next(line for line in kept.splitlines() if line.startswith("GET /api/v1/users/{username} "))
    try:
        table.write_text(kept.replace(row + "\n", ""))
        ended = run_test(copy, "config/tests/routes/test_table.py")
    finally:
        table.write_text(kept)
    assert ended.returncode != 0
    assert "GET /api/v1/users/{username} is missing from access.txt" in ended.stdout, ended.stdout[-3000:]
