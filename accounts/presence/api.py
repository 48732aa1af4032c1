"""A member's own presence and the place that they share, over HTTP."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from rest_framework.fields import empty
from rest_framework.response import Response

from accounts.presence import queries, services
from accounts.presence.errors import ConsentRequired
from accounts.presence.places import MOST_LATITUDE, MOST_LONGITUDE, place_of, tenths
from accounts.presence.words import CURRENT, WORDS
from config.api import Answer, Body, Endpoint, IsMember, IsSignedIn, Request, operation
from config.api import fields as f


class Degrees(f.Number):
    """Degrees, rounded to whole tenths as they come in: nothing behind the door knows more."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(min_value=-most, max_value=most, help_text="Rounded to tenths as it comes in.", **kwargs)

    def run_validation(self, data: Any = empty) -> Any:
        return tenths(super().run_validation(data))


class ShownPlace(Answer):
    """Where one is: a country (ISO 3166-1), a region (ISO 3166-2) or none, a coarse coordinate or none."""

    country = f.Text()
    region = f.Text(allow_blank=True)
    latitude = f.Number(required=False)
    longitude = f.Number(required=False)
    last_shared_at = f.Moment()

    class Meta:
        example = {
            "country": "PT",
            "region": "PT-11",
            "latitude": 38.7,
            "longitude": -9.1,
            "last_shared_at": "2026-11-20T16:25:00Z",
        }


class OwnPlace(ShownPlace):
    """The same with the consent that it stands on."""

    consented_at = f.Moment()
    words_version = f.Integer()

    class Meta:
        example = {**ShownPlace.Meta.example, "consented_at": "2026-11-02T08:00:00Z", "words_version": 1}


class Words(Answer):
    """What one agrees to by sharing a place, in the language of the answer."""

    version = f.Integer()
    text = f.Text(max_length=2_000)

    class Meta:
        example = {"version": 1, "text": "This site may keep the country and the region that I send …"}


class LocationAnswer(Answer):
    """Whether and which place one shares, and the words of now."""

    is_shared = f.Flag()
    location = f.Nested(OwnPlace, allow_null=True)
    words = f.Nested(Words)

    class Meta:
        example = {"is_shared": True, "location": OwnPlace.Meta.example, "words": Words.Meta.example}


class PlaceBody(Body):
    """Where one is. `consent` is the version of the words that one agrees to; it is needed the first time."""

    country = f.Text(max_length=2)
    region = f.Text(max_length=6, allow_blank=True, required=False)
    latitude = Degrees(most=MOST_LATITUDE, required=False)
    longitude = Degrees(most=MOST_LONGITUDE, required=False)
    consent = f.Integer(max_value=32_767, required=False)

    class Meta:
        example = {"country": "PT", "region": "PT-11", "latitude": 38.7, "longitude": -9.1, "consent": CURRENT}


class PresenceBody(Body):
    """Whether one is invisible."""

    is_invisible = f.Flag()

    class Meta:
        example = {"is_invisible": True}


class PresenceAnswer(Answer):
    """One's own presence. The time is null where none is kept: of who is invisible, or has long been away."""

    is_online = f.Flag()
    last_active_at = f.Moment(allow_null=True)
    is_invisible = f.Flag()

    class Meta:
        example = {"is_online": True, "last_active_at": "2026-11-20T16:25:00Z", "is_invisible": False}


class MyPresence(Endpoint):
    """Whether the member is invisible: then nothing is kept of when they were last here. Muted members may go too."""

    permissions = [IsSignedIn]
    tag = "profile"
    scopes = "profile"

    @operation("Show my presence", answer=PresenceAnswer)
    def get(self, request: Request) -> Response:
        return Response(queries.own_presence(request.user.pk))

    @operation("Go invisible, or come back", body=PresenceBody, answer=PresenceAnswer)
    def put(self, request: Request) -> Response:
        deed = services.go_invisible if self.read(request, PresenceBody)["is_invisible"] else services.become_visible
        deed(user_id=request.user.pk)
        return Response(queries.own_presence(request.user.pk))


class MyLocation(Endpoint):
    """The place that the member shares, by their consent. No API key opens it: a program agrees to nothing."""

    permissions = {"GET": [IsSignedIn], "PUT": [IsMember], "DELETE": [IsSignedIn]}
    tag = "profile"

    @operation("Show the location that I share", answer=LocationAnswer)
    def get(self, request: Request) -> Response:
        return self._own(request)

    @operation("Share my location", body=PlaceBody, answer=LocationAnswer, errors=[ConsentRequired])
    def put(self, request: Request) -> Response:
        """What is left out is not kept either: each call replaces the whole place."""
        data = self.read(request, PlaceBody)
        place = place_of(
            country=data["country"],
            region=data.get("region", ""),
            latitude_tenths=data.get("latitude"),
            longitude_tenths=data.get("longitude"),
        )
        services.share_location(user_id=request.user.pk, place=place, consent=data.get("consent"))
        return self._own(request)

    @operation("Withdraw my location", answer=None, status=204)
    def delete(self, request: Request) -> Response:
        """Erases it at once, with the consent; again is no error."""
        services.withdraw_location(user_id=request.user.pk)
        return Response(status=204)

    def _own(self, request: Request) -> Response:
        location = queries.own_location(request.user.pk)
        words = {"version": CURRENT, "text": str(WORDS[CURRENT])}
        return Response({"is_shared": location is not None, "location": location, "words": words})


urlpatterns: list[URLPattern] = [
    path("users/profile/presence", MyPresence.as_view(), name="my-presence"),
    path("users/profile/location", MyLocation.as_view(), name="my-location"),
]
