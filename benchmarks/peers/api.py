"""The packages' own calls behind routes. An answer says what the call took in the server, its rows fetched: `took`."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any
from uuid import UUID

from actstream.actions import action_handler
from actstream.models import user_stream
from django.core.cache import cache
from django.urls import path
from friendship.models import Follow, Friend
from rest_framework import generics
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.users.models import User
from workbooks.catalog.models import Workbook

PAGE = 20


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds that a call took, and what came of it."""
    began = time.perf_counter()
    found = call()
    return (time.perf_counter() - began) * 1e3, found


def person(user: User) -> dict[str, Any]:
    return {"id": user.pk, "username": user.username}


def someone(pk: UUID) -> User:
    return generics.get_object_or_404(User.objects.all(), pk=pk)


class Feed(APIView):
    """`user_stream`, whose decorator fetches actors, things and targets ahead."""

    def get(self, request: Any) -> Response:
        took, rows = timed(lambda: [(row, row.actor, row.action_object, row.target) for row in self._rows(request)])
        return Response({"took": took, "results": [self._entry(*row) for row in rows]})

    def _rows(self, request: Any) -> Any:
        return user_stream(request.user)[:PAGE]

    def _entry(self, row: Any, actor: Any, thing: Any, target: Any) -> dict[str, Any]:
        return {
            "id": row.pk, "actor": person(actor), "verb": row.verb, "thing": {"id": thing.pk, "title": str(thing)},
            "target": target and {"id": target.pk, "title": str(target)}, "occurred_at": row.timestamp,
        }  # fmt: skip


class Acts(APIView):
    """As many actions as asked for, each as `action.send` makes them."""

    def post(self, request: Any) -> Response:
        books = list(Workbook.objects.order_by("id")[: request.data["times"]])
        took, _none = timed(lambda: [self._act(request.user, book) for book in books])
        return Response({"took": took / len(books)})

    def _act(self, user: User, book: Workbook) -> None:
        action_handler(sender=user, verb="favorited", action_object=book)


class FollowOf(APIView):
    """`add_follower` and `remove_follower`."""

    def post(self, request: Any, pk: UUID) -> Response:
        Follow.objects.add_follower(request.user, someone(pk))
        return Response({"is_following": True})

    def delete(self, request: Any, pk: UUID) -> Response:
        Follow.objects.remove_follower(request.user, someone(pk))
        return Response(status=204)


class Read(APIView, ABC):
    """A read of the package. With `?cold` nothing is remembered from before."""

    def get(self, request: Any, pk: UUID) -> Response:
        other = someone(pk)
        if "cold" in request.query_params:
            cache.clear()
        took, answer = timed(lambda: self.read(request.user, other))
        return Response({"took": took, "results": answer})

    @abstractmethod
    def read(self, viewer: User, other: User) -> Any:
        """What the package gives."""


class Followers(Read):
    """The first page of the followers, and whether the viewer follows each: the package has no page, nor a flag."""

    def read(self, viewer: User, other: User) -> Any:
        page = Follow.objects.followers(other)[:PAGE]
        return [{**person(each), "is_following": Follow.objects.follows(viewer, each)} for each in page]


class Flags(Read):
    """Whether the viewer follows each of twenty."""

    def read(self, viewer: User, other: User) -> Any:
        return [Follow.objects.follows(viewer, each) for each in self._twenty()]

    def _twenty(self) -> list[User]:
        return [User(pk=UUID(each)) for each in self.request.query_params["of"].split(",")]


class Friends(Read):
    """The first page of the viewer's friends."""

    def read(self, viewer: User, other: User) -> Any:
        return [person(each) for each in Friend.objects.friends(viewer)[:PAGE]]


class Mutual(Read):
    """The first page of the friends of both: the package has no call for it."""

    def read(self, viewer: User, other: User) -> Any:
        theirs = {each.pk for each in Friend.objects.friends(other)}
        return [person(each) for each in Friend.objects.friends(viewer) if each.pk in theirs][:PAGE]


class AreFriends(Read):
    """Whether two are friends."""

    def read(self, viewer: User, other: User) -> Any:
        return Friend.objects.are_friends(viewer, other)


urlpatterns = [
    path("feed", Feed.as_view()),
    path("acts", Acts.as_view()),
    path("<uuid:pk>/follow", FollowOf.as_view()),
    path("<uuid:pk>/followers", Followers.as_view()),
    path("<uuid:pk>/flags", Flags.as_view()),
    path("<uuid:pk>/friends", Friends.as_view()),
    path("<uuid:pk>/mutual", Mutual.as_view()),
    path("<uuid:pk>/are-friends", AreFriends.as_view()),
]
