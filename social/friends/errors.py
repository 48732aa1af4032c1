"""What the slice refuses. Whoever cannot be seen cannot be found, in the words of the graph."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, Forbidden, InvalidInput, NotFound
from social.graph.errors import PersonNotFound, SelfEdge

__all__ = [
    "AlreadyFriends",
    "FriendRequestAnswered",
    "FriendRequestNotFound",
    "FriendRequestRejected",
    "FriendRequestTooSoon",
    "FriendsNotShown",
    "NotYourRequest",
    "NotYoursToAnswer",
    "PersonNotFound",
    "SelfFriendRequest",
    "TooManyFriendRequests",
]


class SelfFriendRequest(SelfEdge):
    """Asking oneself."""

    code = "self_friend_request"
    detail: object = _("You cannot be your own friend.")


class AlreadyFriends(Conflict):
    """The two are friends; there is nothing to ask."""

    code = "already_friends"
    detail: object = _("You are friends already.")


class FriendRequestTooSoon(Conflict):
    """The recipient declined not long ago (`FRIEND_REQUEST_WAIT_DAYS`); `until` says when one can ask again."""

    code = "friend_request_too_soon"
    detail: object = _("Your last request was declined; you can ask again from %(day)s on.")
    until = "2026-12-20T16:25:00Z"

    def __init__(self, until: datetime) -> None:
        super().__init__(day=until.date().isoformat())
        self.until = until.isoformat().replace("+00:00", "Z")

    def members(self) -> dict[str, object]:
        return {"until": self.until}


class TooManyFriendRequests(Conflict):
    """So many of one member's requests wait for an answer (`FRIEND_REQUESTS_MOST_OPEN`)."""

    code = "too_many_friend_requests"
    detail: object = _("You have %(most)s requests open; wait until some are answered, or take some back.")


class FriendRequestRejected(InvalidInput):
    """Screening refuses the message."""

    code = "text_rejected"
    detail: object = _("This text cannot be sent here.")


class FriendRequestNotFound(NotFound):
    """No such request, none of one's own, or one with somebody who has blocked one."""

    code = "friend_request_not_found"
    detail: object = _("There is no such friend request that you can see.")


class NotYoursToAnswer(Forbidden):
    """A request is answered by whoever received it."""

    code = "not_yours_to_answer"
    detail: object = _("You sent this request; it is for the other to answer.")


class NotYourRequest(Forbidden):
    """A request is taken back by whoever sent it."""

    code = "not_your_request"
    detail: object = _("You received this request; only its sender can take it back.")


class FriendRequestAnswered(Conflict):
    """Something else has become of the request already; `answer` says what."""

    code = "friend_request_answered"
    detail: object = _("This request is not open any more.")
    answer = "declined"

    def __init__(self, answer: str) -> None:
        super().__init__()
        self.answer = answer

    def members(self) -> dict[str, object]:
        return {"answer": self.answer}


class FriendsNotShown(NotFound):
    """The member does not show their friends to this viewer."""

    code = "friends_not_shown"
    detail: object = _("There are no friends here that you can see.")
