"""The documents keep their word: links lead somewhere, commands exist, the README opens as promised."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from config.testing import tour

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
OURS = ("config", "accounts", "social", "workbooks", "notifications", "moderation", "analytics")

_CODE = re.compile(r"^( *)```.*?^\1```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_COMMAND = re.compile(r"manage\.py ([a-z_]+)((?: +--?[a-z][a-z-]*| +(?!#)[^\s`|;&]+)*)")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def anchors(path: Path) -> set[str]:
    """What a heading can be reached by, as GitHub makes it."""
    headings = re.findall(r"^#+ (.+)$", _CODE.sub("", path.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    for target in _LINK.findall(_CODE.sub("", document.read_text())):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        leads_to = (document.parent / path).resolve() if path else document
        assert leads_to.exists(), f"{named(document)} links to {target}, which is not there"
        if anchor:
            assert anchor in anchors(leads_to), f"{named(document)} links to {target}, a heading that is not there"


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_command_that_is_named_exists_with_its_options(document: Path) -> None:
    known = get_commands()
    for command, arguments in _COMMAND.findall(document.read_text()):
        assert command in known, f"{named(document)} names manage.py {command}, which is no command"
        parser = load_command_class(known[command], command).create_parser("manage.py", command)
        for option in re.findall(r"(?<= )--[a-z][a-z-]*", arguments):
            assert option in parser._option_string_actions, f"{named(document)}: {command} has no option {option}"


def test_every_command_of_ours_stands_in_the_guide_for_operators() -> None:
    guide = (ROOT / "docs" / "guides" / "operations.md").read_text()
    ours = {name for name, app in get_commands().items() if str(app).split(".")[0] in OURS}
    assert len(ours) >= 9
    assert [name for name in sorted(ours) if f"`{name}" not in guide and f"manage.py {name}" not in guide] == []


def test_every_job_stands_in_the_guide_for_operators() -> None:
    from config.jobs import registry

    guide = (ROOT / "docs" / "guides" / "operations.md").read_text()
    ours = {job.name for job in registry.scheduled() if not job.body.__module__.rpartition(".")[0].endswith("tests")}
    assert len(ours) >= 12
    assert [name for name in sorted(ours) if f"`{name}`" not in guide] == []


def test_every_rule_of_embed_urls_stands_in_the_guide() -> None:
    from workbooks.embeds.errors import REASONS

    guide = (ROOT / "docs" / "guides" / "workbooks.md").read_text()
    assert [code for code in REASONS if f"| `{code}` |" not in guide] == []


def test_every_decision_stands_in_its_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text()
    pages = [page for page in sorted(folder.glob("*.md")) if page.name != "README.md"]
    for page in pages:
        text = " ".join(page.read_text().split())
        line = re.search(r"\*\*Decision\.\*\* \*(.+?)\*(?: |$)", text)
        assert line, f"{page.name} has no decision in one line"
        assert f"]({page.name}) | " in index, f"{page.name} is not in the index"


def test_the_readme_opens_with_the_two_commands() -> None:
    lines = [line for line in (ROOT / "README.md").read_text().splitlines() if line][:4]
    assert lines[0].startswith("# ")
    assert lines[1].startswith("```")
    assert lines[2].startswith("make run")
    assert lines[3].startswith("make test")


def test_the_tour_is_one_block_that_checks_what_it_shows() -> None:
    script = tour.script()
    assert script.startswith('BASE="${BASE:-')
    assert script.count("\nexpect ") >= 20
    assert "pip" not in script
    assert "jq" not in script


def test_the_code_shown_in_the_architecture_is_that_of_the_files() -> None:
    """Each Python block stands in the file named above it, apart from what is left out between its pieces."""
    text = (ROOT / "docs" / "architecture.md").read_text()
    shown = re.findall(r"From\s+`([\w/.]+\.py)`:\n\n```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert len(shown) == 4
    for name, block in shown:
        source = (ROOT / name).read_text()
        for piece in block.strip("\n").split("\n\n"):
            assert piece in source, f"docs/architecture.md shows code that {name} does not have:\n{piece}"
