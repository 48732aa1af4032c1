"""The house as `docs/architecture.md` draws it: slices stand in their app's index, files stay small, maps are there."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("accounts", "moderation", "social", "workbooks", "notifications", "analytics")
INDEXED = ("models", "admin", "tasks", "subscribers", "urls")
NOT_SLICES = {"migrations", "management", "tests", "locale", "templates", "static"}
LONGEST = 500


def slices() -> list[Path]:
    found = []
    for app in APPS:
        for folder in sorted((ROOT / app).iterdir()):
            if folder.is_dir() and folder.name not in NOT_SLICES and not folder.name.startswith("_"):
                found.append(folder)
    return found


def python_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.split() if (ROOT / name).exists()]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def has(slice_: Path, part: str) -> bool:
    return (slice_ / f"{part}.py").exists() or (slice_ / part / "__init__.py").exists()


def imported_by(index: Path) -> set[str]:
    tree = ast.parse(index.read_text())
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


@pytest.mark.parametrize("slice_", slices(), ids=named)
def test_a_slice_stands_in_every_index_it_has_content_for(slice_: Path) -> None:
    app = slice_.parent
    for part in INDEXED:
        source = "api" if part == "urls" else part
        if has(slice_, source):
            wanted = f"{app.name}.{slice_.name}.{source}"
            assert wanted in imported_by(app / f"{part}.py"), f"{app.name}/{part}.py does not import {wanted}"


@pytest.mark.parametrize("slice_", slices(), ids=named)
def test_a_slice_says_what_it_is(slice_: Path) -> None:
    assert ast.get_docstring(ast.parse((slice_ / "__init__.py").read_text())), f"{named(slice_)} has no docstring"


@pytest.mark.parametrize("app", APPS)
def test_an_index_holds_imports_only(app: str) -> None:
    for part in INDEXED:
        tree = ast.parse((ROOT / app / f"{part}.py").read_text())
        for node in tree.body:
            allowed = isinstance(node, ast.Import | ast.ImportFrom | ast.Assign | ast.AnnAssign) or (
                isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            )
            assert allowed, f"{app}/{part}.py:{node.lineno} holds more than imports"


@pytest.mark.parametrize("path", [path for path in python_files() if "migrations" not in path.parts], ids=named)
def test_a_file_is_small_and_says_what_it_is_for(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= LONGEST, f"{named(path)} is past {LONGEST} lines: split it by deed"
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), f"{named(path)} does not say what it is for"


def test_nine_files_in_ten_are_under_200_lines() -> None:
    lengths = sorted(len(path.read_text().splitlines()) for path in python_files() if "migrations" not in path.parts)
    assert lengths[int(len(lengths) * 0.9)] < 200
    assert lengths[len(lengths) // 2] <= 100


def test_nothing_is_called_utils() -> None:
    for path in python_files():
        assert path.stem not in {"utils", "common", "core", "helpers"}, named(path)


def test_every_slice_is_held_by_the_import_contracts() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    inside = next(contract for contract in contracts if contract["id"] == "inside-a-slice")
    tables = {
        owner
        for contract in contracts
        if contract["id"].startswith("tables-")
        for owner in contract["allowed_importers"]
    }
    for slice_ in slices():
        name = f"{slice_.parent.name}.{slice_.name}"
        assert name in inside["containers"], f"{name} is missing from the contract inside-a-slice"
        if has(slice_, "models"):
            assert name in tables, f"{name} has models but no contract that protects its tables"


def test_raw_mail_is_sent_by_accounts_mails_and_by_the_queue_alone() -> None:
    senders = (ROOT / "notifications" / "mail", ROOT / "notifications" / "delivery" / "providers")
    for path in python_files():
        if "tests" in path.parts or "testing" in path.parts or any(path.is_relative_to(sender) for sender in senders):
            continue
        assert "django.core.mail" not in {name for name in imported_by(path) if "backends" not in name}, named(path)


def test_no_behaviour_hides_in_signals_of_models() -> None:
    for path in python_files():
        if "tests" not in path.parts:
            assert not {"django.db.models.signals.post_save", "django.db.models.signals.pre_save"} & imported_by(path)
