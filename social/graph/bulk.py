"""Very many edges at once, for demo data: the counts on profiles are for whoever makes them to bring along."""

from __future__ import annotations

from collections.abc import Iterable

from config import bulk
from social.graph.models import Block, Follow, Friendship, Mute

TABLES = [Follow, Friendship, Block, Mute]

Edge = tuple[str, str, str, str]


def put_follows(rows: Iterable[Edge]) -> None:
    """Insert follows of (id, follower, followee, time)."""
    bulk.put(Follow, ("id", "follower_id", "followee_id", "created_at"), rows)


def put_friendships(rows: Iterable[Edge]) -> None:
    """Insert halves of friendships of (id, member, friend, time); both halves are for the caller to bring."""
    bulk.put(Friendship, ("id", "member_id", "friend_id", "created_at"), rows)


def put_blocks(rows: Iterable[Edge]) -> None:
    """Insert blocks of (id, who blocks, who is blocked, time), between members without any other edge."""
    bulk.put(Block, ("id", "blocker_id", "blocked_id", "created_at"), rows)


def put_mutes(rows: Iterable[Edge]) -> None:
    """Insert mutes of (id, who mutes, who is muted, time)."""
    bulk.put(Mute, ("id", "muter_id", "muted_id", "created_at"), rows)
