"""Finding accounts."""

from __future__ import annotations

from uuid import uuid4

from accounts.auth.tests.clockwork import later
from accounts.users import queries, services
from accounts.users.models import KeptUsername
from accounts.users.tasks import prune_kept_usernames


def test_names_and_addresses_are_found_in_any_case(owner, stranger):
    assert queries.user_by_username("OwNer") == owner
    assert queries.user_by_email("OWNER@example.com") == owner
    assert queries.user_by_id(owner.pk) == owner
    assert queries.ids_by_usernames(["Owner", "STRANGER", "nobody"]) == {"owner": owner.pk, "stranger": stranger.pk}


def test_who_is_not_there_is_not_found(db):
    assert queries.user_by_username("nobody") is None
    assert queries.user_by_email("nobody@example.com") is None
    assert queries.user_by_id(uuid4()) is None
    assert queries.mail_facts(uuid4()) is None
    assert queries.email_change(uuid4()) is None


def test_what_it_takes_to_write_to_someone_is_read_at_once(owner, django_assert_num_queries):
    with django_assert_num_queries(1):
        facts = queries.mail_facts(owner.pk)
    assert (facts.email, facts.username, facts.locale, facts.is_active) == ("owner@example.com", "owner", "en", True)
    services.set_status(user_id=owner.pk, status="banned", actor=None)
    assert queries.mail_facts(owner.pk).is_active is False


def test_kept_names_are_let_go_after_ninety_days(owner):
    services.rename(user_id=owner.pk, username="ana.lima", actor=owner)
    assert prune_kept_usernames() == {"released": 0}
    with later(days=91):
        assert prune_kept_usernames() == {"released": 1}
    assert KeptUsername.objects.count() == 0
