"""Index of the app's models: imports only, one line a slice."""

from social.activity.models import ActivityEvent, ActivityFlag
from social.friends.models import FriendRequest
from social.graph.models import Block, Follow, FollowRequest, Friendship, Mute
from social.people.models import PersonEntry

__all__ = [
    "ActivityEvent",
    "ActivityFlag",
    "Block",
    "Follow",
    "FollowRequest",
    "FriendRequest",
    "Friendship",
    "Mute",
    "PersonEntry",
]
