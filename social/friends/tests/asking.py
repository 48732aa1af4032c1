"""Requests for tests, made through the services."""

from __future__ import annotations

from typing import Any

from social.friends import services
from social.friends.models import FriendRequest


def ask(sender: Any, person: Any, message: str = "") -> FriendRequest:
    """What `sender` asks of `person`."""
    return services.request_friendship(sender=sender, person=person, message=message).request


def befriend(one: Any, other: Any) -> FriendRequest:
    """The two are friends by a request of the one's."""
    return services.accept_request(actor=other, request_id=ask(one, other).pk)
