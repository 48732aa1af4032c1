"""Kept counts, and their proof."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError
from django.db.models import Value

from accounts.profiles import counters, proof, services
from accounts.profiles.models import Profile
from accounts.users.models import KeptUsername
from config.testing.crowd import at_once


@pytest.fixture
def counting(monkeypatch) -> Iterator[dict]:
    """What the only registered counter will count, by user id."""
    truth: dict = {}
    monkeypatch.setattr(counters, "_recounts", {})
    counters.register("followers", lambda members: [(each, truth[each]) for each in members if each in truth])
    return truth


def counts(person):
    row = Profile.objects.get(pk=person.pk)
    return row.followers_count, row.following_count, row.workbooks_count


def test_counts_of_several_members_move_together(owner, stranger):
    services.bump_counts({owner.pk: {"followers": 2}, stranger.pk: {"following": 1, "workbooks": 3}})
    services.bump_counts({owner.pk: {"followers": -1}})
    assert counts(owner) == (1, 0, 0)
    assert counts(stranger) == (0, 1, 3)


def test_a_count_never_falls_below_zero(owner):
    with pytest.raises(IntegrityError):
        services.bump_counts({owner.pk: {"followers": -1}})


def test_an_edit_of_the_profile_does_not_lose_counts(owner):
    services.bump_counts({owner.pk: {"followers": 2}})
    services.edit_profile(user_id=owner.pk, changes={"title": "Analyst"})
    assert counts(owner) == (2, 0, 0)


def test_only_counts_that_profiles_keep_can_be_registered():
    from django.core.exceptions import FieldDoesNotExist

    with pytest.raises(FieldDoesNotExist):
        counters.register("enemies", lambda members: KeptUsername.objects.values_list("user_id", Value(1)))


def test_right_counts_are_proven_right(owner, stranger, counting):
    counting[owner.pk] = 2
    services.bump_counts({owner.pk: {"followers": 2}})
    assert proof.verify_counters() == []
    out = StringIO()
    call_command("verify_counters", stdout=out)
    assert "All counts are right (followers)." in out.getvalue()


def test_a_wrong_count_is_named_and_stays_unless_it_is_to_be_repaired(owner, stranger, counting):
    counting[owner.pk] = 2
    services.bump_counts({owner.pk: {"followers": 5}, stranger.pk: {"followers": 1}})
    with pytest.raises(CommandError, match="2 counts are wrong"):
        call_command("verify_counters", stdout=StringIO())
    assert counts(owner) == (5, 0, 0)
    out = StringIO()
    call_command("verify_counters", "--repair", stdout=out)
    assert f"followers of {owner.pk}: kept 5, counted 2" in out.getvalue()
    assert counts(owner) == (2, 0, 0)
    assert counts(stranger) == (0, 0, 0)
    assert proof.verify_counters() == []


def test_a_proof_holds_few_in_memory_and_goes_on_where_it_broke_off(owner, stranger, counting, monkeypatch):
    monkeypatch.setattr(proof, "BATCH", 1)
    services.bump_counts({owner.pk: {"followers": 5}, stranger.pk: {"followers": 1}})
    told: list[tuple[int, object]] = []
    walk = proof.wrong_counts(on_batch=lambda number, last: told.append((number, last)))
    first, second = sorted([owner.pk, stranger.pk])
    assert [found.user_id for found in walk] == [first, second]
    assert told == [(1, first), (1, second)]
    assert [found.user_id for found in proof.wrong_counts(after=first)] == [second]
    with pytest.raises(CommandError, match="1 counts are wrong"):
        call_command("verify_counters", "--after", str(first), stdout=StringIO())


def test_a_proof_that_is_broken_off_says_how_to_go_on(owner, stranger, counting, monkeypatch):
    monkeypatch.setattr(proof, "BATCH", 1)
    asked = iter([[], OperationalError("the connection is gone")])

    def recount(members):
        if isinstance(said := next(asked), Exception):
            raise said
        return said

    counters.register("followers", recount)
    with pytest.raises(CommandError, match=f"--after {min(owner.pk, stranger.pk)}"):
        call_command("verify_counters", stdout=StringIO())


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_counts_stay_exact_and_nothing_deadlocks_when_many_write_them_at_once(owner, stranger):
    def act(number: int) -> None:
        first, second = (owner, stranger) if number % 2 else (stranger, owner)
        for _ in range(5):
            services.bump_counts({first.pk: {"followers": 1}, second.pk: {"following": 1}})

    at_once(act, 20)
    assert counts(owner) == (50, 50, 0)
    assert counts(stranger) == (50, 50, 0)
