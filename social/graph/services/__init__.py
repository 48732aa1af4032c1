"""The deeds of the graph. Each may be done twice: the second time changes nothing and tells nothing.

Whatever concerns two members takes the lock of their pair first, so that a follow and a block of the same two people
happen one after the other; their profiles' counts are touched last, when little is left to wait for.
"""

from social.graph.services.approving import accept_follow_request, decline_follow_request
from social.graph.services.befriending import end_friendship, make_friends
from social.graph.services.following import follow, remove_follower, unfollow
from social.graph.services.keeping_away import block, mute, unblock, unmute
from social.graph.services.pairs import hold_pair, lock_pair

__all__ = [
    "accept_follow_request",
    "block",
    "decline_follow_request",
    "end_friendship",
    "follow",
    "hold_pair",
    "lock_pair",
    "make_friends",
    "mute",
    "remove_follower",
    "unblock",
    "unfollow",
    "unmute",
]
