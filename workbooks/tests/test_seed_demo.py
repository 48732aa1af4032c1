"""The demo: what is in it, and that it never falls into a database that holds anything."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from accounts.profiles.proof import verify_counters
from config.roles import Role
from workbooks.catalog.models import Workbook
from workbooks.engagement.models import Favorite, View
from workbooks.engagement.proof import prove_counters
from workbooks.tags.models import Tag
from workbooks.tags.proof import prove_counts

pytestmark = pytest.mark.django_db


def seed(*options: str) -> str:
    out = io.StringIO()
    call_command("seed_demo", *options, stdout=out)
    return out.getvalue()


def test_the_demo_holds_what_it_promises(api):
    printed = seed()
    users = get_user_model().objects.all()
    assert set(users.values_list("role", flat=True)) == set(Role.values)
    tags = {"Finance", "Marketing", "Sales", "Operations", "HR", "Analytics", "Dashboard", "KPI"}
    assert set(Tag.objects.values_list("name", flat=True)) == tags
    gallery = api.get("/workbooks").json()["results"]
    assert len(gallery) == 6
    assert len(api.get("/workbooks/featured").json()["results"]) == 2
    assert Favorite.objects.count() == sum(row["favorite_count"] for row in gallery) == 12
    assert View.objects.count() == sum(row["view_count"] for row in gallery) == 50
    assert sum(row["comment_count"] for row in gallery) == 9
    assert api.get("/users/ana/followers/count").json()["count"] == 3
    assert Workbook.objects.filter(trending_score__gt=0).count() == 6
    assert verify_counters() == prove_counters() == prove_counts() == []
    for user in users:
        assert user.username in printed


def test_the_moderators_find_work_and_an_author_a_decision_to_appeal(api):
    seed()
    people = {user.username: user for user in get_user_model().objects.all()}
    queue = api.as_(people["demo-moderator"]).get("/moderation/cases?status=open").json()["results"]
    assert sorted(case["reports"] for case in queue) == [1, 2]
    decided = api.as_(people["dora"]).get("/moderation/decisions/mine").json()["results"]
    assert [{act["kind"] for act in one["actions"]} for one in decided] == [{"hide", "warn"}]


def test_the_printed_passwords_sign_in_and_are_kept_nowhere():
    printed = seed()
    for line in printed.splitlines()[2:]:
        _role, username, password = line.split()
        user = get_user_model().objects.get(username=username)
        assert user.check_password(password)
        assert password not in user.password


def test_a_database_that_holds_anything_is_left_alone(owner):
    with pytest.raises(CommandError, match="not empty"):
        seed()
    assert seed("--if-empty") == ""
    assert get_user_model().objects.count() == 1
    assert "6 workbooks" in seed("--anyway")


def test_a_second_seed_is_refused_in_words_and_changes_nothing():
    seed()
    with pytest.raises(CommandError, match="taken"):
        seed("--anyway")
    assert Workbook.objects.count() == 6
