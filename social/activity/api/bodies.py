"""The documented form of entries and of what clients say."""

from __future__ import annotations

from typing import Any

import django_filters

from config.api import Answer, Body, Filters
from config.api import fields as f
from moderation.cases.choices import Category
from moderation.reports.services.filing import LONGEST
from social.activity import sources
from social.activity.choices import TRACKED, Reach
from social.people.answers import PersonSummary

_ID = "019a9b2e-0000-7000-8000-0000000000a7"
_WORKBOOK: dict[str, Any] = {
    "type": "workbook",
    "id": "019a9b2e-0000-7000-8000-0000000000a1",
    "title": "Budget",
    "url": "/w/019a9b2e-0000-7000-8000-0000000000a1",
}
_ANA: dict[str, Any] = PersonSummary.Meta.example


class ActivityActor(PersonSummary):
    """Who did it, and for members, whether they follow them."""

    is_following = f.Flag(required=False, help_text="For members.")

    class Meta:
        example = {**_ANA, "is_following": True}


class ActivityThing(Answer):
    """What it was done to: enough to name it and to link to it."""

    type = f.Text()
    id = f.Id()
    title = f.Text()
    url = f.Text(help_text="A path on this installation.")

    class Meta:
        example = _WORKBOOK


class ActivityEntry(Answer):
    """What somebody did: once, or as a burst within an hour, whose `count` may be more than the things shown.

    `id` and `occurred_at` are those of the newest.
    """

    id = f.Id()
    actor = f.Nested(ActivityActor)
    verb = f.Text(help_text="`published`, `favorited`, `commented`, `followed`, `befriended`, or what clients track.")
    things = f.Nested(ActivityThing, many=True, help_text="Up to five, newest first.")
    target = f.Nested(ActivityThing, allow_null=True, help_text="What the thing belongs to, where that is another.")
    count = f.Integer()
    metadata = f.Document(help_text="What else is told of a single deed, by its verb.")
    occurred_at = f.Moment()
    is_own = f.Flag()

    class Meta:
        example = {
            "id": _ID,
            "actor": ActivityActor.Meta.example,
            "verb": "favorited",
            "things": [_WORKBOOK],
            "target": None,
            "count": 1,
            "metadata": {},
            "occurred_at": "2026-11-20T16:25:00Z",
            "is_own": False,
        }


class TrackBody(Body):
    """What the member did with something that may stand in feeds. `via` is a word for how."""

    verb = f.Text(max_length=30)
    entity_type = f.Text(max_length=20)
    entity_id = f.Id()
    visibility = f.Choice(TRACKED, required=False)
    via = f.Text(max_length=30, required=False, allow_blank=True)

    class Meta:
        example = {
            "verb": "shared",
            "entity_type": "workbook",
            "entity_id": _WORKBOOK["id"],
            "visibility": "public",
            "via": "link",
        }


class Tracked(Answer):
    """The item that was made."""

    id = f.Id()
    verb = f.Text()
    visibility = f.Choice(Reach.values)

    class Meta:
        example = {"id": _ID, "verb": "shared", "visibility": "public"}


class FlagBody(Body):
    """Why it does not belong into feeds: `other` if left out."""

    category = f.Choice(Category.values, required=False)
    text = f.Text(max_length=LONGEST, lines=True, required=False, allow_blank=True)

    class Meta:
        example = {"category": "spam", "text": "The same every minute."}


class FlagState(Answer):
    """Where the member stands after flagging."""

    is_flagged = f.Flag()

    class Meta:
        example = {"is_flagged": True}


class EntryFilters(Filters):
    """How entries are shown."""

    grouped = django_filters.BooleanFilter(
        label="grouped", help_text="`false` shows each deed by itself; without it, bursts are one entry."
    )


class FeedFilters(EntryFilters):
    """Whose activity a feed holds."""

    filter = django_filters.ChoiceFilter(
        label="filter",
        choices=lambda: [(name, name) for name in sources.names()],
        help_text="Without it: `all`, which is whom you follow, your friends and yourself.",
    )
