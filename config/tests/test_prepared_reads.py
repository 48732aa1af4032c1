"""A read that is planned once a connection gives what its queryset gives, on every connection, whatever was kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, QuerySet

from accounts.users.models import User
from config import clock, compiled, prepared
from config.roles import ANONYMOUS, Viewer

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def people(viewer: Viewer, name: str, since: Any, least: int) -> QuerySet[Any, Any]:
    found = User.objects.filter(username=name, created_at__gte=since, token_version__gte=least)
    return found.exclude(email="100%@%s").values("username", "pk", joined=F("created_at"))


def read(name: str, **changed: Any) -> list[dict[str, Any]]:
    given = {"name": name, "since": clock.now() - timedelta(hours=1), "least": 1, **changed}
    found = compiled.rows("test.prepared", people, viewer=ANONYMOUS, prepared=True, **given)
    assert found == list(people(ANONYMOUS, **given))
    return found


def kept() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements WHERE name LIKE 'sigma_%%'")
        return {name for (name,) in cursor.fetchall()}


def test_values_of_every_type_take_their_places_run_after_run(owner: Any, stranger: Any) -> None:
    for _ in range(8):
        assert [row["pk"] for row in read("owner")] == [owner.pk]
        assert [row["pk"] for row in read("stranger")] == [stranger.pk]
        assert read("owner", since=clock.now() + timedelta(hours=1)) == []
        assert read("owner", least=9) == read("o' OR 'x'='x") == []


def test_it_is_planned_once_a_connection_and_again_on_another(owner: Any, django_assert_num_queries: Any) -> None:
    read("owner")
    before = kept()
    assert before
    with django_assert_num_queries(2):  # the queryset's own, and this
        read("owner")
    prepared._names.clear()
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert len(read("owner")) == 1
    assert kept() == {name for name in before if name in kept()}


def test_a_connection_keeps_a_bounded_number(owner: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "MOST_KEPT", 3)
    for number in range(8):

        def build(viewer: Viewer, name: str, number: int = number) -> QuerySet[Any, Any]:
            return User.objects.filter(username=name).exclude(token_version=number + 50).values("username")

        found = compiled.rows(("test.many", number), build, viewer=ANONYMOUS, prepared=True, name="owner")
        assert found == [{"username": "owner"}]
        assert len(kept()) <= 3


def test_it_can_be_switched_off(owner: Any, settings: Any) -> None:
    settings.PREPARED_STATEMENTS = False
    before = kept()
    assert (
        len(compiled.rows("test.off", lambda viewer: User.objects.values("pk"), viewer=ANONYMOUS, prepared=True)) == 1
    )
    assert kept() == before


def test_no_plan_is_compiled() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('jit'), current_setting('random_page_cost')")
        assert cursor.fetchone() == ("off", "1.1")
