"""Searching workbooks: what is found, in which scripts, with which marks, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import draft, published
from workbooks.discovery import services

pytestmark = pytest.mark.django_db

PATH = "/search/workbooks"
FOUND = [
    ("analytics", "Analytics dashboard"),
    ("DASHBOARD analytics", "Analytics dashboard"),
    ("analy", "Analytics dashboard"),
    ("das", "Analytics dashboard"),
    ("cafe resume", "Café résumé"),
    ("CAFÉ", "Café résumé"),
    ("cafe\u0301", "Café résumé"),
    ("creme brulee", "Café résumé"),
    ("продажи", "Продажи по регионам"),
    ("ОТЧЕТ", "Продажи по регионам"),
    ("売上", "売上分析レポート"),
    ("分析", "売上分析レポート"),
    ("析", "売上分析レポート"),
    ("المبيعات", "تقرير المبيعات"),
    ("كل", "تقرير المبيعات"),
    ("📈", "Growth 📈 of it"),
    ("c++", "Sales by region"),
    ('"one page"', "Analytics dashboard"),
    ("region -sales", "Analytics dashboard"),
    ("kpi", "Analytics dashboard"),
]
NOT_FOUND = ['"page one"', "region -page -sales", "析分", "-sales", '""', "()", "🐍", "regulatory"]
SIGNS = [
    "'", '"', '") OR 1=1--', "\\", ";SELECT pg_sleep(3)", "%", "_", "*", "a* OR b", "NEAR(a b)", "a & b | !c", ":*",
    "title:x", "{a b}:c", "x':*A", "$.*", "(((((", "- - -", "sales'", "<->", "\ud7ff", "ꙮ", "a" * 200, "- " * 100,
]  # fmt: skip
PATHS = [PATH, "/search/suggestions", "/search/users", "/search/tags", "/workbooks"]
TOO_MUCH = ["a" * 10_000, "a" * 201, "a\x00b"]
WRONG = [
    {}, {"q": ""}, {"q": "x", "sort": "best"}, {"q": "x", "facets": "maybe"}, {"q": "x", "colour": "red"},
    {"q": "x", "cursor": "forged"}, {"q": "x", "limit": "0"}, {"q": "x", "tags": ","},
]  # fmt: skip


def titles(api: Any, q: str, **params: str) -> list[str]:
    answer = api.get(PATH, {"q": q, **params})
    assert answer.status_code == 200, answer.content
    return [row["title"] for row in answer.json()["results"]]


@pytest.fixture
def shelf(owner: Any, stranger: Any, deliver: Any) -> dict[str, Any]:
    made = {
        title: published(author, title=title, description=text, tags=tags)
        for author, title, text, tags in (
            (owner, "Analytics dashboard", "Every region on one page", ["KPI"]),
            (owner, "Sales by region", "Figures of the quarter", ["Sales", "C++"]),
            (stranger, "Café résumé", "Naïve façade", ["Crème brûlée"]),
            (stranger, "Продажи по регионам", "Отчёт за квартал", []),
            (stranger, "売上分析レポート", "四半期の売上", []),
            (stranger, "تقرير المبيعات", "كُلّ المناطق", []),
            (stranger, "Growth 📈 of it", "", []),
        )
    }
    deliver()
    return made


def test_words_are_found_whatever_their_case_accents_and_script(api, shelf, subtests):
    for q, found in FOUND:
        with subtests.test(q=q):
            assert titles(api, q) == [found]


def test_what_does_not_meet_is_not_found(api, shelf, subtests):
    for q in NOT_FOUND:
        with subtests.test(q=q):
            assert titles(api, q) == []


def test_typing_errors_are_corrected_and_the_answer_says_so(api, shelf):
    answer = api.get(PATH, {"q": "analitycs dashbord"}).json()
    assert [row["title"] for row in answer["results"]] == ["Analytics dashboard"]
    assert (answer["corrected"], answer["total"], answer["is_capped"]) == ("analytics dashboard", 1, False)
    assert answer["results"][0]["highlights"]["title"] == "<mark>Analytics</mark> <mark>dashboard</mark>"
    assert api.get(PATH, {"q": "analytics"}).json()["corrected"] is None


def test_titles_come_before_tags_and_tags_before_descriptions(api, owner, deliver):
    published(owner, title="One", description="churn")
    published(owner, title="Two", tags=["Churn"])
    published(owner, title="Churn")
    deliver()
    assert titles(api, "churn") == ["Churn", "Two", "One"]


def test_highlights_are_escaped(api, owner, deliver):
    published(owner, title="<script>alert(1)</script> sales", description='"><img src=x onerror=sales()>')
    deliver()
    shown = api.get(PATH, {"q": "sales script"}).json()["results"][0]["highlights"]
    assert shown["title"] == "&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt; <mark>sales</mark>"
    assert shown["description"] == "&quot;&gt;&lt;img src=x onerror=<mark>sales</mark>()&gt;"


def test_signs_of_query_languages_are_plain_text(api, shelf, subtests):
    for q in SIGNS:
        for path in PATHS:
            with subtests.test(q=q, path=path):
                assert api.get(path, {"q": q}).status_code == 200


def test_what_is_too_long_or_holds_a_nul_is_refused_before_it_is_read(api, db, subtests):
    for q in TOO_MUCH:
        for path in PATHS:
            with subtests.test(q=q[:10], path=path):
                assert api.get(path, {"q": q}).status_code == 400


def test_unknown_filters_and_values_are_refused(api, db, subtests):
    for params in WRONG:
        with subtests.test(params=params):
            assert api.get(PATH, params).status_code == 400


def test_filters_narrow_as_in_the_gallery(api, shelf):
    assert titles(api, "region", author="owner", tags="sales") == ["Sales by region"]
    assert titles(api, "region", tags="sales,kpi", sort="new") == ["Sales by region", "Analytics dashboard"]
    assert titles(api, "region", tags="sales,kpi", tags_mode="all") == []
    assert titles(api, "region", tags="nothing") == []
    assert titles(api, "region", author="stranger") == []
    assert titles(api, "region", author="nobody-there") == []
    assert len(titles(api, "region", date="today")) == 2


def test_facets_count_what_was_found(api, shelf, owner):
    facets = api.get(PATH, {"q": "region", "facets": "true"}).json()["facets"]
    assert {(each["slug"], each["count"]) for each in facets["tags"]} == {("kpi", 1), ("sales", 1), ("cplusplus", 1)}
    assert [(each["author"]["username"], each["count"]) for each in facets["authors"]] == [("owner", 2)]
    assert facets["dates"][0] == {"date": "today", "count": 2}


def test_pages_hold_everything_once(api, owner, deliver):
    for number in range(7):
        published(owner, title=f"Sales {number}")
    deliver()
    seen, url = [], f"/api/v1{PATH}?q=sales&limit=3"
    while url:
        page = api.request("GET", url.replace("http://localhost:8000", ""), absolute=True).json()
        seen += [row["title"] for row in page["results"]]
        url = page["next"]
        back = page["previous"]
    assert len(seen) == len(set(seen)) == 7
    page = api.request("GET", back.replace("http://localhost:8000", ""), absolute=True).json()
    assert [row["title"] for row in page["results"]] == seen[3:6]


def test_the_gallery_searches_by_the_same_index(api, shelf):
    rows = api.get("/workbooks", {"q": "cafe"}).json()["results"]
    assert [row["title"] for row in rows] == ["Café résumé"]


def test_ones_own_drafts_are_still_searched_by_what_they_hold(api, owner):
    made = draft(owner, title="Unfinished")
    rows = api.as_(owner).get("/workbooks", {"q": "finish", "status": "draft"}).json()["results"]
    assert [row["id"] for row in rows] == [str(made.pk)]


def test_a_title_that_is_what_was_asked_for_comes_before_what_is_talked_of(api, owner, deliver):
    famous = published(owner, title="A year of rides", tags=["Analytics", "Dashboard"])
    published(owner, title="Analytics dashboard")
    Workbook.objects.filter(pk=famous.pk).update(imported_views=5_000, trending_score=50)
    deliver()
    services.refresh_scores()
    found = api.get("/search/workbooks?q=analitycs+dashbord").json()["results"]
    assert [row["title"] for row in found] == ["Analytics dashboard", "A year of rides"]
