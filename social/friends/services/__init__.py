"""The deeds of friends: asking, answering, taking back, and what moderation does to a message.

Each takes the lock of the pair first, as the graph's deeds do, and looks at what stands after it has the lock.
"""

from social.friends.services.answering import accept_request, block_sender, cancel_request, decline_request
from social.friends.services.asking import Asked, request_friendship
from social.friends.services.ending import end_requests
from social.friends.services.hiding import hide_message, restore_message

__all__ = [
    "Asked",
    "accept_request",
    "block_sender",
    "cancel_request",
    "decline_request",
    "end_requests",
    "hide_message",
    "request_friendship",
    "restore_message",
]
