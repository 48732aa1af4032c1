"""`flags` at the command line."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from config.audit.models import AuditEntry
from config.flags import is_on
from config.flags.models import Flag, Group

pytestmark = pytest.mark.django_db


def said(capsys, *arguments: str) -> str:
    call_command("flags", *arguments)
    return capsys.readouterr().out


def test_it_lists_what_is_declared_and_what_is_left_over(novelty, capsys):
    Flag.objects.create(name="of_old")
    lines = {line.split()[0]: line for line in said(capsys).splitlines()}
    assert lines["remixes"].endswith("everyone")
    assert lines["novelty"].endswith("nobody")
    assert "no code asks for it" in lines["of_old"]


def test_it_switches_and_what_is_left_out_stays(novelty, owner, capsys):
    assert "50 % of members" in said(capsys, "set", "novelty", "--percent", "50")
    out = said(capsys, "set", "novelty", "--role", "agent", "--member", "Owner", "--group", "beta", "--reason", "trial")
    assert out.split(maxsplit=1)[1].strip() == "50 % of members; roles: agent; 1 named member; group beta"
    assert is_on(novelty, owner)
    assert said(capsys, "set", "novelty", "--nobody").split() == ["novelty", "nobody"]
    assert not is_on(novelty, owner)
    assert "1 named member" in said(capsys, "set", "novelty", "--some")
    assert said(capsys, "set", "novelty", "--clear").split() == ["novelty", "nobody"]
    entries = AuditEntry.objects.filter(action="flag.changed", actor_id=None)
    assert entries.count() == 5
    assert entries.filter(reason="trial").count() == 1


def test_it_brings_members_into_the_group_and_takes_them_out(owner, stranger, capsys):
    assert said(capsys, "group", "beta", "--add", "owner", "--add", "stranger").split() == [
        "beta:", "2", "members", "owner", "stranger",
    ]  # fmt: skip
    assert said(capsys, "group", "beta", "--remove", "owner").split() == ["beta:", "1", "member", "stranger"]
    assert list(Group.objects.get(name="beta").members.all()) == [stranger]


@pytest.mark.parametrize(
    "arguments",
    [
        ("set",),
        ("set", "remixes"),
        ("set", "no_such_flag", "--nobody"),
        ("set", "remixes", "--percent", "many"),
        ("set", "remixes", "--role", "emperor"),
        ("set", "remixes", "--member", "nobody-here"),
        ("group", "gamma"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(arguments):
    with pytest.raises(CommandError) as refused:
        call_command("flags", *arguments)
    assert str(refused.value).endswith(".")
