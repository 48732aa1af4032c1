"""The channels that stand by themselves: a member's own, and the hint that their feed has something new.

Others are registered by whoever owns what is said in them (`config.realtime.register_channel`).
"""

from __future__ import annotations

from config.realtime import Channel, register_channel

USER = Channel(name="user", own=True, automatic=True, newest=frozenset({"unread"}))
FEED = Channel(name="feed", own=True, keeps=False, newest=frozenset({"feed.new"}))


def furnish() -> None:
    """Register them; called when the app is ready."""
    register_channel(USER)
    register_channel(FEED)
