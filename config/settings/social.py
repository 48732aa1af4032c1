"""Social: how long a declined sender waits, and how many requests one member may have open."""

from __future__ import annotations

from config.settings.base import env

# Days that a sender who was declined waits before they can ask the same member again.
FRIEND_REQUEST_WAIT_DAYS = env.whole("FRIEND_REQUEST_WAIT_DAYS", 30, least=0, most=3_650)
# Requests to follow of one member that can wait for an answer at a time.
FOLLOW_REQUESTS_MOST_OPEN = env.whole("FOLLOW_REQUESTS_MOST_OPEN", 1_000, least=1, most=10_000)
# Friend requests of one member that can wait for an answer at a time.
FRIEND_REQUESTS_MOST_OPEN = env.whole("FRIEND_REQUESTS_MOST_OPEN", 500, least=1, most=10_000)
# Days that items of feeds are kept, unless they are flagged or pinned.
ACTIVITY_KEPT_DAYS = env.whole("ACTIVITY_KEPT_DAYS", 365, least=1, most=36_500)
# Flags by different members that hide an item until moderation has looked at it.
ACTIVITY_FLAGS_TO_HIDE = env.whole("ACTIVITY_FLAGS_TO_HIDE", 3, least=1, most=1_000)
# What clients may say that their member did: verbs in the past tense.
ACTIVITY_TRACKED_VERBS = env.words("ACTIVITY_TRACKED_VERBS", ["shared", "used"])
