"""A client says what its member did."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from config import entities
from config.errors import InvalidInput, NotSignedIn
from config.events import record
from config.roles import Viewer
from moderation.reports.errors import ThingNotFound
from social.activity.causes import PERSON, stands_in_feeds
from social.activity.choices import TRACKED
from social.activity.events import ActivityTracked
from social.activity.keys import item_id
from social.activity.seeing import people_in_feeds
from social.activity.services.keeping import keep_up


@transaction.atomic
def track(*, member: Viewer, verb: str, kind: str, thing_id: UUID, visibility: str, via: str = "") -> UUID:
    """Make an item of the member's own about a thing that may stand in their feeds; returns its id."""
    if member.pk is None:
        raise NotSignedIn
    if verb not in settings.ACTIVITY_TRACKED_VERBS:
        raise InvalidInput.of("verb", "invalid_choice", _("This is nothing that can be tracked."))
    if visibility not in TRACKED:
        raise InvalidInput.of("visibility", "invalid_choice", _("This is no visibility."))
    if not stands_in_feeds(kind):
        raise InvalidInput.of("entity_type", "unknown", _("There is no such kind of thing."))
    scope = people_in_feeds if kind == PERSON else entities.kind(kind).in_feeds
    if scope is None or not scope(member).filter(pk=thing_id).exists():
        raise ThingNotFound
    event = ActivityTracked(actor_id=member.pk, verb=verb, kind=kind, thing_id=thing_id, visibility=visibility, via=via)
    cause = record(event)
    keep_up(event=event, cause=cause)
    return item_id(cause.occurred_at, cause.pk)
