"""Items: a client's own, taking one off, flagging one."""

from __future__ import annotations

from uuid import UUID

from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Endpoint, IsMember, IsSignedIn, Request, operation
from moderation.cases.choices import Category
from moderation.reports.errors import ThingNotFound, TooManyOpenReports
from social.activity import services
from social.activity.api.bodies import FlagBody, FlagState, TrackBody, Tracked
from social.activity.choices import Reach
from social.activity.errors import ItemNotFound, OwnItem


class Track(Endpoint):
    """What a client saw its member do, as an item of theirs; which verbs there are is set by the installation."""

    permissions = [IsMember]
    throttles = {"POST": ["track"]}
    tag = "activity"
    scopes = "activity"

    @operation(
        "Track what you did", body=TrackBody, answer=Tracked, status=201, errors=[ThingNotFound], idempotent=True
    )
    def post(self, request: Request) -> Response:
        data = self.read(request, TrackBody)
        visibility = data.get("visibility") or Reach.PUBLIC.value
        made = services.track(
            member=request.user,
            verb=data["verb"],
            kind=data["entity_type"],
            thing_id=data["entity_id"],
            visibility=visibility,
            via=data.get("via", ""),
        )
        return Response({"id": made, "verb": data["verb"], "visibility": visibility}, status=201)


class Item(Endpoint):
    """One item of the member's own."""

    permissions = [IsSignedIn]
    tag = "activity"
    scopes = "activity"

    @operation("Delete something from your activity", answer=None, status=204, errors=[ItemNotFound])
    def delete(self, request: Request, item_id: UUID) -> Response:
        services.delete_item(actor=request.user, item_id=item_id)
        return Response(status=204)


class Flag(Endpoint):
    """Says of an item that it does not belong into feeds. It is reported; a few members' flags hide it until moderation
    has looked at it."""

    permissions = [IsMember]
    throttles = {"POST": ["report"]}
    tag = "activity"
    scopes = "activity"

    @operation(
        "Flag someone's activity",
        body=FlagBody,
        answer=FlagState,
        errors=[ItemNotFound, OwnItem, TooManyOpenReports],
    )
    def post(self, request: Request, item_id: UUID) -> Response:
        data = self.read(request, FlagBody)
        category = data.get("category") or Category.OTHER.value
        services.flag(member=request.user, item_id=item_id, category=category, text=data.get("text", ""))
        return Response({"is_flagged": True})


urlpatterns: list[URLPattern] = [
    path("activity/track", Track.as_view(), name="activity-track"),
    path("activity/<uuid:item_id>", Item.as_view(), name="activity-item"),
    path("activity/<uuid:item_id>/flag", Flag.as_view(), name="activity-flag"),
]
