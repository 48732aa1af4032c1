"""Profiles as things that are reported, hidden and restored."""

from __future__ import annotations

from uuid import uuid4

from accounts.profiles import queries
from accounts.users import services as users
from config import entities
from config.roles import ANONYMOUS


def test_profiles_are_named_and_owned(owner):
    kind = entities.kind("profile")
    (summary,) = kind.summaries([owner.pk, uuid4()]).values()
    assert (summary.type, summary.id, summary.title, summary.url) == ("profile", owner.pk, "owner", "/u/owner")
    assert kind.owner_of(owner.pk) == owner.pk
    assert kind.owner_of(uuid4()) is None


def test_a_hidden_profile_is_gone_until_it_is_restored(owner, stranger):
    kind = entities.kind("profile")
    kind.hide(owner.pk)
    kind.hide(owner.pk)
    assert not kind.visible_to(stranger).filter(pk=owner.pk).exists()
    kind.restore(owner.pk)
    assert kind.visible_to(stranger).filter(pk=owner.pk).exists()


def test_profiles_of_closed_accounts_are_not_seen(owner):
    users.set_status(user_id=owner.pk, status="banned", actor=None)
    assert not entities.kind("profile").visible_to(ANONYMOUS).filter(pk=owner.pk).exists()


def test_summaries_of_authors_cost_one_query_whatever_their_number(owner, stranger, django_assert_num_queries):
    with django_assert_num_queries(1):
        summaries = queries.author_summaries([owner.pk, stranger.pk, owner.pk])
    assert summaries[owner.pk] == {"id": owner.pk, "username": "owner", "full_name": "", "avatar_url": None}
    assert set(summaries) == {owner.pk, stranger.pk}
    with django_assert_num_queries(0):
        assert queries.author_summaries([]) == {}
