"""Who sees which item: one expression over items that every surface is read with.

An item is seen where its account stands, no block is between the viewer and its actor or the person it is about, the
actor's choices allow it, it is for the viewer, it is live, and its thing may stand in the viewer's feeds. Of one's own
items the choices are not asked: one sees them as long as the thing is still there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    Field,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Greatest

from config import entities
from config.roles import Role, Viewer, at_least
from social.activity.causes import PERSON, verbs_by_choice
from social.activity.choices import Reach
from social.activity.models import LIVE, ActivityEvent
from social.graph import queries as graph
from social.people.queries import in_lists, visible_people

Audience = Callable[[Viewer], Q]

_NEAR = {graph.EVERYONE: 0, graph.FOLLOWERS: 1, graph.FRIENDS: 2}
_NOBODY = 3
_VISIBILITIES = {Reach.PUBLIC: 0, Reach.FOLLOWERS: 1, Reach.FRIENDS: 2, Reach.PRIVATE: _NOBODY}

_audiences: dict[str, Audience] = {}


def register_audience(visibility: str, audience: Audience) -> None:
    """Say who beside its actor sees items of a visibility that this slice knows nothing about (`community`)."""
    if _audiences.get(visibility, audience) is not audience:
        raise RuntimeError(f"two slices say who sees {visibility!r} items")
    _audiences[visibility] = audience


def seen_by(viewer: Viewer, *, minds_mutes: bool, with_hidden: bool = False) -> Q:
    """Over `ranked` items: those that the viewer may see; with `minds_mutes`, without those of whom they have muted."""
    standing = Q(deleted_at__isnull=True) if with_hidden else LIVE
    seen = standing & in_lists(viewer, "actor") & _near_enough(viewer, "actor_id", "rank")
    seen &= _for(viewer) & _about(viewer)
    if minds_mutes and viewer.pk is not None:
        seen &= ~Q(graph.mutes(viewer, "actor_id"))
    return seen


def ranked(items: QuerySet[ActivityEvent]) -> QuerySet[ActivityEvent]:
    """`items` with `rank`: how near one must be to the actor, by their choices and by the item's visibility."""
    chosen = _strictest(_rank("actor__profile__show_activity"), "verb", "actor__profile__")
    ranks = [When(visibility=name, then=Value(rank)) for name, rank in _VISIBILITIES.items()]
    return items.annotate(rank=Greatest(chosen, Case(*ranks, default=Value(0), output_field=IntegerField())))


def _own(viewer: Viewer) -> Q:
    return Q(graph.never()) if viewer.pk is None else Q(actor_id=viewer.pk)


def _rank(column: str) -> Case:
    """How near one must be, by a choice or a visibility in a column: 0 for everyone, 3 for nobody."""
    ranks = [When(**{column: name}, then=Value(rank)) for name, rank in _NEAR.items()]
    return Case(*ranks, default=Value(_NOBODY), output_field=IntegerField())


def _strictest(first: Case, verb: str, choice_at: str) -> Case | Greatest:
    """The stricter of a rank and of the choice that decides about the verb, where one does."""
    chosen = [
        When(**{f"{verb}__in": verbs}, then=_rank(f"{choice_at}{choice}"))
        for choice, verbs in verbs_by_choice().items()
    ]
    return Greatest(first, Case(*chosen, default=Value(0), output_field=IntegerField())) if chosen else first


def _near_enough(viewer: Viewer, person: str, rank: str) -> Q:
    """The viewer is as near to the person as a rank asks: each edge is looked up once for all choices together."""
    if viewer.pk is None:
        return Q(**{rank: 0})
    near = Case(
        When(**{person: viewer.pk}, then=Value(_NOBODY)),
        When(graph.friends_with(viewer, person), then=Value(_NEAR[graph.FRIENDS])),
        When(graph.follows(viewer, person), then=Value(_NEAR[graph.FOLLOWERS])),
        default=Value(_NEAR[graph.EVERYONE]),
        output_field=IntegerField(),
    )
    return Q(**{rank: 0}) | Q(**{f"{rank}__lte": near})


def _for(viewer: Viewer) -> Q:
    """The item is for the viewer, in a visibility that other slices say who sees."""
    known = Q(visibility__in=[*_VISIBILITIES])
    if viewer.pk is None:
        return known
    for visibility, audience in _audiences.items():
        known |= Q(visibility=visibility) & audience(viewer)
    return known | _own(viewer)


def _about(viewer: Viewer) -> Q:
    """The thing may stand in the viewer's feeds."""
    there = Q(kind=PERSON) & Q(Exists(_people(viewer)))
    for known in entities.kinds():
        if known.in_feeds is not None and known.name != PERSON:
            there |= Q(kind=known.name) & Q(Exists(known.in_feeds(viewer).filter(pk=OuterRef("thing_id"))))
    return there


def _of_item(column: str, kind: Field[Any, Any]) -> ExpressionWrapper:
    """A column of the item, as a column of the rows below it."""
    return ExpressionWrapper(OuterRef(column), output_field=kind)


def _people(viewer: Viewer) -> QuerySet[Any]:
    """The person an item is about: seen by the viewer, open to them, and letting such a thing be told of them.

    Of one's own item only the first is asked.
    """
    rows = visible_people(viewer).filter(pk=OuterRef("thing_id"))
    rows = rows.annotate(verb=_of_item("verb", CharField()), teller=_of_item("actor_id", UUIDField())).annotate(
        rank=_strictest(_rank("profile__show_profile"), "verb", "profile__")
    )
    open_to = _near_enough(viewer, "pk", "rank")
    if viewer.pk is None:
        return rows.filter(open_to)
    return rows.exclude(graph.has_blocked(viewer, "pk")).filter(open_to | Q(teller=viewer.pk))


def people_in_feeds(viewer: Viewer) -> QuerySet[Any]:
    """The people whom an item of the viewer's own may be about: whom they see and who are open to them."""
    is_open = graph.allowed_by(viewer, "pk", "profile__show_profile") & ~graph.blocked_between(viewer, "pk")
    return visible_people(viewer).filter(is_open)


def items_visible_to(viewer: Viewer) -> QuerySet[ActivityEvent]:
    """The items that the viewer may see anywhere; moderators see those that are hidden, too."""
    return ranked(ActivityEvent.objects.all()).filter(
        seen_by(viewer, minds_mutes=False, with_hidden=at_least(viewer, Role.MODERATOR))
    )
