"""The documented forms of faces and cards."""

from __future__ import annotations

from typing import Any

from config.api import Answer
from config.api import fields as f

_CARD: dict[str, Any] = {
    "id": "0198c0de-0000-7000-8000-000000000001",
    "username": "ana",
    "full_name": "Ana Lima",
    "avatar_url": None,
}


class _Card(Answer):
    id = f.Id()
    username = f.Text(max_length=30)
    full_name = f.Text(max_length=100, allow_blank=True)
    avatar_url = f.Url(allow_null=True)


class PersonSummary(_Card):
    """The least that is said of someone."""

    class Meta:
        example = _CARD


class PersonCard(_Card):
    """Someone in a list of people, with what they and the viewer are to each other."""

    is_following = f.Flag()
    is_requested = f.Flag(help_text="Whether the viewer's follow waits for the person's approval.")
    follows_you = f.Flag()
    is_online = f.Flag(required=False, help_text="Where the person's choices let the viewer know.")

    class Meta:
        example = {**_CARD, "is_following": True, "is_requested": False, "follows_you": False, "is_online": True}


class FollowRequestCard(PersonCard):
    """Someone who asks to follow the member, or whom the member asks to follow."""

    requested_at = f.Moment()

    class Meta:
        example = {
            **_CARD,
            "is_following": False,
            "is_requested": False,
            "follows_you": False,
            "requested_at": "2026-11-20T16:25:00Z",
        }


class SuggestionReason(Answer):
    """Why someone is suggested: the code of the reason, how often it holds, and some of those it rests on."""

    code = f.Text(help_text="`mutual_friends`, `followed_by`, `follows_you`, `shared_tags`, `trending_author` …")
    count = f.Integer()
    people = f.Items(f.Nested(PersonSummary), help_text="Some of the people that it rests on.")
    words = f.Items(f.Text(), help_text="Some of the words that it rests on: the names of tags.")

    class Meta:
        example = {
            "code": "followed_by",
            "count": 3,
            "people": [
                _CARD | {"id": "0198c0de-0000-7000-8000-000000000002", "username": "ben", "full_name": "Ben Okri"}
            ],
            "words": [],
        }


class SuggestedPerson(PersonCard):
    """Someone whom the member might want to follow, and why: the weightiest reason first."""

    reasons = f.Items(f.Nested(SuggestionReason))

    class Meta:
        example = {
            **_CARD,
            "is_following": False,
            "is_requested": False,
            "follows_you": False,
            "reasons": [SuggestionReason.Meta.example],
        }


class BlockedCard(_Card):
    """Someone whom the member has blocked."""

    is_blocked = f.Flag()

    class Meta:
        example = {**_CARD, "is_blocked": True}


class MutedCard(PersonCard):
    """Someone whom the member has muted."""

    is_muted = f.Flag()

    class Meta:
        example = {**_CARD, "is_following": True, "is_requested": False, "follows_you": False, "is_muted": True}


class FollowersCount(Answer):
    """How many follow someone."""

    count = f.Integer()

    class Meta:
        example = {"count": 12}


class SharedPlace(Answer):
    """Where a member says that they are: a country (ISO 3166-1), perhaps a region (ISO 3166-2) and a coordinate."""

    country = f.Text()
    region = f.Text(allow_blank=True)
    latitude = f.Number(required=False)
    longitude = f.Number(required=False)
    last_shared_at = f.Moment()

    class Meta:
        example = {"country": "PT", "region": "PT-11", "last_shared_at": "2026-11-20T16:25:00Z"}


class Face(_Card):
    """A member as others see them. What their choices do not allow the viewer is left out."""

    is_private = f.Flag(
        required=False, help_text="Whether the profile is closed to the viewer; only the card is shown."
    )
    approves_followers = f.Flag(required=False, help_text="Whether follows wait for the member's approval.")
    is_following = f.Flag(required=False, help_text="For members.")
    is_requested = f.Flag(required=False, help_text="For members: whether their follow waits for approval.")
    follows_you = f.Flag(required=False, help_text="For members.")
    is_blocked = f.Flag(required=False, help_text="For members; true leaves nothing but the card.")
    title = f.Text(max_length=100, allow_blank=True, required=False)
    bio = f.Text(max_length=2_000, allow_blank=True, required=False)
    bio_html = f.Text(max_length=20_000, allow_blank=True, required=False)
    website = f.Url(allow_blank=True, required=False)
    location = f.Text(max_length=100, allow_blank=True, required=False)
    followers_count = f.Integer(required=False)
    following_count = f.Integer(required=False)
    workbooks_count = f.Integer(required=False)
    created_at = f.Moment(required=False)
    is_online = f.Flag(required=False)
    last_active_at = f.Moment(required=False, help_text="Left out where nothing is kept of it.")
    shared_location = f.Nested(SharedPlace, required=False)

    class Meta:
        example = {
            **_CARD,
            "is_private": False,
            "approves_followers": False,
            "is_following": True,
            "is_requested": False,
            "follows_you": False,
            "is_blocked": False,
            "title": "Analyst",
            "bio": "I draw *maps*.",
            "bio_html": "<p>I draw <em>maps</em>.</p>",
            "website": "https://ana.example",
            "followers_count": 12,
            "following_count": 3,
            "workbooks_count": 5,
            "created_at": "2026-01-02T03:04:05Z",
            "is_online": True,
            "last_active_at": "2026-11-20T16:25:00Z",
        }
