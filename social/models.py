"""Index of the app's models: imports only, one line a slice."""

from social.graph.models import Block, Follow, Friendship, Mute

__all__ = ["Block", "Follow", "Friendship", "Mute"]
