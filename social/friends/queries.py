"""Whose requests and whose friends a viewer sees."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import F, Q, QuerySet

from config.entities import Summary
from config.errors import refuse
from config.roles import Viewer
from social.friends.choices import RequestStatus
from social.friends.errors import FriendRequestNotFound, FriendsNotShown, PersonNotFound
from social.friends.models import FriendRequest
from social.graph import queries as graph
from social.people.queries import in_lists, open_person_or_404, visible_people

if TYPE_CHECKING:
    from accounts.users.models import User


def requests_visible_to(viewer: Viewer) -> QuerySet[FriendRequest]:
    """The requests at one of whose ends the viewer stands, whatever became of them.

    Nobody sees those with somebody who has blocked them. Whom the viewer has blocked is no hindrance: so that one can
    block and report.
    """
    if viewer.pk is None:
        return FriendRequest.objects.none()
    return FriendRequest.objects.filter(
        Q(sender_id=viewer.pk) | Q(recipient_id=viewer.pk),
        ~Q(graph.is_blocked_by(viewer, "sender_id")),
        ~Q(graph.is_blocked_by(viewer, "recipient_id")),
    )


def request_of(viewer: Viewer, request_id: UUID) -> FriendRequest:
    """The request, if it is one of the viewer's that they see; `FriendRequestNotFound` otherwise."""
    return requests_visible_to(viewer).filter(pk=request_id).first() or refuse(FriendRequestNotFound())


def incoming(viewer: Viewer, status: str) -> QuerySet[FriendRequest]:
    """What others ask of the viewer, for lists: of people who can be seen, with no block in between."""
    return FriendRequest.objects.filter(in_lists(viewer, "sender"), recipient_id=viewer.pk, status=status)


def outgoing(viewer: Viewer, status: str) -> QuerySet[FriendRequest]:
    """What the viewer asks of others, for lists: of people who can be seen, with no block in between."""
    return FriendRequest.objects.filter(in_lists(viewer, "recipient"), sender_id=viewer.pk, status=status)


def pending_between(one: UUID, other: UUID) -> QuerySet[FriendRequest]:
    """What is pending between these two, whoever sent it: at most one."""
    ends = Q(sender_id=one, recipient_id=other) | Q(sender_id=other, recipient_id=one)
    return FriendRequest.objects.filter(ends, status=RequestStatus.PENDING)


def last_declined_at(sender_id: UUID, recipient_id: UUID) -> datetime | None:
    """When the recipient last declined this sender; None where they never did."""
    declined = FriendRequest.objects.filter(
        sender_id=sender_id, recipient_id=recipient_id, status=RequestStatus.DECLINED
    )
    return declined.order_by("-responded_at").values_list("responded_at", flat=True).first()


def number_open(sender_id: UUID) -> int:
    """How many requests of this sender wait for an answer."""
    return FriendRequest.objects.filter(sender_id=sender_id, status=RequestStatus.PENDING).count()


def friends(viewer: Viewer) -> QuerySet[Any, Any]:
    """The viewer's friends, as rows of `id` and `person_id`."""
    edges = graph.friendships_of(viewer).filter(in_lists(viewer, "friend"))
    return edges.annotate(person_id=F("friend_id")).values("id", "person_id")


def person_who_shows_friends(viewer: Viewer, username: str) -> UUID:
    """The id of whoever bears that name, if the profile is open; refused where they do not show their friends."""
    person = open_person_or_404(viewer, username)
    shown = visible_people(viewer).filter(graph.allowed_by(viewer, "pk", "profile__show_friends"), pk=person.pk)
    if not shown.exists():
        raise FriendsNotShown
    return person.pk


def mutual_friends(viewer: Viewer, person_id: UUID) -> QuerySet[Any, Any]:
    """Who is a friend of both, as rows of `id` and `person_id`."""
    edges = graph.friendships_shared(viewer, person_id).filter(in_lists(viewer, "friend"))
    return edges.annotate(person_id=F("friend_id")).values("id", "person_id")


def friend_to_leave(viewer: Viewer, username: str) -> User:
    """Whoever bears that name, for ending a friendship: that can be done though the person is out of sight by now."""
    seen = graph.stands(viewer) & ~Q(graph.is_blocked_by(viewer, "pk"))
    people: QuerySet[User] = get_user_model()._default_manager.filter(username=username.lower())
    return people.filter(Q(graph.friends_with(viewer, "pk")) | seen).first() or refuse(PersonNotFound())


def request_summaries(request_ids: Iterable[UUID]) -> dict[UUID, Summary]:
    """How other floors name and link requests: by who sent them. The message is not for every reader's eyes."""
    rows = FriendRequest.objects.filter(pk__in=list(request_ids)).values_list("pk", "sender__username")
    return {pk: Summary("friend_request", pk, username, f"/u/{username}") for pk, username in rows}


def request_sender(request_id: UUID) -> UUID | None:
    """Whose request it is; None where there is none."""
    return FriendRequest.objects.filter(pk=request_id).values_list("sender_id", flat=True).first()
