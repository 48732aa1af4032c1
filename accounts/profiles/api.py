"""A member's own profile and settings."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.presence.api import PresenceAnswer, ShownPlace
from accounts.profiles import avatar_endpoints, queries, services, shapes
from accounts.profiles.errors import ContentRejected
from accounts.profiles.models import Audience
from config.api import Answer, Body, Endpoint, IsMember, IsSignedIn, Request, operation
from config.api import fields as f
from config.errors import StaleVersion

LOCALES = [code for code, _name in settings.LANGUAGES]


class Completeness(Answer):
    """How much of a profile is filled in."""

    percent = f.Integer(max_value=100)
    missing = f.Items(f.Text())

    class Meta:
        example = {"percent": 67, "missing": ["website", "location"]}


class OwnProfile(PresenceAnswer):
    """One's own profile."""

    id = f.Id()
    username = f.Text()
    full_name = f.Text()
    bio = f.Text()
    bio_html = f.Text()
    title = f.Text()
    website = f.Text()
    location = f.Text()
    timezone = f.Text()
    locale = f.Text()
    avatar_url = f.Url(allow_null=True)
    followers_count = f.Integer()
    following_count = f.Integer()
    workbooks_count = f.Integer()
    profile_completeness = f.Nested(Completeness)
    shared_location = f.Nested(ShownPlace, allow_null=True)
    updated_at = f.Moment()

    class Meta:
        example = {
            "id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9e",
            "username": "ana",
            "full_name": "Ana Lima",
            "bio": "I draw *charts*.",
            "bio_html": "<p>I draw <em>charts</em>.</p>\n",
            "title": "Analyst",
            "website": "",
            "location": "",
            "timezone": "Europe/Lisbon",
            "locale": "en",
            "avatar_url": None,
            "followers_count": 12,
            "following_count": 3,
            "workbooks_count": 4,
            "profile_completeness": {"percent": 67, "missing": ["website", "location"]},
            **PresenceAnswer.Meta.example,
            "shared_location": None,
            "updated_at": "2026-11-20T16:25:00Z",
        }


class ProfileBody(Body):
    """What one says of oneself. With PUT, what is left out is emptied; with PATCH it stays."""

    full_name = f.Text(max_length=100, allow_blank=True, required=False)
    bio = f.Text(max_length=2_000, allow_blank=True, required=False, lines=True)
    title = f.Text(max_length=100, allow_blank=True, required=False)
    website = f.Url(max_length=300, allow_blank=True, required=False)
    location = f.Text(max_length=100, allow_blank=True, required=False)
    timezone = f.Text(max_length=64, required=False)
    locale = f.Text(max_length=8, required=False)

    class Meta:
        example = {"full_name": "Ana Lima", "bio": "I draw *charts*.", "timezone": "Europe/Lisbon"}


class PrivacyBody(Body):
    """Who may see each part of a member: `everyone`, `followers`, `friends` or `nobody`."""

    profile = f.Choice(Audience.choices, required=False)
    activity = f.Choice(Audience.choices, required=False)
    favorites = f.Choice(Audience.choices, required=False)
    friends = f.Choice(Audience.choices, required=False)
    streaks = f.Choice(Audience.choices, required=False)
    location = f.Choice(Audience.choices, required=False)
    messages = f.Choice(Audience.choices, required=False)
    online = f.Choice(Audience.choices, required=False)

    class Meta:
        example = {"favorites": "friends", "online": "nobody"}


class SettingsBody(Body):
    """Language, time zone and privacy. With PUT, what is left out returns to how it began; with PATCH it stays."""

    timezone = f.Text(max_length=64, required=False)
    locale = f.Text(max_length=8, required=False)
    approves_followers = f.Flag(required=False, help_text="Whether follows wait for the member's approval.")
    privacy = f.Nested(PrivacyBody, required=False)

    class Meta:
        example = {"locale": "de", "privacy": {"favorites": "friends"}}


class PrivacyChoices(Answer):
    """Who may see each part of a member."""

    profile = f.Text()
    activity = f.Text()
    favorites = f.Text()
    friends = f.Text()
    streaks = f.Text()
    location = f.Text()
    messages = f.Text()
    online = f.Text()

    class Meta:
        example = {
            "profile": "everyone",
            "activity": "everyone",
            "favorites": "friends",
            "friends": "friends",
            "streaks": "everyone",
            "location": "nobody",
            "messages": "followers",
            "online": "friends",
        }


class Settings(Answer):
    """One's own settings."""

    timezone = f.Text()
    locale = f.Text()
    approves_followers = f.Flag(help_text="Whether follows wait for the member's approval.")
    privacy = f.Nested(PrivacyChoices)

    class Meta:
        example = {
            "timezone": "Europe/Lisbon",
            "locale": "de",
            "approves_followers": False,
            "privacy": PrivacyChoices.Meta.example,
        }


class MyProfile(Endpoint):
    """The member's own view of their profile."""

    permissions = {"GET": [IsSignedIn], "PUT": [IsMember], "PATCH": [IsMember]}
    tag = "profile"
    scopes = "profile"

    @operation("Show my profile", answer=OwnProfile, conditional=True)
    def get(self, request: Request) -> Response:
        return self._own(request)

    @operation(
        "Replace my profile",
        body=ProfileBody,
        answer=OwnProfile,
        errors=[StaleVersion, ContentRejected],
        conditional=True,
    )
    def put(self, request: Request) -> Response:
        return self._edit(request, services.EMPTY | self.read(request, ProfileBody))

    @operation(
        "Change my profile",
        body=ProfileBody,
        answer=OwnProfile,
        errors=[StaleVersion, ContentRejected],
        conditional=True,
    )
    def patch(self, request: Request) -> Response:
        return self._edit(request, self.read(request, ProfileBody))

    def _edit(self, request: Request, changes: dict[str, Any]) -> Response:
        services.edit_profile(user_id=request.user.pk, changes=changes, expected_version=self.expected_version(request))
        return self._own(request)

    def _own(self, request: Request) -> Response:
        row = queries.own_profile(request.user.pk)
        return self.tagged(request, shapes.own_profile(row), version=row["version"])


class MySettings(Endpoint):
    """Language, time zone, and who may see what. Muted members may still hide things."""

    permissions = [IsSignedIn]
    tag = "profile"
    scopes = "profile"

    @operation("Show my settings", answer=Settings, conditional=True)
    def get(self, request: Request) -> Response:
        return self._own(request)

    @operation("Replace my settings", body=SettingsBody, answer=Settings, errors=[StaleVersion], conditional=True)
    def put(self, request: Request) -> Response:
        data = self.read(request, SettingsBody)
        began = services.settings_at_the_beginning()
        return self._edit(request, began | data | {"privacy": began["privacy"] | data.get("privacy", {})})

    @operation("Change my settings", body=SettingsBody, answer=Settings, errors=[StaleVersion], conditional=True)
    def patch(self, request: Request) -> Response:
        return self._edit(request, self.read(request, SettingsBody))

    def _edit(self, request: Request, changes: dict[str, Any]) -> Response:
        services.edit_settings(user_id=request.user.pk, expected_version=self.expected_version(request), **changes)
        return self._own(request)

    def _own(self, request: Request) -> Response:
        row = queries.own_settings(request.user.pk)
        return self.tagged(request, shapes.own_settings(row), version=row["version"])


urlpatterns: list[URLPattern] = [
    path("users/profile/settings", MySettings.as_view(), name="my-settings"),
    *avatar_endpoints.urlpatterns,
]
