"""The API shows each viewer what a plain second reading of the rules says: no leak and no false hiding, anywhere."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from django.db import transaction

from accounts.auth import revocation
from config.testing.client import Api
from config.tests.oracles.oracle import STANDING, Oracle
from config.tests.oracles.people_and_books import TAGS, Community, make_community
from config.tests.oracles.surfaces import everything

pytestmark = [pytest.mark.django_db, pytest.mark.deep]

SEED = int(os.environ.get("FUZZ_SEED", "1"))
TRIPLES = int(os.environ.get("ORACLE_TRIPLES", "5000"))
# Asked book by book, so that an answer counts once; every other answer is about all of them.
OF_ONE_BOOK = {"detail", "favorites", "comments", "favorite state", "remix of", "remixes"}


def disagreements(community: Community) -> tuple[list[str], int]:
    """Where API and oracle differ, and how many (viewer, object, surface) were compared."""
    oracle, wrong, compared = Oracle(community), [], 0
    viewers = [None, *(member for member in community.members.values() if member.status in STANDING)]
    for viewer in viewers:
        api = Api().as_(viewer.row) if viewer else Api()
        who = f"{viewer.row.username} ({viewer.role}, {viewer.status})" if viewer else "nobody"
        for surface, shown, expected in everything(api, viewer, community, oracle):
            compared += 1 if surface in OF_ONE_BOOK else len(community.books)
            if shown != expected:
                leaked, missing = (shown or set()) - (expected or set()), (expected or set()) - (shown or set())
                objects = [community.books.get(each, each) for each in [*leaked, *missing]]
                wrong.append(f"{who}: {surface}: leaked {len(leaked)}, hidden {len(missing)}: {objects[:2]}")
    return wrong, compared


def test_no_surface_leaks_or_hides_for_any_viewer() -> None:
    compared, seed = 0, SEED * 1000
    while compared < TRIPLES:
        with transaction.atomic():
            wrong, more = disagreements(make_community(seed))
            transaction.set_rollback(True)
        revocation.reset()
        assert wrong == [], f"seed {seed}: {len(wrong)} disagreements\n" + "\n".join(wrong[:20])
        compared, seed = compared + more, seed + 1
    print(f"FUZZ_SEED={SEED}: {compared} (viewer, object, surface) triples agree")


def test_tags_count_what_everybody_may_see_in_lists() -> None:
    community = make_community(SEED)
    oracle = Oracle(community)
    expected = Counter(book.tag for book in community.books.values() if oracle.counts(book))
    assert {tag: Api().get(f"/tags/{tag}").json()["workbooks_count"] for tag in TAGS} == {t: expected[t] for t in TAGS}
