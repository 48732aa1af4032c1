"""Index of the app's models: imports only, one line a slice."""

from social.friends.models import FriendRequest
from social.graph.models import Block, Follow, FollowRequest, Friendship, Mute

__all__ = ["Block", "Follow", "FollowRequest", "FriendRequest", "Friendship", "Mute"]
