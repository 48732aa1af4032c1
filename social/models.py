"""Index of the app's models: imports only, one line a slice."""

from social.friends.models import FriendRequest
from social.graph.models import Block, Follow, Friendship, Mute
from social.people.models import PersonEntry

__all__ = ["Block", "Follow", "FriendRequest", "Friendship", "Mute", "PersonEntry"]
