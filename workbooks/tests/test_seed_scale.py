"""Demo data at scale: right counts, the same from the same seed, all or nothing."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import AutoField, F

from accounts.profiles.models import Profile
from accounts.profiles.proof import verify_counters
from config.testing.checker import half_edges
from social.activity.models import ActivityEvent
from social.graph.models import Block, Follow, Friendship, Mute
from workbooks.catalog.models import Workbook
from workbooks.embeds.models import EmbedSource
from workbooks.embeds.tests.shipping import ship_sources
from workbooks.engagement.models import Comment, Favorite, View
from workbooks.engagement.proof import prove_counters
from workbooks.scaling import acts
from workbooks.tags.models import Tag, Tagging
from workbooks.tags.proof import prove_counts

pytestmark = pytest.mark.django_db

# Times of the clock on the wall.
NOT_COMPARED = {"workbooks.Tag.created_at"}


@pytest.fixture(autouse=True)
def _sources():
    ship_sources()


def seed(*options, scale=200, until="2026-11-20"):
    out = io.StringIO()
    call_command("seed_demo", "--scale", str(scale), "--until", until, *options, stdout=out)
    return out.getvalue()


def everything():
    """All rows of every table, but for keys that the database numbers as it likes."""
    rows = {}
    for model in apps.get_models():
        columns = [field.attname for field in model._meta.concrete_fields if is_compared(field)]
        rows[model._meta.label] = sorted(model._default_manager.values_list(*columns), key=repr)
    tags = Tagging.objects.order_by("workbook_id", "position").values_list("workbook_id", "tag__slug", "position")
    return rows | {"tags by name": list(tags)}


def is_compared(field):
    target = field.target_field if field.is_relation else field
    return not isinstance(target, AutoField) and str(field) not in NOT_COMPARED


def empty():
    get_user_model().objects.all().delete()
    Tag.objects.all().delete()


def test_all_counts_are_right_and_everything_is_there():
    printed = seed()
    assert verify_counters() == prove_counters() == prove_counts() == []
    assert get_user_model().objects.count() == Profile.objects.count() == 200
    assert Workbook.objects.count() == 600
    for name, model in (("favourites", Favorite), ("comments", Comment), ("views", View), ("follows", Follow)):
        assert f"{model.objects.count()} {name}" in printed
        assert model.objects.count() > 100
    assert Workbook.objects.filter(trending_score__gt=0).exists()
    assert sum(Workbook.objects.values_list("view_count", flat=True)) == View.objects.count()


def test_the_same_seed_makes_the_same_and_another_another():
    seed("--seed", "7")
    first = everything()
    empty()
    seed("--seed", "7")
    assert everything() == first
    empty()
    seed("--seed", "8")
    again = everything()
    made = [get_user_model(), Profile, Follow, Workbook, Favorite, Comment, View, Tag]
    for label in (model._meta.label for model in made):
        assert len(first[label]) > 10
        assert again[label] != first[label]


def test_a_few_have_much_and_most_have_little():
    seed(scale=400)
    for model, column in ((Profile, "followers_count"), (Profile, "workbooks_count"), (Workbook, "view_count")):
        numbers = sorted(model.objects.values_list(column, flat=True), reverse=True)
        tenth = len(numbers) // 10
        assert sum(numbers[:tenth]) > 3 * sum(numbers) * tenth / len(numbers)
        assert numbers[0] > 10 * numbers[len(numbers) // 2]


def test_nothing_happens_before_its_time_or_after_the_last_day():
    seed()
    until = datetime(2026, 11, 20, tzinfo=UTC)
    for model in (get_user_model(), Follow, Workbook, Favorite, Comment, View):
        times = model.objects.values_list("created_at", flat=True)
        assert min(times) >= datetime(2024, 11, 20, tzinfo=UTC)
        assert max(times) <= until
    assert not Workbook.objects.filter(created_at__lt=F("author__created_at")).exists()
    for model, member in ((Favorite, "member"), (Comment, "author"), (View, "member")):
        assert not model.objects.filter(created_at__lt=F(f"{member}__created_at")).exists()
        assert not model.objects.filter(created_at__lt=F("workbook__created_at")).exists()
    assert not Comment.objects.filter(created_at__lt=F("parent__created_at")).exists()
    assert not Favorite.objects.filter(member=F("workbook__author")).exists()
    assert not Comment.objects.filter(parent__parent__isnull=False).exists()


def test_ids_sort_by_age():
    seed()
    for model in (get_user_model(), Workbook, Favorite, Comment):
        times = model.objects.order_by("id").values_list("created_at", flat=True)
        assert all(one <= other for one, other in pairwise(times))


def test_nobody_can_sign_in_as_a_demo_member():
    seed(scale=10)
    assert not any(user.check_password(word) for user in get_user_model().objects.all() for word in ("", "!", "demo"))


def test_lists_show_what_was_made(api):
    seed()
    found = api.get("/workbooks", {"sort": "views"}).json()["results"]
    assert len(found) == 20
    assert found[0]["view_count"] == max(
        Workbook.objects.filter(visibility="public").values_list("view_count", flat=True)
    )
    assert api.get(f"/users/{found[0]['author']['username']}/followers/count").status_code == 200


def test_the_seed_falls_into_an_empty_database_only(owner):
    with pytest.raises(CommandError, match="not empty"):
        seed()
    assert seed("--if-empty") == ""
    assert "10 members" in seed("--anyway", scale=10)
    assert verify_counters() == prove_counters() == prove_counts() == []
    with pytest.raises(CommandError, match="here already"):
        seed("--anyway", scale=10)


def test_without_a_source_for_its_urls_nothing_is_seeded():
    EmbedSource.objects.update(is_active=False)
    with pytest.raises(CommandError, match="no source"):
        seed(scale=10)
    assert not get_user_model().objects.exists()


@pytest.mark.parametrize(
    "options",
    [("--scale", "9"), ("--scale", "1000001"), ("--seed", "-1"), ("--seed", "4294967296"), ("--until", "yesterday"),
     ("--until", "1999-12-31"), ("--until", "2026-02-30")],
)  # fmt: skip
def test_a_wrong_number_is_refused_in_words(options):
    with pytest.raises(CommandError, match=f"^{options[0]} must"):
        call_command("seed_demo", "--scale", "10", *options)
    assert not get_user_model().objects.exists()


def schema():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1")
        indexes = cursor.fetchall()
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint"
            " WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2"
        )
        return indexes + cursor.fetchall()


@pytest.mark.postgres
def test_indexes_and_constraints_are_afterwards_as_before():
    before = schema()
    seed()
    assert schema() == before


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_where_it_breaks_off_nothing_stays_and_nothing_is_missing(monkeypatch):
    def broken(plan):
        yield from ()
        raise RuntimeError("the power is gone")

    before = schema()
    monkeypatch.setattr(acts, "views", broken)
    with pytest.raises(RuntimeError):
        seed()
    assert not get_user_model().objects.exists()
    assert not Tag.objects.exists()
    assert schema() == before


def test_the_graph_has_friends_blocks_and_closed_accounts_that_fit_together():
    printed = seed(scale=400)
    for name, model in (("friendships", Friendship), ("blocks", Block), ("mutes", Mute), ("activities", ActivityEvent)):
        assert f"{model.objects.count()} {name}" in printed
        assert model.objects.exists()
    assert list(half_edges()) == []
    assert Profile.objects.exclude(show_activity="everyone").exists()
    assert Profile.objects.filter(approves_followers=True).exists()


def test_feeds_hold_what_was_done_lately_and_bursts_among_it():
    seed(scale=400)
    told = set(ActivityEvent.objects.values_list("verb", flat=True))
    assert told == {"published", "favorited", "commented", "followed"}
    marks = ActivityEvent.objects.filter(verb="favorited").order_by("actor_id", "occurred_at")
    pairs = pairwise(marks.values_list("actor_id", "occurred_at"))
    assert sum(one[0] == other[0] and other[1] - one[1] < timedelta(minutes=15) for one, other in pairs) > 10
    for item in ActivityEvent.objects.filter(verb="favorited")[:50]:
        assert Favorite.objects.filter(member_id=item.actor_id, workbook_id=item.thing_id).exists()
    for item in ActivityEvent.objects.filter(verb="commented")[:50]:
        assert Comment.objects.filter(pk=item.thing_id, author=item.actor_id, workbook=item.target_id).exists()
