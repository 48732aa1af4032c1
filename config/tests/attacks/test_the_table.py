"""`docs/security/attacks.md` and these tests in step: no row without an answer, no unknown name, no test unnamed."""

from __future__ import annotations

import ast
import re
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent.parent
TABLE = (ROOT / "docs" / "security" / "attacks.md").read_text()
ROWS = dict(re.findall(r"^\| ([A-Z]\d\d) \|[^|]*\| (.+) \|$", TABLE, re.MULTILINE))


def attacks() -> set[str]:
    found = set()
    for path in HERE.rglob("test_*.py"):
        names = {node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)}
        found |= {name for name in names if re.match(r"test_[a-z]\d\d_", name)}
    return found


def test_every_row_has_an_answer() -> None:
    assert set(ROWS) == set(re.findall(r"^\| ([A-Z]\d\d) ", TABLE, re.MULTILINE))
    assert len(ROWS) > 50


def test_every_test_of_an_attack_stands_in_its_row() -> None:
    missing = {name for name in attacks() if f"`{name}`" not in ROWS.get(name[5:8].upper(), "")}
    assert missing == set()


def test_every_name_in_the_table_is_a_test_or_a_file() -> None:
    named = set(re.findall(r"`(test_[a-z]\d\d_\w+)`", TABLE))
    assert named - attacks() == set()
    for path in re.findall(r"`([\w/]+/\w+\.py)`", TABLE):
        assert (ROOT / path).is_file(), path
