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


class TooManyFollows(Conflict):
    """The member follows as many people as one member may."""

    code = "too_many_follows"
    detail: object = _("You cannot follow more than %(limit)s people.")
