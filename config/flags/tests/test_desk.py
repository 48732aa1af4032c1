"""Flags on the desk: seen and changed by admins, through the service."""

from __future__ import annotations

import pytest

from config.audit.models import AuditEntry
from config.flags import is_on, rows
from config.flags.models import Flag, Group

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(desk, admin, novelty):
    rows.make_rows()
    return desk(admin)


def path_of(name):
    return f"flags/flag/{Flag.objects.get(name=name).pk}/change/"


def test_only_admins_see_flags_and_groups(desk, admin, manager, moderator, page):
    for path in ("flags/flag/", path_of("remixes"), "flags/group/"):
        assert [desk(person).get(path).status_code for person in (admin, manager, moderator)] == [200, 403, 403], path


def test_the_list_says_what_each_stands_before_and_for_whom_it_is_on(page):
    Flag.objects.create(name="of_old")
    text = page.text("flags/flag/")
    assert "Members copy others" in text
    assert "everyone" in text
    assert "no code asks for it" in text
    assert page.get("flags/flag/add/").status_code == 403


def test_an_admin_decides_for_whom_a_flag_is_on(page, novelty, owner, stranger, admin):
    answer = page.post(
        path_of(novelty),
        mode="some",
        percent="12.5",
        roles=["agent"],
        groups=["beta"],
        users="owner\n@Stranger",
        note="First steps",
        reason="trial",
    )
    assert answer.status_code == 302, answer.context and answer.context["errors"]
    assert is_on(novelty, owner)
    entry = AuditEntry.objects.get(action="flag.changed")
    assert (entry.actor_id, entry.target_id, entry.reason) == (admin.pk, novelty, "trial")
    assert entry.after["members"] == sorted([str(owner.pk), str(stranger.pk)])
    assert (entry.after["percent"], entry.after["roles"], entry.after["groups"]) == ("12.5", ["agent"], ["beta"])
    text = page.text("flags/flag/")
    assert "12.5 % of members; roles: agent; 2 named members; group beta" in text
    assert "owner" in page.get(path_of(novelty)).content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"percent": "101"}, "less than or equal to 100"),
        ({"users": "nobody-here"}, "No member is called nobody-here."),
        ({"roles": ["emperor"]}, "emperor is not one of the available choices"),
        ({"mode": "perhaps"}, "perhaps is not one of the available choices"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(page, novelty, typed, said):
    answer = page.post(path_of(novelty), **({"mode": "some"} | typed))
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not AuditEntry.objects.filter(action="flag.changed").exists()


def test_what_no_code_asks_for_cannot_be_changed(page):
    Flag.objects.create(name="of_old")
    page.post(path_of("of_old"), mode="everyone")
    assert Flag.objects.get(name="of_old").everyone is None


def test_members_come_into_the_group_and_leave_it(page, owner, stranger):
    path = f"flags/group/{Group.objects.get(name='beta').pk}/change/"
    assert page.post(path, add="owner, stranger", reason="asked for it").status_code == 302
    assert page.post(path, remove="stranger").status_code == 302
    assert list(Group.objects.get(name="beta").members.all()) == [owner]
    assert "owner" in page.text(path)
    assert AuditEntry.objects.filter(action="flag_group.changed").count() == 2
