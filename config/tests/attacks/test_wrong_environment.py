"""Group U, environment: every variable that the settings read, given what it cannot take, stops the start by name."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parent.parent.parent.parent

# Tries many environments in one process: the settings are imported anew for each.
TRIES = """
import importlib, json, os, sys
from django.core.exceptions import ImproperlyConfigured
first = dict(os.environ)
def start():
    for name in [name for name in sys.modules if name == "config.settings" or name.startswith("config.settings.")]:
        del sys.modules[name]
    try:
        importlib.import_module("config.settings")
    except ImproperlyConfigured as error:
        return str(error)
    except BaseException as error:
        return f"{type(error).__name__}, which is no sentence: {error}"
    return ""
if sys.argv[1] == "asked":
    assert start() == ""
    from config.settings.base import env
    print(json.dumps(env.asked))
else:
    said = []
    for variables in json.load(sys.stdin):
        os.environ.clear()
        os.environ.update(first | variables)
        said.append(start())
    print(json.dumps(said))
"""

HALF_SET: list[tuple[dict[str, str], str]] = [
    ({"REDIS_URL": "redis://127.0.0.1:6379/0"}, "DATABASE_URL"),
    ({"REDIS_URL": "redis://127.0.0.1:6379/0", "DATABASE_URL": "sqlite:////tmp/x.sqlite3"}, "DATABASE_URL"),
    ({"PRODUCTION": "on", "SECRET_KEY": "", "ALLOWED_HOSTS": "a.example"}, "SECRET_KEY"),
    ({"PRODUCTION": "on", "DATABASE_URL": "postgres://127.0.0.1/x", "ALLOWED_HOSTS": "a.example"}, "REDIS_URL"),
    ({"PRODUCTION": "on", "ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
    ({"EMAIL_HOST": "mail.example", "EMAIL_HOST_USER": "sigma"}, "EMAIL_HOST_PASSWORD"),
    ({"EMAIL_HOST": "mail.example", "EMAIL_HOST_PASSWORD": "secret"}, "EMAIL_HOST_USER"),
    ({"EMAIL_HOST_USER": "sigma", "EMAIL_HOST_PASSWORD": "secret"}, "EMAIL_HOST"),
]


def try_all(tmp_path: Path, argument: str, environments: list[dict[str, str]] | None = None) -> str:
    variables = {
        "PATH": "/usr/bin:/bin",
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": "of-the-wrong-environments-0123456789-abcdefg",
    }
    ended = subprocess.run(
        [sys.executable, "-c", TRIES, argument],
        input=json.dumps(environments),
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def wrong_values(must: str) -> list[str]:
    """What a variable that must be such a thing cannot take."""
    if found := re.fullmatch(r"a whole number from (-?\d+) to (\d+)", must):
        least, most = int(found[1]), int(found[2])
        return [
            "abc",
            "1.5",
            "1e3",
            "NaN",
            "Infinity",
            "0x10",
            "--1",
            str(least - 1),
            str(most + 1),
            "9" * 40,
            "9" * 5_000,
        ]
    if must == "on or off":
        return ["perhaps", "2", "-1", "None", "onoff", "o n"]
    if must.startswith("one of "):
        return ["no-such-word", must, "../x", "0"]
    if must.startswith("a rate"):
        return [
            "a lot",
            "10",
            "10/",
            "/minute",
            "0/minute",
            "-5/minute",
            "1.5/minute",
            "10/fortnight",
            "10/minute/minute",
        ]
    if must.startswith("whole numbers from "):
        usual = must.rpartition(" as ")[2]
        return ["soon", usual.replace("1", "0", 1), usual.replace("1", "x", 1), usual.partition(",")[0], f"{usual},x:1"]
    if must.startswith("ascending steps such as "):
        return ["3", "3:", "mute", "3:laugh", "5:mute,3:ban", "3:mute,3:ban", "-1:mute", "0x3:mute"]
    if must.startswith("a URL that begins with "):
        return [
            "somewhere",
            "localhost:6379",
            "gopher://x/",
            "http:",
            "http://",
            "://",
            "http://host:port/",
            "http://[::1",
        ]
    if must.startswith("postgres://"):
        return [
            "somewhere",
            "mysql://x/y",
            "postgres://",
            "postgres://host",
            "postgres://host:port/x",
            "postgres://[::1/x",
            "sqlite://",
        ]
    return []


def test_u01_no_variable_takes_what_it_cannot_be(tmp_path: Path) -> None:
    asked: dict[str, str] = json.loads(try_all(tmp_path, "asked"))
    assert len(asked) >= 40
    cases = [(name, value) for name, must in sorted(asked.items()) for value in wrong_values(must)]
    free = {must for must in asked.values() if not wrong_values(must)}
    assert free <= {"a text", "a list with commas"}
    said = json.loads(try_all(tmp_path, "try", [{name: value} for name, value in cases]))
    wrong = [
        f"{name}={value[:40]!r}: {sentence or 'it starts'}"
        for (name, value), sentence in zip(cases, said, strict=True)
        if not sentence.startswith(f"{name} must be ")
    ]
    assert wrong == []


@pytest.mark.parametrize(("variables", "named"), HALF_SET, ids=range(len(HALF_SET)))
def test_u01_a_pair_that_is_set_by_half_stops_the_start(tmp_path: Path, variables: dict[str, str], named: str) -> None:
    (said,) = json.loads(try_all(tmp_path, "try", [variables]))
    assert named in said
    assert "must" in said
    assert "no sentence" not in said
