"""Following, blocking and muting over HTTP: toggles, each good to say twice."""

from __future__ import annotations

from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Answer, Endpoint, IsMember, IsSignedIn, Request, operation
from config.api import fields as f
from social.graph import queries, services
from social.graph.errors import (
    FollowRequestNotFound,
    PersonNotFound,
    RequesterFollowsTooMany,
    SelfBlock,
    SelfFollow,
    SelfMute,
    TooManyFollowRequests,
    TooManyFollows,
)


class FollowState(Answer):
    """Where the member stands after following."""

    is_following = f.Flag()
    followers_count = f.Integer(allow_null=True, help_text="Null where the person's profile is closed to the member.")
    requested = f.Flag(help_text="Whether the follow waits for the person's approval.")

    class Meta:
        example = {"is_following": True, "followers_count": 12, "requested": False}


class BlockState(Answer):
    """Where the member stands after blocking."""

    is_blocked = f.Flag()

    class Meta:
        example = {"is_blocked": True}


class MuteState(Answer):
    """Where the member stands after muting."""

    is_muted = f.Flag()

    class Meta:
        example = {"is_muted": True}


class FollowerState(Answer):
    """Whether the person follows the member."""

    follows_you = f.Flag()

    class Meta:
        example = {"follows_you": True}


_REFUSED_FOLLOW = [SelfFollow, PersonNotFound, TooManyFollows, TooManyFollowRequests]


class FollowPerson(Endpoint):
    """The member's follow of one person. A member follows at most 10,000 people.

    Where the person approves their followers and is no friend, it is a request until they answer (`requested`);
    unfollowing takes it back.
    """

    permissions = [IsMember]
    throttles = {"POST": ["follow"]}
    tag = "people"
    scopes = "people"

    @operation("Follow someone", answer=FollowState, errors=_REFUSED_FOLLOW)
    def post(self, request: Request, username: str) -> Response:
        person = queries.reachable_person(request.user, username)
        services.follow(actor=request.user, person=person)
        return Response(queries.follow_state(request.user, person.pk))

    @operation("Unfollow someone", answer=None, status=204, errors=[PersonNotFound])
    def delete(self, request: Request, username: str) -> Response:
        services.unfollow(actor=request.user, person=queries.person_to_leave(request.user, username))
        return Response(status=204)


class Follower(Endpoint):
    """Somebody who follows the member."""

    permissions = [IsSignedIn]
    tag = "people"
    scopes = "people"

    @operation("Send a follower away", answer=None, status=204, errors=[PersonNotFound])
    def delete(self, request: Request, username: str) -> Response:
        services.remove_follower(actor=request.user, person=queries.person_to_leave(request.user, username))
        return Response(status=204)


class FollowRequestOf(Endpoint):
    """Somebody's request to follow the member: POST accepts it, DELETE declines it; they are not told of the latter."""

    permissions = {"POST": [IsMember], "DELETE": [IsSignedIn]}
    tag = "people"
    scopes = "people"

    @operation(
        "Accept a follow request",
        answer=FollowerState,
        errors=[SelfFollow, PersonNotFound, FollowRequestNotFound, RequesterFollowsTooMany],
    )
    def post(self, request: Request, username: str) -> Response:
        person = queries.reachable_person(request.user, username)
        services.accept_follow_request(actor=request.user, person=person)
        return Response({"follows_you": True})

    @operation("Decline a follow request", answer=None, status=204, errors=[PersonNotFound])
    def delete(self, request: Request, username: str) -> Response:
        person = queries.requester_to_decline(request.user, username)
        services.decline_follow_request(actor=request.user, person=person)
        return Response(status=204)


class BlockPerson(Endpoint):
    """The member's block of one person: it ends follows and friendship both ways, and hides each from the other."""

    permissions = [IsSignedIn]
    tag = "people"
    scopes = "people"

    @operation("Block someone", answer=BlockState, errors=[SelfBlock, PersonNotFound])
    def post(self, request: Request, username: str) -> Response:
        services.block(actor=request.user, person=queries.reachable_person(request.user, username))
        return Response({"is_blocked": True})

    @operation("Unblock someone", answer=None, status=204, errors=[PersonNotFound])
    def delete(self, request: Request, username: str) -> Response:
        services.unblock(actor=request.user, person=queries.person_to_leave(request.user, username))
        return Response(status=204)


class MutePerson(Endpoint):
    """The member's mute of one person: what they do leaves the member's lists; they are not told."""

    permissions = [IsSignedIn]
    tag = "people"
    scopes = "people"

    @operation("Mute someone", answer=MuteState, errors=[SelfMute, PersonNotFound])
    def post(self, request: Request, username: str) -> Response:
        services.mute(actor=request.user, person=queries.reachable_person(request.user, username))
        return Response({"is_muted": True})

    @operation("Unmute someone", answer=None, status=204, errors=[PersonNotFound])
    def delete(self, request: Request, username: str) -> Response:
        services.unmute(actor=request.user, person=queries.person_to_leave(request.user, username))
        return Response(status=204)


urlpatterns: list[URLPattern] = [
    path("users/<username:username>/follow", FollowPerson.as_view(), name="follow"),
    path("users/followers/<username:username>", Follower.as_view(), name="follower"),
    path("users/follow-requests/<username:username>", FollowRequestOf.as_view(), name="follow-request"),
    path("users/<username:username>/block", BlockPerson.as_view(), name="block"),
    path("users/<username:username>/mute", MutePerson.as_view(), name="mute"),
]
