"""Importing a listing: rows and files that are refused, with their line and reason."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.importing.listings import VIEW, row, take

pytestmark = pytest.mark.django_db


def test_broken_rows_are_refused_with_line_and_reason_and_the_rest_goes_in(listing):
    path = listing(
        row("Good1"),
        f",No author,{VIEW.format('a')},1,1",
        f"ana,,{VIEW.format('b')},1,1",
        "ana,No url,,1,1",
        "ana,Not https,http://public.tableau.com/views/c/d,1,1",
        "ana,Foreign host,https://evil.test/views/c/d,1,1",
        f"ana,Words for views,{VIEW.format('e')},many,1",
        f"ana,Negative,{VIEW.format('f')},1,-1",
        f"x,Short name,{VIEW.format('g')},1,1",
        f"admin,Reserved,{VIEW.format('h')},1,1",
        "ana,Too few cells",
        row("Good1"),
        f"ana,{'x' * 201},{VIEW.format('i')},1,1",
        row("Good2"),
        f"ana,Huge,{VIEW.format('j')},99999999999999,1",
    )
    totals, refused = take(path)
    assert totals == (2, 0, 0, 13)
    assert sorted(refused) == [
        (3, "author_missing"),
        (4, "title_missing"),
        (5, "required"),
        (6, "not_https"),
        (7, "host_not_allowed"),
        (8, "views_not_a_number"),
        (9, "favorites_not_a_number"),
        (10, "author_invalid"),
        (11, "author_reserved"),
        (12, "not_a_row"),
        (13, "repeated"),
        (14, "title_too_long"),
        (16, "views_not_a_number"),
    ]
    assert set(Workbook.objects.values_list("title", flat=True)) == {"Good1", "Good2"}


def test_an_open_quote_costs_its_own_row_alone(listing):
    path = listing(row("Good1"), 'ana,"Open,https://public.tableau.com/views/a/b,1,1', row("Good2"), row("Good3"))
    assert take(path) == ((3, 0, 0, 1), [(3, "not_a_row")])
    path = listing('ana,"Open,x,1,1', f'ben,"Quoted, title",{VIEW.format("q")},1,1', row("Good4"))
    assert take(path) == ((2, 0, 0, 1), [(2, "not_a_row")])


def test_a_title_over_two_lines_is_one_row(listing):
    path = listing(f'ana,"Two\nlines ""quoted""",{VIEW.format("a")},1,1', row("Next", numbers="x,1"))
    assert take(path) == ((1, 0, 0, 1), [(4, "views_not_a_number")])
    assert Workbook.objects.get().title == 'Two lines "quoted"'


def test_a_line_without_end_is_one_refused_row(listing):
    path = listing(row("Good1"), "ana," + "x" * 200_000, row("Good2"))
    assert take(path) == ((2, 0, 0, 1), [(3, "not_a_row")])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"),
        ("author,title,url\n".encode("utf-16"), "binary"),
        (b"author,title,url\nana,\xe9t\xe9,x\n", "not UTF-8"),
        (b"author,title,url\nana,x,\xc3", "ends in the middle"),
        (b"ana,One,https://public.tableau.com/views/a/b\n", "lacks author, title, url"),
        (b"author,title\nana,One\n", "lacks url"),
        (b"author,title,url,url\n", "more than once"),
        (b'"author,title,url\nana,One,x\n', "no header"),
        (b"\n\n", "no header"),
        (b"x" * 70_000, "too long"),
        (b'{"author": "ana"}\n', "lacks"),
    ],
)
def test_a_file_of_the_wrong_shape_is_refused_before_anything_is_written(tmp_path, content, words):
    path = tmp_path / "wrong.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        call_command("import_workbooks", str(path))
    assert not Workbook.objects.exists()


def test_a_byte_order_mark_and_other_line_ends_are_fine(tmp_path):
    path = tmp_path / "listing.csv"
    path.write_bytes("\ufeffAuthor, Title ,URL\r\nana,Öl,https://public.tableau.com/views/a/b\r\n\r\n".encode())
    assert take(path) == ((1, 0, 0, 0), [])


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("x" * 51 + ",,", "max_length"),
        (",".join(["|".join(f"t{n}" for n in range(21)), "", ""]), "too_many"),
        (",,1789-07-14", "published_at_not_a_time"),
        (",,2021-02-30", "published_at_not_a_time"),
        (f",{'x' * 10_001},", "description_too_long"),
    ],
)
def test_cells_out_of_bounds_are_refused(listing, cells, reason):
    path = listing(f"ana,One,{VIEW.format('a')},{cells}", header="author,title,url,tags,description,published_at")
    assert take(path) == ((0, 0, 0, 1), [(2, reason)])
