"""Importing a listing by its command: what it says, dry, interrupted, and without a file."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.users.queries import user_by_username
from workbooks.catalog.events import ListingImported
from workbooks.catalog.importing import run
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.importing.listings import row, take

pytestmark = pytest.mark.django_db


def test_a_dry_run_says_the_same_and_keeps_nothing(listing, recorded):
    path = listing(row("One"), row("Two"), row("Bad", numbers="x,x"))
    assert take(path, dry_run=True)[0] == (2, 0, 0, 1)
    assert not Workbook.objects.exists()
    assert user_by_username("ana") is None
    assert recorded(ListingImported) == []
    assert take(path)[0] == (2, 0, 0, 1)


def test_an_interrupted_import_goes_on_where_it_was(listing, monkeypatch):
    path = listing(*(row(f"W{number}") for number in range(5)))
    write, calls = run.write_batch, []

    def killed(rows: Any) -> Any:
        calls.append(rows)
        if len(calls) == 2:
            write(rows)
            raise KeyboardInterrupt
        return write(rows)

    monkeypatch.setattr(run, "write_batch", killed)
    with pytest.raises(KeyboardInterrupt):
        take(path, batch_size=2)
    assert Workbook.objects.count() == 2
    monkeypatch.setattr(run, "write_batch", write)
    assert take(path, batch_size=2)[0] == (3, 0, 2, 0)


def test_the_command_names_what_it_passed_over_and_sums_up(listing):
    out = io.StringIO()
    path = listing(
        row("One") + ",VOTD", row("Two", numbers="x,1") + ",", header="author,title,url,views,favorites,viz_of_the_day"
    )
    call_command("import_workbooks", str(path), stdout=out)
    assert out.getvalue().splitlines() == [
        "columns passed over: viz_of_the_day",
        "line 3: views_not_a_number: views: 'x' is not a whole number from 0 to 1000000000000.",
        "refused for: views_not_a_number 1",
        "2 rows: 1 created, 0 updated, 0 unchanged, 1 refused",
    ]


def test_a_file_that_is_not_there_is_an_error_in_words(tmp_path):
    with pytest.raises(CommandError, match="is not a file"):
        call_command("import_workbooks", str(tmp_path / "none.csv"))
    with pytest.raises(CommandError, match="--batch"):
        call_command("import_workbooks", str(tmp_path), "--batch", "0")
