"""A compiled read gives what its queryset gives, for every viewer and moment; what cannot be compiled is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db.models import F, QuerySet

from accounts.users.models import User
from config import clock, compiled
from config.roles import ANONYMOUS, Viewer
from social.people import queries as people
from workbooks.catalog import queries as catalog
from workbooks.catalog import services

pytestmark = pytest.mark.django_db

EMBED = "https://public.tableau.com/views/Budget/Main"


def gallery(viewer: Viewer) -> QuerySet[Any, Any]:
    return catalog.cards(catalog.listed(viewer), viewer).order_by("-listed_at", "-id")


def test_the_same_text_serves_every_viewer_with_their_own_rows(
    owner: Any, friend: Any, stranger: Any, blocked: Any, moderator: Any
) -> None:
    for title, visibility in (("open", "public"), ("near", "followers"), ("shut", "private"), ("by link", "unlisted")):
        made = services.create_workbook(author=owner, title=title, embed_url=EMBED, visibility=visibility)
        services.publish_workbook(actor=owner, workbook_id=made.pk)
    shown = next(row["id"] for row in gallery(owner) if row["title"] == "open")
    services.feature_workbook(actor=moderator, workbook_id=shown)
    compiled.forget()
    for viewer in (ANONYMOUS, owner, friend, stranger, blocked, moderator) * 2:
        assert compiled.rows("test.gallery", gallery, viewer=viewer) == list(gallery(viewer))
    assert [row["title"] for row in compiled.rows("test.gallery", gallery, viewer=blocked)] == []
    assert {row["title"] for row in compiled.rows("test.gallery", gallery, viewer=friend)} == {"open", "near"}


def test_the_time_is_that_of_the_read_not_of_the_compilation(owner: Any, moderator: Any) -> None:
    made = services.create_workbook(author=owner, title="open", embed_url=EMBED)
    services.publish_workbook(actor=owner, workbook_id=made.pk)
    services.feature_workbook(actor=moderator, workbook_id=made.pk, until=clock.now() + timedelta(hours=1))
    assert compiled.rows("test.gallery", gallery, viewer=owner)[0]["is_featured"] is True
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        assert compiled.rows("test.gallery", gallery, viewer=owner)[0]["is_featured"] is False


def test_values_take_their_places_whatever_their_type(owner: Any, stranger: Any) -> None:
    def build(viewer: Viewer, name: str, since: Any, least: int) -> QuerySet[Any, Any]:
        found = User.objects.filter(username=name, created_at__gte=since, token_version__gte=least)
        return found.values("username", joined=F("created_at"))

    hour = timedelta(hours=1)
    for name, since, least, there in (
        ("owner", clock.now() - hour, 1, True),
        ("stranger", clock.now() - hour, 1, True),
        ("nobody", clock.now() - hour, 1, False),
        ("owner", clock.now() + hour, 1, False),
        ("owner", clock.now() - hour, 2, False),
    ):
        found = compiled.rows("test.values", build, viewer=ANONYMOUS, name=name, since=since, least=least)
        assert [row["username"] for row in found] == ([name] if there else [])
        assert list(found[0] if found else {"username": 1, "joined": 2}) == ["username", "joined"]


def test_a_list_of_ids_may_have_any_length(person: Any) -> None:
    made = [person(f"person{n}") for n in range(9)]
    for count in range(10):
        ids = [each.pk for each in made[:count]]
        assert set(people.flags(made[0], ids)) == set(ids)


def test_a_value_made_from_a_stand_in_is_refused() -> None:
    def yesterday(viewer: Viewer) -> QuerySet[Any, Any]:
        return User.objects.filter(created_at__gte=clock.now() - timedelta(days=1)).values("username")

    def part(viewer: Viewer, name: str) -> QuerySet[Any, Any]:
        return User.objects.filter(username__icontains=name).values("username")

    with pytest.raises(compiled.CannotBeCompiled):
        compiled.rows("test.yesterday", yesterday, viewer=ANONYMOUS)
    with pytest.raises(compiled.CannotBeCompiled):
        compiled.rows("test.part", part, viewer=ANONYMOUS, name="own")


def test_what_changes_the_text_may_not_be_a_value() -> None:
    def build(viewer: Viewer, flag: Any) -> QuerySet[Any, Any]:
        return User.objects.filter(is_claimed=flag).values("username")

    for value in (True, None):
        with pytest.raises(TypeError):
            compiled.rows("test.flag", build, viewer=ANONYMOUS, flag=value)


def test_ids_come_back_as_ids(owner: Any) -> None:
    assert isinstance(people.open_person(ANONYMOUS, "owner")["pk"], UUID)
