"""Importing a listing: what goes in, what is refused and why, again, interrupted."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.users.queries import user_by_username
from config import entities
from workbooks.catalog import services
from workbooks.catalog.events import ListingImported
from workbooks.catalog.importing import import_listing, open_listing, run
from workbooks.catalog.models import Workbook, WorkbookVersion
from workbooks.catalog.tests.factories import published
from workbooks.tags.models import Tag
from workbooks.tags.proof import prove_counts

pytestmark = pytest.mark.django_db

VIEW = "https://public.tableau.com/views/{}/Overview"


@pytest.fixture
def listing(tmp_path):
    """Writes a listing: `listing("ana,Title,url", header="author,title,url")`."""

    def write(*lines: str, header: str = "author,title,url,views,favorites") -> Path:
        path = tmp_path / "listing.csv"
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        return path

    return write


def take(path: Path, **options: Any) -> tuple[tuple[int, int, int, int], list[tuple[int, str]]]:
    """Import; the totals (created, updated, unchanged, refused), and the refusals' lines and reasons."""
    refused: list[tuple[int, str]] = []
    totals = import_listing(open_listing(path), on_refusal=lambda r: refused.append((r.line, r.reason)), **options)
    return (totals.created, totals.updated, totals.unchanged, totals.refused), refused


def row(name: str, author: str = "ana", numbers: str = "5,1") -> str:
    return f"{author},{name},{VIEW.format(name)},{numbers}"


def test_rows_become_published_workbooks_of_unclaimed_accounts(api, listing):
    assert take(listing(row("One", "Ana.Ruiz", "95,3"), row("Two", "ben"))) == ((2, 0, 0, 0), [])
    shown = {each["title"]: each for each in api.get("/workbooks").json()["results"]}
    assert shown["One"]["author"]["username"] == "ana.ruiz"
    assert (shown["One"]["view_count"], shown["One"]["favorite_count"]) == (95, 3)
    assert (shown["One"]["status"], shown["One"]["visibility"]) == ("published", "public")
    author = user_by_username("ana.ruiz")
    assert (author.is_claimed, author.has_usable_password()) == (False, False)
    assert api.get("/users/ana.ruiz").json()["workbooks_count"] == 1
    made = Workbook.objects.get(title="One")
    assert (made.view_count, made.favorite_count) == (0, 0)


def test_the_same_again_puts_nothing_in_twice(listing, recorded):
    path = listing(row("One"), row("Two"))
    take(path)
    assert take(path) == ((0, 0, 2, 0), [])
    assert Workbook.objects.count() == 2
    assert [(event.created, event.unchanged) for event in recorded(ListingImported)] == [(2, 0), (0, 2)]


def test_new_numbers_and_texts_update_what_is_there(listing):
    take(listing(row("One"), row("Two")))
    first = Workbook.objects.get(title="One")
    changed = f"ana,One renamed,{first.embed_url},50,2"
    assert take(listing(changed, row("Two"))) == ((0, 1, 1, 0), [])
    first.refresh_from_db()
    assert (first.title, first.slug, first.imported_views, first.version) == ("One renamed", "one-renamed", 50, 2)
    assert WorkbookVersion.objects.get().title == "One"


def test_what_an_author_edited_here_stays_until_the_listing_says_something_new(listing):
    take(listing(row("One")))
    made = Workbook.objects.get()
    services.edit_workbook(actor=made.author, workbook_id=made.pk, changes={"title": "Mine"})
    assert take(listing(row("One", numbers="9,9")))[0] == (0, 1, 0, 0)
    made.refresh_from_db()
    assert (made.title, made.imported_views) == ("Mine", 9)


def test_the_older_form_of_a_url_is_the_same_view(listing):
    take(listing(row("One")))
    older = "https://public.tableau.com/profile/ana#!/vizhome/One/Overview"
    assert take(listing(f"ana,One,{older},5,1")) == ((0, 0, 1, 0), [])


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


def test_columns_that_are_there_are_taken(api, listing):
    header = "published_at,tags,description,url,title,author,colour"
    path = listing(
        f"2021-03-04,Finance;KPI,By **region**,{VIEW.format('a')},One,ana,red",
        f"2021-03-05T10:00:00+02:00,,,{VIEW.format('b')},Two,ana,red",
        f"someday,,,{VIEW.format('c')},Three,ana,red",
        header=header,
    )
    assert open_listing(path).unknown == ("colour",)
    assert take(path) == ((2, 0, 0, 1), [(4, "published_at_not_a_time")])
    two, one = api.get("/workbooks").json()["results"]
    assert (one["published_at"], two["published_at"]) == ("2021-03-04T00:00:00Z", "2021-03-05T08:00:00Z")
    assert [tag["slug"] for tag in one["tags"]] == ["finance", "kpi"]
    assert one["description"] == "By **region**"
    take(listing(f"2021-03-04,KPI;Sales,By **region**,{VIEW.format('a')},One,ana,red", header=header))
    assert dict(Tag.objects.values_list("slug", "workbooks_count")) == {"finance": 0, "kpi": 1, "sales": 1}
    assert prove_counts() == []


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


def test_another_authors_workbook_is_left_alone(listing):
    take(listing(row("One", "ana")))
    assert take(listing(row("One", "ben"))) == ((0, 0, 0, 1), [(2, "other_author")])


def test_what_its_author_deleted_does_not_come_back(listing):
    take(listing(row("One")))
    made = Workbook.objects.get()
    services.delete_workbook(actor=made.author, workbook_id=made.pk)
    assert take(listing(row("One", numbers="9,9")))[0] == (0, 0, 1, 0)
    made.refresh_from_db()
    assert made.deleted_at is not None


def test_a_members_own_workbooks_are_not_touched(listing, owner):
    mine = published(owner, embed_url=VIEW.format("One"))
    assert take(listing(row("One", "owner")))[0] == (1, 0, 0, 0)
    mine.refresh_from_db()
    assert mine.imported_views == 0
    owner.profile.refresh_from_db()
    assert owner.profile.workbooks_count == 2


def test_what_screening_rejects_is_refused(listing):
    entities.set_screener(lambda kind, thing, text, author: entities.Verdict(entities.Outcome.REJECT, ("spam",)))
    try:
        assert take(listing(row("One"))) == ((0, 0, 0, 1), [(2, "text_rejected")])
    finally:
        entities.set_screener(None)


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


def test_what_screening_holds_is_hidden_and_counts_no_longer(listing):
    header = "author,title,url,tags"
    take(listing(f"ana,One,{VIEW.format('One')},Sales", header=header))
    entities.set_screener(lambda kind, thing, text, author: entities.Verdict(entities.Outcome.HOLD, ("odd",)))
    try:
        assert take(listing(f"ana,Two,{VIEW.format('One')},Sales;KPI", header=header))[0] == (0, 1, 0, 0)
    finally:
        entities.set_screener(None)
    made = Workbook.objects.get()
    assert (made.title, made.hidden_at is not None) == ("Two", True)
    assert user_by_username("ana").profile.workbooks_count == 0
    assert dict(Tag.objects.values_list("slug", "workbooks_count")) == {"kpi": 0, "sales": 0}
    assert prove_counts() == []


def test_a_rejected_change_leaves_what_is_there(listing):
    take(listing(row("One")))
    entities.set_screener(lambda kind, thing, text, author: entities.Verdict(entities.Outcome.REJECT, ("spam",)))
    try:
        changed = f"ana,Spam,{VIEW.format('One')},5,1"
        assert take(listing(changed)) == ((0, 0, 0, 1), [(2, "text_rejected")])
    finally:
        entities.set_screener(None)
    assert Workbook.objects.get().title == "One"


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
