"""The platform speaks German as fully as English, and what is compiled is what was written."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import get_resolver
from django.utils import translation

from config.api.problems import TITLES
from config.errors import DomainError, TooMany
from config.roles import Role, Status

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parent.parent.parent
CATALOGUE = ROOT / "config" / "locale" / "de" / "LC_MESSAGES"
APPS = ("config", "accounts", "moderation", "social", "workbooks", "notifications", "analytics")
_BLOCK = re.compile(r"{% blocktranslate(.*?)%}(.*?){% endblocktranslate %}", re.DOTALL)
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-z]")
IN_CONTEXT = {"pgettext", "pgettext_lazy"}
MARKERS = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"} | IN_CONTEXT
BETWEEN = "\x04"
"""What `gettext` keeps between a text's context and the text."""

Key = str | tuple[str, int]


def entries() -> Iterator[tuple[list[str], dict[str, str]]]:
    """Each entry of the .po: its comments, and its texts under `msgid`, `msgid_plural`, `msgstr`, `msgstr[0]`, …; the
    context of an entry stands before its `msgid`, as `gettext` keeps it.
    """
    for block in (CATALOGUE / "django.po").read_text(encoding="utf-8").split("\n\n"):
        comments, texts, name = [], {}, ""
        for line in block.strip().splitlines():
            if line.startswith("#"):
                comments.append(line)
                continue
            if not line.startswith('"'):
                name, line = line.split(" ", 1)
                texts[name] = ""
            texts[name] += ast.literal_eval(line)
        if context := texts.pop("msgctxt", ""):
            texts["msgid"] = context + BETWEEN + texts["msgid"]
        yield comments, texts


def written() -> dict[Key, str]:
    """What the .po says, as `gettext` keeps it: a plural under its singular and the number of the form."""
    catalogue: dict[Key, str] = {}
    for _comments, texts in entries():
        for name, text in texts.items():
            if name == "msgstr":
                catalogue[texts["msgid"]] = text
            elif name.startswith("msgstr["):
                catalogue[texts["msgid"], int(name[7:-1])] = text
    # Compiling leaves out when the texts were collected.
    catalogue[""] = re.sub(r"POT-Creation-Date:.*\n", "", catalogue[""])
    return catalogue


def compiled() -> dict[Key, str]:
    with (CATALOGUE / "django.mo").open("rb") as stream:
        return gettext.GNUTranslations(stream)._catalog


def errors(family: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    """Every error that the product can raise."""
    assert get_resolver().url_patterns  # with the routes, everything that raises is imported
    yield family
    for kind in family.__subclasses__():
        if ".tests." not in kind.__module__ and ".testing." not in kind.__module__:
            yield from errors(kind)


def sources(pattern: str) -> list[Path]:
    found = [path for app in APPS for path in (ROOT / app).rglob(pattern)]
    return [path for path in found if not {"tests", "testing", "migrations"} & set(path.parts)]


def marked_in_code() -> Iterator[tuple[str, str]]:
    """The texts that code gives to gettext, and the file of each."""
    for path in sources("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {
            alias.asname or alias.name: alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
            for alias in node.names
            if alias.name in MARKERS
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                given = node.args[: 2 if names[node.func.id] in IN_CONTEXT else 1]
                literals = [part.value for part in given if isinstance(part, ast.Constant)]
                assert len(literals) == len(given), f"{path}:{node.lineno} marks what is no literal"
                yield BETWEEN.join(literals), str(path)


def marked_in_templates() -> Iterator[tuple[str, str]]:
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for found in re.finditer(r'{% translate (["\'])(.*?)\1', text):
            yield found[2], str(path)
        for found in _BLOCK.finditer(text):
            body = found[2].split("{% plural %}")[0]
            if " trimmed" in found[1]:
                body = " ".join(line.strip() for line in body.strip().splitlines())
            yield re.sub(r"{{ *(\w+) *}}", r"%(\1)s", body), str(path)


def in_german(text: object) -> str:
    with translation.override("de"):
        return str(text)


def test_no_entry_is_empty_fuzzy_or_left_over() -> None:
    for comments, texts in entries():
        assert texts.get("msgid") is not None, f"left over: {comments}"
        assert not [comment for comment in comments if comment.startswith("#,") and "fuzzy" in comment], texts["msgid"]
        assert all(text.strip() for name, text in texts.items() if name.startswith("msgstr")), texts["msgid"]


def test_the_compiled_catalogue_is_what_was_written() -> None:
    assert compiled() == written()


def test_both_languages_fill_in_the_same_values() -> None:
    for _comments, texts in entries():
        if texts["msgid"]:
            wanted = sorted(PLACEHOLDER.findall(texts["msgid"]))
            for name, text in texts.items():
                assert sorted(PLACEHOLDER.findall(text)) == wanted, (name, texts["msgid"])


def test_whatever_is_marked_for_translation_is_translated() -> None:
    known = {key if isinstance(key, str) else key[0] for key in written()}
    marked = [*marked_in_code(), *marked_in_templates()]
    assert len(marked) > 150
    assert [where for where in marked if where[0] not in known] == []


def test_no_reason_is_given_in_words_that_are_not_marked() -> None:
    for path in sources("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"InvalidInput.of", "FieldError"}:
                said = [*node.args[2:], *(word.value for word in node.keywords if word.arg == "message")]
                bare = [ast.unparse(part) for part in said if isinstance(part, ast.Constant | ast.JoinedStr)]
                assert bare == [], f"{path}:{node.lineno}"


@pytest.mark.parametrize("error", sorted(set(errors()), key=lambda kind: f"{kind.__module__}.{kind.__name__}"))
def test_an_error_says_its_reason_in_german(error: type[DomainError]) -> None:
    with translation.override("en"):
        english = str(error.detail)
    assert in_german(error.detail) != english
    assert PLACEHOLDER.findall(in_german(error.detail)) == PLACEHOLDER.findall(english)


@pytest.mark.parametrize("status", sorted(TITLES))
def test_a_title_of_a_problem_is_german(status: int) -> None:
    assert in_german(TITLES[status]) != str(TITLES[status])


def test_an_error_with_a_value_is_german_around_it() -> None:
    with translation.override("de"):
        assert TooMany(7).message == "Zu viele Anfragen; versuch es in 7 Sekunden noch einmal."


def test_choices_are_german() -> None:
    assert in_german(Role.MEMBER.label) == "Mitglied"
    assert in_german(Status.SUSPENDED.label) == "gesperrt"


def test_fields_refuse_in_german(api: object, db: None) -> None:
    said = {}
    for body in ({"token": 5}, {"nonsense": True}, {"token": "a\0b"}):
        answer = api.post("/auth/email/verify", body, Accept_Language="de").json()
        assert answer["detail"] == "Ein Teil der Eingabe ist ungültig."
        said |= {error["code"]: error["message"] for error in answer["errors"]}
    assert said == {
        "not_text": "Das muss ein Text sein.",
        "unknown_field": "Dieses Feld ist hier nicht bekannt.",
        "null_character": "NUL-Zeichen sind nicht erlaubt.",
    }
