"""Clients that others generate from our OpenAPI document are complete, typed, and get through the README's tour."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.testing import tour
from config.testing.required import needs
from config.testing.served import Served

pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.xdist_group("clients")]

HERE = Path(__file__).parent
TYPESCRIPT = HERE / "typescript"
WALKS = {"python": HERE / "walk.py", "typescript": TYPESCRIPT / "walk.ts"}
GENERATED = "generated"


def run(*command: str | Path, folder: Path, **variables: str) -> str:
    """What a command printed; the test fails with it where the command does."""
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"} | variables
    ended = subprocess.run(
        [*map(str, command)], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, f"{command[0]} ended with {ended.returncode}:\n{ended.stdout}{ended.stderr}"
    return ended.stdout


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The platform as `make run` serves it to a newcomer, embedded."""
    with Served(tmp_path_factory.mktemp("served")) as started:
        yield started


@pytest.fixture(scope="module")
def document(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("document") / "openapi.json"
    served.manage("spectacular", "--format", "openapi-json", "--file", str(path))
    return path


@pytest.fixture(scope="module")
def python_client(document: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the generated package and the walk beside it."""
    folder = tmp_path_factory.mktemp("python")
    # Pictures and archives are bytes to it, like any other file.
    (folder / "config.yml").write_text(
        "post_hooks: []\ncontent_type_overrides:\n  image/webp: application/octet-stream\n"
        "  application/zip: application/octet-stream\n"
    )
    options = ["--path", document, "--output-path", folder / GENERATED, "--meta", "none", "--config", "config.yml"]
    run("openapi-python-client", "generate", *options, "--fail-on-warning", folder=folder)
    (folder / GENERATED / "py.typed").touch()
    shutil.copy(WALKS["python"], folder)
    return folder


@pytest.fixture(scope="module")
def typescript_client(document: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the generated types, the walk and the tools."""
    needs("node")
    if not (TYPESCRIPT / "node_modules").is_dir():
        pytest.fail("the tools for TypeScript are not installed: npm ci --prefix config/tests/clients/typescript")
    folder = tmp_path_factory.mktemp("typescript")
    for name in ("package.json", "tsconfig.json", "walk.ts"):
        shutil.copy(TYPESCRIPT / name, folder)
    (folder / "node_modules").symlink_to(TYPESCRIPT / "node_modules")
    run("node_modules/.bin/openapi-typescript", document, "--output", "schema.d.ts", folder=folder)
    return folder


def steps(said: str) -> list[str]:
    return re.findall(r"^ok: (.+) \(", said, re.MULTILINE)


def promised() -> list[str]:
    """The steps of the README's tour, in its order."""
    return re.findall(r'^ *expect "([^"]+)"', tour.script(), re.MULTILINE)


def test_the_python_client_is_generated_without_a_warning_and_passes_a_strict_type_check(python_client: Path) -> None:
    run("mypy", "--strict", "--config-file=", "--cache-dir=cache", "walk.py", folder=python_client)


def test_the_python_client_walks_every_step_of_the_tour(served: Served, python_client: Path) -> None:
    assert steps(run(sys.executable, "walk.py", served.url, folder=python_client)) == promised()


def test_the_typescript_client_passes_a_strict_compiler_and_walks_every_step_of_the_tour(
    served: Served, typescript_client: Path
) -> None:
    run("node_modules/.bin/tsc", "--project", ".", folder=typescript_client)
    assert steps(run("node", "built/walk.js", served.url, folder=typescript_client)) == promised()


MISTAKES = {
    "a-type": 'const wrong: number = (await nobody.GET("/api/v1/auth/profile")).data!.username;',
    "a-field-left-out": 'await nobody.POST("/api/v1/auth/login", { body: { username: "ana" } });',
    "a-path": 'await nobody.GET("/api/v1/nothing-here");',
    "a-field-not-there": 'const wrong = (await nobody.GET("/api/v1/workbooks")).data!.results[0]!.no_such_field;',
    "no-mistake": 'const right = (await nobody.GET("/api/v1/workbooks")).data!.results[0]!.title;',
}


def test_the_compiler_finds_a_mistake_in_the_use_of_the_types(typescript_client: Path) -> None:
    """Types that let everything pass would make the walk's strictness worth nothing."""
    head = 'import createClient from "openapi-fetch";\nimport type { paths } from "./schema.js";\n'
    head += 'const nobody = createClient<paths>({ baseUrl: "" });\n'
    for name, line in MISTAKES.items():
        (typescript_client / f"{name}.ts").write_text(f"{head}{line}\nexport {{}};\n")
    settings = json.loads((TYPESCRIPT / "tsconfig.json").read_text())
    settings["compilerOptions"] |= {"noUnusedLocals": False, "noEmit": True}
    settings["files"] = [*(f"{name}.ts" for name in MISTAKES), "schema.d.ts"]
    (typescript_client / "mistaken.json").write_text(json.dumps(settings))
    command = ["node_modules/.bin/tsc", "--project", "mistaken.json"]
    ended = subprocess.run(command, cwd=typescript_client, capture_output=True, text=True, check=False)
    assert ended.returncode != 0
    found = set(re.findall(r"^(\S+)\.ts\(4,", ended.stdout, re.MULTILINE))
    assert found == set(MISTAKES) - {"no-mistake"}, ended.stdout


@pytest.mark.parametrize("language", WALKS)
def test_the_walks_ask_through_the_client_alone_and_escape_no_type(language: str) -> None:
    text = re.sub(r'"""[\s\S]*?"""|//.*|#.*', "", WALKS[language].read_text())
    escapes = r"\bany\b|\bAny\b|as unknown|@ts-|type: ignore|\bcast\(|\bfetch\(|httpx|urllib|requests|!\.|\w!;"
    assert re.findall(escapes, text) == []


def test_the_lock_of_the_tools_names_no_registry() -> None:
    lock = json.loads((TYPESCRIPT / "package-lock.json").read_text())
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    told = json.loads((TYPESCRIPT / "package.json").read_text())
    versions = [*told["dependencies"].values(), *told["devDependencies"].values()]
    assert [version for version in versions if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
