"""The operators' commands."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.auth import services as auth
from config.audit.models import AuditEntry


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_set_role_does_what_the_administration_does(api, owner):
    access = auth.open_session(user=owner).access
    assert run("set_role", "OWNER", "manager", "--reason", "first manager") == "owner: member -> manager\n"
    assert api.with_token(access).get("/admin/users").status_code == 200
    entry = AuditEntry.objects.get(action="user.role_changed")
    assert (entry.actor_id, entry.reason) == (None, "first manager")


def test_set_status_stops_tokens_that_are_out(api, owner):
    access = auth.open_session(user=owner).access
    assert run("set_status", "owner", "suspended", "--until", "2199-01-01T00:00:00") == "owner: active -> suspended\n"
    assert api.with_token(access).get("/auth/profile").status_code == 401


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("set_role", "nobody", "admin"), "no account"),
        (("set_role", "owner", "root"), "invalid choice"),
        (("set_role", "admin-a", "member"), "last active admin"),
        (("set_status", "nobody", "banned"), "no account"),
        (("set_status", "admin-a", "banned"), "last active admin"),
        (("set_status", "owner", "suspended", "--until", "soon"), "--until must be"),
        (("set_status", "owner", "suspended", "--until", "2001-01-01T00:00:00Z"), "future"),
        (("set_status", "owner", "banned", "--until", "2199-01-01T00:00:00Z"), "end by themselves"),
    ],
)
def test_what_cannot_be_done_ends_with_a_sentence(owner, admin, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(*arguments)
    owner.refresh_from_db()
    assert (owner.role, owner.status) == ("member", "active")
