"""The data set: members, workbooks, tags and favourites, made once and kept; `SCALE` members (100,000 unless told)."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import connection
from rich.progress import track

from accounts.profiles.models import Profile
from accounts.users.models import User
from config import clock
from workbooks.catalog.models import State, Workbook
from workbooks.embeds.models import EmbedSource
from workbooks.engagement.models import Favorite
from workbooks.tags.models import Tag, Tagging

MEMBERS = int(os.environ.get("SCALE", "100000"))
BATCH = 5_000
WORDS = ("sales", "budget", "churn", "revenue", "weather", "energy", "cities", "sport", "health", "schools")


def members() -> Iterable[tuple[User, Profile]]:
    began = clock.now() - timedelta(days=730)
    for i in range(MEMBERS):
        at = began + timedelta(days=730 * i / MEMBERS)
        user = User(
            username=f"m{i:07}", email=f"m{i:07}@example.com", created_at=at, email_verified_at=at, password="!"
        )
        yield user, Profile(user=user, full_name=f"Member {i}")


def workbooks(people: list[Any], source: EmbedSource, chance: random.Random) -> Iterable[Workbook]:
    began = clock.now() - timedelta(days=730)
    for i in range(MEMBERS * 3):
        at = began + timedelta(days=730 * i / (MEMBERS * 3))
        views = int(chance.paretovariate(1.2) * 10)
        yield Workbook(
            author_id=people[int(len(people) * chance.random() ** 3)],
            title=f"{chance.choice(WORDS)} {chance.choice(WORDS)} {i}",
            slug=f"workbook-{i}",
            description="How it was made, and what it shows. " * 4,
            embed_url=f"https://public.tableau.com/views/W{i}/Main",
            source=source,
            status=State.PUBLISHED,
            published_at=at,
            listed_at=at,
            created_at=at,
            view_count=views,
            trending_score=chance.random(),
        )


def insert(model: Any, rows: Iterable[Any], total: int, what: str) -> None:
    rows = iter(rows)
    for _ in track(range(0, total, BATCH), description=what):
        model.objects.bulk_create(islice(rows, BATCH), ignore_conflicts=model is Favorite)


def fill() -> None:
    """Make the data set, unless a whole one of this scale is there."""
    if Favorite.objects.exists() and User.objects.count() == MEMBERS:
        return
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE accounts_user, workbooks_workbook, workbooks_tag CASCADE")
    chance = random.Random(7)
    source = EmbedSource.objects.get(slug__startswith="tableau")
    pairs = iter(members())
    for _ in track(range(0, MEMBERS, BATCH), description="members"):
        batch = list(islice(pairs, BATCH))
        User.objects.bulk_create(user for user, _ in batch)
        Profile.objects.bulk_create(profile for _, profile in batch)
    people = list(User.objects.order_by("username").values_list("pk", flat=True))
    insert(Workbook, workbooks(people, source, chance), MEMBERS * 3, "workbooks")
    tags = Tag.objects.bulk_create(Tag(slug=word, name=word.title()) for word in WORDS)
    ids = list(Workbook.objects.values_list("pk", flat=True))
    insert(
        Tagging,
        (Tagging(workbook_id=pk, tag=tag, is_listed=True) for pk in ids for tag in chance.sample(tags, 2)),
        len(ids) * 2,
        "tags",
    )
    favorites = (
        Favorite(member_id=chance.choice(people), workbook_id=ids[int(len(ids) * chance.random() ** 2)])
        for _ in range(MEMBERS * 5)
    )
    insert(Favorite, favorites, MEMBERS * 5, "favourites")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workbooks_workbook w SET favorite_count = f.n FROM"
            " (SELECT workbook_id, count(*) n FROM workbooks_favorite GROUP BY 1) f WHERE f.workbook_id = w.id"
        )
        cursor.execute("VACUUM ANALYZE")
