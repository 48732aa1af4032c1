"""What a page costs in statements: as many with many rows as with few, and few altogether."""

from __future__ import annotations

import pytest
from django.contrib import admin as django_admin
from django.core.cache import cache

from config.desk.tests.world import client_of, furnish
from config.tests.routes.counting import counted
from social.graph import services as graph
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("desk"), pytest.mark.deep]

MOST = 20
"""How many statements a page of the desk may take: session, account, and what is shown."""


def cost(client, path: str) -> int:
    client.get(path)
    with counted() as statements:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return statements.count


def lists() -> list[str]:
    return [f"/admin/{model._meta.app_label}/{model._meta.model_name}/" for model in django_admin.site._registry]


def many_more(owner, friend, person) -> None:
    for number in range(6):
        someone = person(f"someone-{number}")
        made = published(someone, tags=[f"Tag {number}"])
        graph.follow(actor=someone, person=owner)
        for member in (owner, friend):
            engagement.favorite(member=member, workbook_id=made.pk)
            engagement.register_view(viewer=member, workbook_id=made.pk, address="", agent="")
            comment = engagement.write_comment(author=member, workbook_id=made.pk, body=f"@owner-now: {number}")
            engagement.like_comment(member=someone, comment_id=comment.pk)


def test_lists_and_members_cost_the_same_with_more_rows(admin, owner, friend, moderator, person):
    furnish(owner, friend, moderator)
    page = client_of(admin)
    paths = [*lists(), f"/admin/accounts/user/{friend.pk}/change/"]
    before = {path: cost(page, path) for path in paths}
    many_more(owner, friend, person)
    after = {path: cost(page, path) for path in paths}
    # A panel with rows asks for no more than an empty one; pages of ids in a list may be counted once more.
    assert {path: (before[path], after[path]) for path in paths if after[path] > before[path]} == {}
    assert {path: count for path, count in after.items() if count > MOST} == {}


def test_the_start_page_reads_each_figure_once_and_then_from_memory(admin, owner):
    page = client_of(admin)
    page.get("/admin/")
    with counted() as again:
        page.get("/admin/")
    cache.clear()
    with counted() as anew:
        page.get("/admin/")
    from config.desk import figures

    registered = len(figures._figures) + len(figures._charts)
    assert again.count <= 3
    assert anew.count - again.count <= 2 * registered
