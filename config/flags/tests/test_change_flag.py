"""Changing a flag: an act of staff, with its audit row and its event."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import transaction

from config.audit.models import AuditEntry
from config.errors import Forbidden, InvalidInput
from config.flags import is_on, rows, services
from config.flags.errors import FlagNotFound, GroupNotFound
from config.flags.models import Flag, Group, Version
from config.roles import Role

pytestmark = pytest.mark.django_db


def test_a_change_is_an_audit_row_with_before_and_after_and_an_event(switch, novelty, owner, admin, recorded):
    switch(percent="12.5", roles=[Role.MODERATOR, Role.AGENT], users=[owner.pk], groups=["beta"], note="First steps")
    entry = AuditEntry.objects.get(action="flag.changed")
    assert (entry.actor_id, entry.target_type, entry.target_id) == (admin.pk, "flag", novelty)
    nothing = {"everyone": False, "percent": None, "roles": [], "members": [], "groups": [], "note": ""}
    assert entry.before == nothing
    assert entry.after == {
        "everyone": None,
        "percent": "12.5",
        "roles": ["agent", "moderator"],
        "members": [str(owner.pk)],
        "groups": ["beta"],
        "note": "First steps",
    }
    assert [event.name for event in recorded("flag.changed")] == [novelty]


def test_what_is_left_out_stays(switch, owner, novelty):
    switch(users=[owner.pk], percent="5")
    switch(percent=None)
    flag = Flag.objects.get(name=novelty)
    assert flag.percent is None
    assert list(flag.users.all()) == [owner]


def test_a_change_that_changes_nothing_leaves_no_trace(switch, recorded):
    switch(percent="5")
    token = Version.present()
    switch(percent="5.0")
    assert AuditEntry.objects.filter(action="flag.changed").count() == 1
    assert Version.present() == token


@pytest.mark.parametrize("percent", ["-1", "100.1", "12.55", "many", "NaN", "Infinity", ""])
def test_a_percentage_that_is_none_is_refused(switch, percent):
    with pytest.raises(InvalidInput):
        switch(percent=percent)


def test_unknown_roles_members_groups_and_flags_are_refused(switch, admin):
    for changes, error in (
        ({"roles": ["emperor"]}, InvalidInput),
        ({"users": [uuid4()]}, InvalidInput),
        ({"users": [uuid4() for _ in range(101)]}, InvalidInput),
        ({"groups": ["gamma"]}, GroupNotFound),
        ({"colour": "red"}, TypeError),
    ):
        with pytest.raises(error):
            switch(**changes)
    with pytest.raises(FlagNotFound):
        services.change_flag(name="no_such_flag", actor=admin, changes={"everyone": True})


@pytest.mark.parametrize("who", ["owner", "moderator", "manager"])
def test_only_admins_change_flags_and_groups(novelty, who, request):
    person = request.getfixturevalue(who)
    with pytest.raises(Forbidden):
        services.change_flag(name=novelty, actor=person, changes={"everyone": True})
    with pytest.raises(Forbidden):
        services.change_group(name="beta", actor=person, add=[person.pk])


def test_a_change_that_is_undone_is_forgotten(switch, novelty, owner):
    assert not is_on(novelty, owner)
    with transaction.atomic():
        switch(everyone=True)
        assert is_on(novelty, owner)
        transaction.set_rollback(True)
    services.memory.expire()
    assert not is_on(novelty, owner)


def test_a_group_is_changed_with_an_audit_row(admin, owner, stranger, recorded):
    services.change_group(name="beta", actor=admin, add=[owner.pk, stranger.pk], reason="asked for it")
    services.change_group(name="beta", actor=admin, add=[owner.pk], remove=[stranger.pk])
    services.change_group(name="beta", actor=admin, add=[owner.pk])
    assert list(Group.objects.get(name="beta").members.all()) == [owner]
    first, second = AuditEntry.objects.filter(action="flag_group.changed").order_by("id")
    assert (first.reason, first.after["members"]) == ("asked for it", 2)
    assert second.before == {"members": 2, "taken_out": [str(stranger.pk)]}
    assert len(recorded("flag_group.changed")) == 2


def test_a_group_that_is_not_there_cannot_be_changed(admin, owner):
    with pytest.raises(GroupNotFound):
        services.change_group(name="gamma", actor=admin, add=[owner.pk])


def test_after_migrate_every_declared_flag_has_a_row_and_a_changed_one_stays(novelty, switch):
    rows.make_rows()
    assert Flag.objects.get(name=novelty).everyone is False
    assert Flag.objects.get(name="remixes").everyone is True
    switch(everyone=True)
    rows.make_rows()
    assert Flag.objects.get(name=novelty).everyone is True


def test_without_its_table_nothing_is_made(novelty):
    Flag._meta.db_table, name = "no_such_table", Flag._meta.db_table
    try:
        rows.make_rows()
    finally:
        Flag._meta.db_table = name
    assert not Flag.objects.filter(name=novelty).exists()


def test_the_member_goes_and_the_flag_stays(switch, novelty, owner):
    switch(users=[owner.pk])
    owner.delete()
    assert Flag.objects.get(name=novelty).users.count() == 0
