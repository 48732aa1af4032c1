"""Edges from elsewhere: made once, counted, never across a block."""

from __future__ import annotations

import gzip
import io
import os
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.profiles.proof import verify_counters
from accounts.users.models import User
from config.events.models import DomainEvent
from social.graph import services
from social.graph.importing import import_edges, lines_of
from social.graph.models import Follow, Friendship

pytestmark = pytest.mark.django_db
REAL = Path(os.environ.get("REAL_DATA_DIR") or "/nowhere") / "graph" / "facebook_edges.txt.gz"


@pytest.fixture
def imported(tmp_path: Path) -> Any:
    def run(text: str, *options: str) -> str:
        file, out = tmp_path / "edges.txt", io.StringIO()
        file.write_text(text)
        call_command("import_graph", str(file), *options, stdout=out)
        return out.getvalue()

    return run


def test_follows_are_made_with_accounts_that_nobody_has_claimed_and_counted(imported, owner):
    said = imported("# who whom\nalice owner\n\nalice,bob-b\nbob-b\talice\n")
    assert "3 lines: 3 follows made, 0 stood, 0 refused" in said
    assert set(Follow.objects.values_list("follower__username", "followee__username")) == {
        ("alice", "owner"),
        ("alice", "bob-b"),
        ("bob-b", "alice"),
    }
    assert not User.objects.get(username="alice").is_claimed
    assert User.objects.get(username="owner").is_claimed
    assert verify_counters() == []


def test_a_file_that_is_given_again_makes_nothing_more_and_tells_nobody(imported):
    imported("alice bob-b\n")
    told = DomainEvent.objects.count()
    assert "1 lines: 0 follows made, 1 stood" in imported("alice bob-b\n")
    assert DomainEvent.objects.count() == told
    assert verify_counters() == []


def test_friendships_have_both_halves_whichever_way_they_are_given(imported):
    assert "2 lines: 1 friends made, 1 stood" in imported("7 8\n8 7\n", "--as", "friends", "--prefix", "fb-")
    assert set(Friendship.objects.values_list("member__username", "friend__username")) == {
        ("fb-7", "fb-8"),
        ("fb-8", "fb-7"),
    }


def test_no_edge_comes_to_stand_across_a_block(imported, owner, stranger):
    services.block(actor=owner, person=stranger)
    said = imported("stranger owner\nowner stranger\nowner alice\n")
    assert "3 lines: 1 follows made, 0 stood, 2 refused" in said
    assert "block 2" in said
    assert not Follow.objects.filter(follower=stranger).exists()


def test_lines_that_say_nothing_are_refused_with_their_reason(imported):
    said = imported("alice alice\nalice\nalice bob-b carol\nadmin alice\n")
    assert "0 follows made, 0 stood, 4 refused" in said
    for reason in ("oneself 1", "not two names 2", "username reserved 1"):
        assert reason in said


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\x00", b"\x1f\x8bno gzip", b"a" * 300, gzip.compress(b"alice bob-b\n", mtime=0)[:-4]],
    ids=["no text", "no gzip", "too long", "cut off"],
)
def test_what_is_no_list_of_names_is_told_in_a_sentence(tmp_path, content):
    file = tmp_path / "edges"
    file.write_bytes(content)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_graph", str(file))


@pytest.mark.skipif(not REAL.exists(), reason="REAL_DATA_DIR does not name the real data")
def test_the_beginning_of_a_real_graph_goes_in():
    lines = islice(lines_of(REAL), 3_001)
    totals = import_edges(lines, kind="friends", prefix="fb-")
    assert (totals.made, totals.stood, dict(totals.refused)) == (3_000, 0, {"not two names": 1})
    assert Friendship.objects.count() == 6_000
