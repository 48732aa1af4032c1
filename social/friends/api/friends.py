"""One's friends, those one shares with somebody, and ending a friendship, over HTTP."""

from __future__ import annotations

from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Endpoint, Filters, IsMember, IsSignedIn, Page, Request, operation
from social.friends import queries
from social.friends.errors import FriendsNotShown, PersonNotFound
from social.graph import services as graph
from social.people import shapes
from social.people.answers import PersonCard

NEWEST = ("-id",)


class Friends(Endpoint):
    """The member's friends, the newest friendship first."""

    permissions = [IsMember]
    tag = "friends"
    scopes = "people"

    @operation("List your friends", answer=Page(PersonCard), filters=Filters)
    def get(self, request: Request) -> Response:
        return self.hot_page(request, "friends", queries.friends, order=NEWEST, shape=shapes.cards)


class MutualFriends(Endpoint):
    """The member's friends who are somebody's friends, too; nothing where that somebody does not show theirs."""

    permissions = [IsMember]
    tag = "friends"
    scopes = "people"

    @operation(
        "List the friends you share with someone",
        answer=Page(PersonCard),
        filters=Filters,
        errors=[PersonNotFound, FriendsNotShown],
    )
    def get(self, request: Request, username: str) -> Response:
        person_id = queries.person_who_shows_friends(request.user, username)
        return self.hot_page(
            request, "friends.mutual", queries.mutual_friends, order=NEWEST, shape=shapes.cards, person_id=person_id
        )


class Friend(Endpoint):
    """The member's friendship with one person; ended, neither has the other any more."""

    permissions = [IsSignedIn]
    tag = "friends"
    scopes = "people"

    @operation("End a friendship", answer=None, status=204, errors=[PersonNotFound])
    def delete(self, request: Request, username: str) -> Response:
        graph.end_friendship(actor=request.user, person=queries.friend_to_leave(request.user, username))
        return Response(status=204)


urlpatterns: list[URLPattern] = [
    path("friends", Friends.as_view(), name="friends"),
    path("friends/mutual/<username:username>", MutualFriends.as_view(), name="mutual-friends"),
    path("friends/<username:username>", Friend.as_view(), name="friend"),
]
