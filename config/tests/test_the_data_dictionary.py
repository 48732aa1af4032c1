"""The data dictionary and the ERD are true to the models, and say of each column what they must."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models

from config.api import describing

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"


@pytest.mark.parametrize("name", [describing.DICTIONARY, describing.DIAGRAMS])
def test_what_is_written_is_what_the_models_say(name: str) -> None:
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == describing.documents()[name], f"docs/{name} is out of date: run manage.py describe_data"


def test_every_table_and_column_of_ours_stands_in_it() -> None:
    text = describing.dictionary()
    sections = {part.partition("\n")[0]: part for part in text.split("\n### ")[1:]}
    roots = {"config", "accounts", "social", "workbooks", "notifications", "moderation", "analytics"}
    models = apps.get_models(include_auto_created=True)
    ours = [model for model in models if model.__module__.split(".")[0] in roots]
    assert len(ours) >= 25
    assert set(sections) == {model._meta.db_table for model in ours}
    for model in ours:
        for field in model._meta.concrete_fields:
            assert f"\n| `{field.column}` | " in sections[model._meta.db_table]


def test_every_table_says_what_it_is() -> None:
    silent = [model.__name__ for _app, found in describing.apps_of_ours() for model in found]
    assert [name for name in silent if f"\n`{name}`\n" in describing.dictionary()] == []


@pytest.mark.parametrize(
    "line",
    [
        "| `username` | CharField(30) |  |  | unique |  |",
        "| `source_id` | BigAutoField |  |  | → `workbooks_embedsource.id`; when that is deleted, it cannot be deleted"
        " while the row stands; indexed |  |",
        "| `remix_of_id` | UUIDField | yes |  | → `workbooks_workbook.id`; when that is deleted, this is emptied |  |",
        "| `created_at` | DateTimeField |  | `config.clock.now` |  |  |",
        "| `status` | CharField(9) |  | `draft` |  | one of `draft`, `published`, `archived` |",
        "| `shown_views` | BigIntegerField, generated: (view_count + imported_views) |  |  |  |  |",
        "- unique `favorite_once`: workbook_id, member_id",
        "- check `follow_not_oneself`: not (follower = followee)",
        "- index `session_live`: user_id, created_at descending, id descending, where revoked_at is null",
    ],
)
def test_a_column_a_constraint_and_an_index_read_like_this(line: str) -> None:
    assert line in describing.dictionary().splitlines()


def test_relations_are_drawn_with_their_number() -> None:
    drawn = [line.strip() for line in describing.diagrams().splitlines()]
    assert 'accounts_user ||--o| accounts_profile : "user"' in drawn
    assert 'accounts_user ||--o{ workbooks_workbook : "author"' in drawn
    assert 'workbooks_workbook |o--o{ workbooks_workbook : "remix_of"' in drawn
    relations = [
        field
        for _app, found in describing.apps_of_ours()
        for model in found
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
    ]
    assert len([line for line in drawn if "--" in line]) == len(relations)


def test_the_command_says_what_is_out_of_date_and_writes_it(tmp_path: Path, settings: Any) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    true = {"data-dictionary.md": "tables\n", "erd.md": "boxes\n"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("config.api.management.commands.describe_data.documents", lambda: true)
        with pytest.raises(CommandError, match=r"Out of date: data-dictionary\.md, erd\.md"):
            call_command("describe_data", "--check")
        assert list((tmp_path / "docs").iterdir()) == []
        said = StringIO()
        call_command("describe_data", stdout=said)
        assert said.getvalue() == "docs/data-dictionary.md is written.\ndocs/erd.md is written.\n"
        assert {path.name: path.read_text() for path in (tmp_path / "docs").iterdir()} == true
        said = StringIO()
        call_command("describe_data", "--check", stdout=said)
        assert said.getvalue() == "The documents are true to the models.\n"
