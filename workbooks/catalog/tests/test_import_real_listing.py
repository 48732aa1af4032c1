"""A real listing, reached through `REAL_DATA_DIR`: 765 workbooks of 13 authors of Tableau Public."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db.models import Sum

from accounts.profiles.proof import verify_counters
from workbooks.catalog.importing import import_listing, open_listing
from workbooks.catalog.models import Workbook
from workbooks.embeds.queries import check_url

DATA = Path(os.environ.get("REAL_DATA_DIR", "/nowhere")) / "tableau_public"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.is_dir(), reason="needs REAL_DATA_DIR"),
]


def test_the_whole_listing_goes_in_once(api):
    listing = open_listing(DATA / "workbooks.csv")
    assert listing.unknown == ("viz_of_the_day",)
    first, again = import_listing(listing), import_listing(listing)
    assert (first.created, first.refused) == (765, 0)
    assert (again.created, again.updated, again.unchanged, again.refused) == (0, 0, 765, 0)
    sums = Workbook.objects.aggregate(views=Sum("shown_views"), favorites=Sum("shown_favorites"))
    assert sums == {"views": 231_956, "favorites": 2_658}
    assert get_user_model().objects.count() == 13
    assert verify_counters() == []


def test_the_whole_listing_comes_out_as_a_gallery(api):
    import_listing(open_listing(DATA / "workbooks.csv"))
    seen, url = {}, "/api/v1/workbooks?limit=100&sort=views"
    while url:
        page = api.get(url).json()
        seen |= {row["id"]: row for row in page["results"]}
        url = page["next"] and page["next"][page["next"].index("/api") :]
    assert len(seen) == 765
    assert sum(row["view_count"] for row in seen.values()) == 231_956
    assert sum(row["favorite_count"] for row in seen.values()) == 2_658
    shown = [row["view_count"] for row in seen.values()]
    assert shown == sorted(shown, reverse=True)


def test_ten_broken_rows_are_ten_refusals(tmp_path):
    lines = (DATA / "workbooks.csv").read_text(encoding="utf-8").split("\n")
    broken = {
        10: ",No author,https://public.tableau.com/views/x1/y,1,1,",
        60: "ana,,https://public.tableau.com/views/x2/y,1,1,",
        110: "ana,No https,http://public.tableau.com/views/x3/y,1,1,",
        160: "ana,Other host,https://public.tableau.com.evil.test/views/x4/y,1,1,",
        210: "ana,Address,https://127.0.0.1/views/x5/y,1,1,",
        260: "ana,Words,https://public.tableau.com/views/x6/y,many,1,",
        310: "ana,Few cells",
        360: 'ana,"Open quote,https://public.tableau.com/views/x7/y,1,1,',
        410: "a b,Name,https://public.tableau.com/views/x8/y,1,1,",
        460: "ana,Negative,https://public.tableau.com/views/x9/y,1,-4,",
    }
    for offset, (at, line) in enumerate(broken.items()):
        lines.insert(at + offset, line)
    path = tmp_path / "broken.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    refused = []
    totals = import_listing(open_listing(path), on_refusal=refused.append)
    assert (totals.created, totals.refused) == (765, 10)
    assert len({refusal.line for refusal in refused}) == 10
    assert all(refusal.reason and refusal.detail for refusal in refused)


@pytest.mark.parametrize("name", ["favorites.csv", "publications.csv"])
def test_urls_of_the_older_form_are_taken_as_views(name):
    import csv

    with (DATA / name).open(encoding="utf-8", newline="") as file:
        urls = {row["workbook_url"] for row in csv.DictReader(file)}
    older = [url for url in urls if "#!/vizhome/" in url]
    assert older
    for url in older:
        assert check_url(url).url.startswith("https://public.tableau.com/views/")
