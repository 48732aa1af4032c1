"""Asking to be friends, and what the two can do with it, over HTTP."""

from __future__ import annotations

from uuid import UUID

from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Endpoint, IsMember, IsSignedIn, Page, Request, operation
from config.errors import EmailNotVerified
from social.friends import queries, services, shapes
from social.friends.api.bodies import OUTGOING, FriendRequestAnswer, FriendRequestBody, RequestFilters
from social.friends.choices import RequestStatus
from social.friends.errors import (
    AlreadyFriends,
    FriendRequestAnswered,
    FriendRequestNotFound,
    FriendRequestRejected,
    FriendRequestTooSoon,
    NotYourRequest,
    NotYoursToAnswer,
    PersonNotFound,
    SelfFriendRequest,
    TooManyFriendRequests,
)
from social.graph.queries import reachable_person

_TO_ANSWER = [FriendRequestNotFound, NotYoursToAnswer, FriendRequestAnswered]


class FriendRequests(Endpoint):
    """Friend requests: what others ask of the member and what they ask of others, the newest first; and asking.

    Between two members one request is pending at most. Asking again answers 200 with the one that stands; asking
    somebody who has asked oneself answers 200 with theirs, accepted. Whoever was declined waits 30 days.
    """

    permissions = [IsMember]
    throttles = {"POST": ("friend-request",)}
    tag = "friends"
    scopes = "people"

    @operation("List your friend requests", answer=Page(FriendRequestAnswer), filters=RequestFilters)
    def get(self, request: Request) -> Response:
        said = RequestFilters.values(request)
        found = queries.outgoing if said["direction"] == OUTGOING else queries.incoming
        rows = found(request.user, said["status"] or RequestStatus.PENDING)
        return self.page(request, rows, order=("-id",), shape=shapes.requests)

    @operation(
        "Ask someone to be friends",
        body=FriendRequestBody,
        answer=FriendRequestAnswer,
        status=201,
        again=200,
        errors=[
            SelfFriendRequest,
            FriendRequestRejected,
            EmailNotVerified,
            PersonNotFound,
            AlreadyFriends,
            FriendRequestTooSoon,
            TooManyFriendRequests,
        ],
        idempotent=True,
    )
    def post(self, request: Request) -> Response:
        data = self.read(request, FriendRequestBody)
        person = reachable_person(request.user, data["username"])
        asked = services.request_friendship(sender=request.user, person=person, message=data.get("message", ""))
        return Response(shapes.request(asked.request, request.user), status=201 if asked.is_new else 200)


class AcceptFriendRequest(Endpoint):
    """The recipient's yes: the two are friends. Saying it twice changes nothing."""

    permissions = [IsMember]
    tag = "friends"
    scopes = "people"

    @operation("Accept a friend request", answer=FriendRequestAnswer, errors=[*_TO_ANSWER, PersonNotFound])
    def post(self, request: Request, request_id: UUID) -> Response:
        held = services.accept_request(actor=request.user, request_id=request_id)
        return Response(shapes.request(held, request.user))


class DeclineFriendRequest(Endpoint):
    """The recipient's no: the sender has to wait before they ask again. Saying it twice changes nothing."""

    permissions = [IsSignedIn]
    tag = "friends"
    scopes = "people"

    @operation("Decline a friend request", answer=FriendRequestAnswer, errors=_TO_ANSWER)
    def post(self, request: Request, request_id: UUID) -> Response:
        held = services.decline_request(actor=request.user, request_id=request_id)
        return Response(shapes.request(held, request.user))


class CancelFriendRequest(Endpoint):
    """The sender takes their request back. Saying it twice changes nothing."""

    permissions = [IsSignedIn]
    tag = "friends"
    scopes = "people"

    @operation(
        "Take a friend request back",
        answer=FriendRequestAnswer,
        errors=[FriendRequestNotFound, NotYourRequest, FriendRequestAnswered],
    )
    def post(self, request: Request, request_id: UUID) -> Response:
        held = services.cancel_request(actor=request.user, request_id=request_id)
        return Response(shapes.request(held, request.user))


class BlockFriendRequest(Endpoint):
    """The recipient blocks whoever sent the request, in one step with declining it if it is pending."""

    permissions = [IsSignedIn]
    tag = "friends"
    scopes = "people"

    @operation(
        "Block the sender of a friend request",
        answer=FriendRequestAnswer,
        errors=[FriendRequestNotFound, NotYoursToAnswer, PersonNotFound],
    )
    def post(self, request: Request, request_id: UUID) -> Response:
        held = services.block_sender(actor=request.user, request_id=request_id)
        return Response(shapes.request(held, request.user))


urlpatterns: list[URLPattern] = [
    path("friends/requests", FriendRequests.as_view(), name="friend-requests"),
    path("friends/requests/<uuid:request_id>/accept", AcceptFriendRequest.as_view(), name="accept-friend-request"),
    path("friends/requests/<uuid:request_id>/decline", DeclineFriendRequest.as_view(), name="decline-friend-request"),
    path("friends/requests/<uuid:request_id>/cancel", CancelFriendRequest.as_view(), name="cancel-friend-request"),
    path("friends/requests/<uuid:request_id>/block", BlockFriendRequest.as_view(), name="block-friend-request"),
]
