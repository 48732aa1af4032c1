"""Every feed shows each viewer what a plain second reading of the rules says, however its candidates are found."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from config.roles import ANONYMOUS
from config.testing.client import Api
from social.activity import queries, reading, sources
from social.activity.candidates import Measure
from social.activity.tests.oracle import STANDING, Oracle
from social.activity.tests.town import Person, Town, make_town

pytestmark = [pytest.mark.django_db, pytest.mark.deep]

SEED = int(os.environ.get("FUZZ_SEED", "1"))
TRIPLES = int(os.environ.get("ORACLE_TRIPLES", "3000"))
FEEDS = ("all", "following", "friends", "local")

# People are few to this, so that each is asked; many, so that the window is looked through; the window too short.
WAYS: dict[str, Callable[[int], Measure]] = {
    "few": partial(Measure, few=300),
    "window": partial(Measure, few=1, window=2_000),
    "fallback": partial(Measure, few=1, window=3),
}


def read_through(viewer: Any, source: sources.Source, limit: int, **given: Any) -> list[UUID]:
    """All items of a feed, page by page."""
    found: list[UUID] = []
    below = None
    while True:
        page = queries.feed(viewer, source, limit=limit, below=below, is_grouped=False, **given)
        found += [entry.newest["id"] for entry in page.entries]
        if page.last is None:
            return found
        below = page.last


def viewers_of(town: Town) -> list[Person | None]:
    return [None, *(one for one in town.people.values() if one.status in STANDING)]


def disagreements(town: Town, random: Random) -> Iterator[str]:
    oracle = Oracle(town)
    for viewer in viewers_of(town):
        row = viewer.row if viewer else ANONYMOUS
        asked = [("global", sources.EVERYBODY)]
        if viewer:
            asked += [(name, sources.source(name)) for name in FEEDS]
        for name, source in asked:
            if read_through(row, source, random.randint(1, 30)) != oracle.feed(viewer, name):
                yield f"{row}: {name}"
        for person in town.people:
            expected = oracle.of_person(viewer, person)
            if expected is not None:
                found = read_through(row, sources.EVERYBODY, random.randint(1, 30), person=person)
                if found != expected:
                    yield f"{row}: page of {town.people[person].row}"
        if set(queries.items_visible_to(row).values_list("pk", flat=True)) != oracle.anywhere(viewer):
            yield f"{row}: by id"


def compared_in(town: Town) -> int:
    """Triples of viewer, item and surface."""
    return len(viewers_of(town)) * len(town.items) * (len(FEEDS) + 3)


@pytest.mark.parametrize("way", sorted(WAYS))
def test_no_feed_leaks_hides_or_mixes_up_anything(way, monkeypatch):
    monkeypatch.setattr(reading, "measured", lambda step, source: WAYS[way](step))
    monkeypatch.setattr(reading, "STEPS", (4, 8, 16, 32, 512))
    compared, seed = 0, SEED * 1000
    while compared < TRIPLES:
        with transaction.atomic():
            town = make_town(seed)
            wrong = list(disagreements(town, Random(seed)))
            transaction.set_rollback(True)
        assert wrong == [], f"seed {seed}, {way}: {wrong[:10]}"
        compared, seed = compared + compared_in(town), seed + 1
    print(f"FUZZ_SEED={SEED}, {way}: {compared} (viewer, item, surface) triples agree")


def test_the_endpoints_show_what_the_oracle_says():
    town = make_town(SEED)
    oracle = Oracle(town)
    viewer = next(one for one in town.people.values() if one.status == "active")
    api = Api().as_(viewer.row)

    def walk(path: str) -> list[str] | None:
        found: list[str] = []
        while path:
            answer = api.get(path)
            if answer.status_code == 404:
                return None
            found += [each["id"] for each in answer.json()["results"]]
            path = answer.json()["next"]
        return found

    for name in FEEDS:
        assert walk(f"/activity/feed?grouped=false&limit=9&filter={name}") == [
            str(pk) for pk in oracle.feed(viewer, name)
        ]
    assert walk("/activity/global?grouped=false&limit=100") == [str(pk) for pk in oracle.feed(viewer, "global")]
    for person in town.people.values():
        expected = oracle.of_person(viewer, person.row.pk)
        found = walk(f"/activity/user/{person.row.username}?grouped=false")
        assert found == (None if expected is None else [str(pk) for pk in expected])
