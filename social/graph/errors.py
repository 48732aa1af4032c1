"""What the graph refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, DomainError, NotFound


class PersonNotFound(NotFound):
    """Nobody of that name, nobody whose account stands, or a block lies between: the three are never told apart."""

    code = "person_not_found"
    detail: object = _("There is nobody of that name that you can see.")


class SelfEdge(DomainError):
    """An edge from a member to the same member."""

    code = "self_edge"
    status = 400
    detail: object = _("You cannot do this to yourself.")


class SelfFollow(SelfEdge):
    """Following oneself."""

    code = "self_follow"
    detail: object = _("You cannot follow yourself.")


class SelfBlock(SelfEdge):
    """Blocking oneself."""

    code = "self_block"
    detail: object = _("You cannot block yourself.")


class SelfMute(SelfEdge):
    """Muting oneself."""

    code = "self_mute"
    detail: object = _("You cannot mute yourself.")


class FollowRequestNotFound(NotFound):
    """The person does not ask to follow the member."""

    code = "follow_request_not_found"
    detail: object = _("They do not ask to follow you.")


class TooManyFollowRequests(Conflict):
    """So many of one member's requests wait for an answer (`FOLLOW_REQUESTS_MOST_OPEN`)."""

    code = "too_many_follow_requests"
    detail: object = _(
        "You ask to follow %(most)s people already; wait for some to answer, or take some requests back."
    )


class RequesterFollowsTooMany(Conflict):
    """Whoever asks follows as many people as one member may."""

    code = "requester_follows_too_many"
    detail: object = _("They follow as many people as one member may; the request stays.")


class TooManyFollows(Conflict):
    """The member follows as many people as one member may."""

    code = "too_many_follows"
    detail: object = _("You cannot follow more than %(limit)s people.")


class UnreadableGraph(Exception):
    """A file of edges is no text, or a line of it is too long."""
