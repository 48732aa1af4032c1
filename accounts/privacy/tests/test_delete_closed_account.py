"""Deleting an account that a sanction holds: when the sanction ends, the account is not given back by that."""

from __future__ import annotations

import pytest

from accounts.auth.tests.clockwork import later
from accounts.privacy import services
from accounts.privacy.events import DeletionUndone
from accounts.privacy.models import Deletion
from accounts.users import services as users
from accounts.users.events import StatusChanged
from accounts.users.models import User
from config.roles import Status
from config.testing.cast import PASSWORD
from moderation.sanctions.tasks import expire
from moderation.sanctions.tests.making import days, on_member, standing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.MEDIA_FOLDER, settings.PRIVATE_FOLDER = tmp_path / "media", tmp_path / "private"


@pytest.fixture
def leaving(owner):
    """The owner is suspended for three days and has asked an operator to be erased."""
    users.set_status(user_id=owner.pk, status=Status.SUSPENDED, actor=None, reason="Spam.", until=days(3))
    services.request_deletion(user_id=owner.pk, content="erase", actor=None)
    return owner


def test_the_end_of_the_suspension_leaves_the_account_closed_and_the_deletion_waiting(leaving, recorded):
    with later(days=3, seconds=1):
        assert users.lift_expired() == 1
        assert standing(leaving) == ("deactivated", None)
    assert Deletion.objects.get().state == "pending"
    assert recorded(DeletionUndone) == []


def test_what_happened_is_told_in_its_order(leaving, recorded):
    with later(days=3, seconds=1):
        users.lift_expired()
    assert [(event.before, event.after) for event in recorded(StatusChanged)] == [
        ("active", "suspended"),
        ("suspended", "active"),
        ("active", "deactivated"),
    ]


def test_it_is_erased_when_the_grace_is_over(leaving):
    with later(days=3, seconds=1):
        users.lift_expired()
    with later(days=31):
        assert services.erase_due() == {"erased": 1, "failed": 0}
    assert not User.objects.filter(pk=leaving.pk).exists()


@pytest.mark.parametrize("job_has_run", [True, False])
def test_its_owner_comes_back_by_signing_in_after_the_suspension(api, leaving, recorded, job_has_run):
    body = {"username": leaving.username, "password": PASSWORD}
    assert api.post("/auth/login", body).json()["code"] == "suspended"
    with later(days=4):
        if job_has_run:
            users.lift_expired()
        assert api.post("/auth/login", body).status_code == 200
    assert standing(leaving) == ("active", None)
    assert Deletion.objects.get().state == "undone"
    assert [event.actor_id for event in recorded(DeletionUndone)] == [leaving.pk]


def test_a_sanction_that_ends_by_the_clock_leaves_it_closed_too(owner, moderator):
    on_member(moderator, "suspend", owner, until=days(3))
    services.request_deletion(user_id=owner.pk, content="erase", actor=None)
    with later(days=3, seconds=1):
        assert expire() == {"ended": 1}
        assert standing(owner) == ("deactivated", None)
    assert Deletion.objects.get().state == "pending"


def test_staff_who_undo_it_give_the_suspension_back(leaving, admin, recorded):
    until = leaving.__class__.objects.get(pk=leaving.pk).status_until
    services.undo_deletion(deletion_id=Deletion.objects.get().pk, actor=admin, reason="They wrote to us")
    assert standing(leaving) == ("suspended", until)
    assert Deletion.objects.get().state == "undone"
    assert [event.actor_id for event in recorded(DeletionUndone)] == [admin.pk]
