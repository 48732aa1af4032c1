"""The feeds: one's own, everybody's, and what one person did."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Anyone, Endpoint, IsSignedIn, Page, Request, keyset, operation
from social.activity import queries, shapes
from social.activity.api.bodies import ActivityEntry, EntryFilters, FeedFilters
from social.activity.grouping import Slice
from social.activity.sources import EVERYBODY, Source, source
from social.people.errors import PersonNotFound
from social.people.queries import open_person

_ORDER = ("-id",)


class _Feed(Endpoint):
    """Pages of entries. They are read downward alone: what a burst is depends on where a page begins."""

    tag = "activity"
    scopes = "activity"

    def feed_page(
        self, request: Request, whose: Source, said: dict[str, Any], *, person: UUID | None = None
    ) -> Response:
        """A page of a feed, from the cursor on."""
        asked = keyset.asked(request, _ORDER)
        below = UUID(str(asked.cursor.keys[0])) if asked.cursor else None
        is_grouped = said.get("grouped") is not False
        found = queries.feed(request.user, whose, limit=asked.limit, below=below, person=person, is_grouped=is_grouped)
        following = _link(request, asked, found)
        answer = {"next": following, "previous": None, "results": shapes.entries(found.entries, request.user)}
        return Response(answer, headers={"Link": f'<{following}>; rel="next"'} if following else None)


def _link(request: Request, asked: keyset.Asked, found: Slice) -> str | None:
    if found.last is None:
        return None
    cursor = keyset.write_cursor(keyset.Cursor([str(found.last)], False), asked.binding)
    kept = [(name, value) for name, value in request.query_params.items() if name != "cursor"]
    return f"{settings.BASE_URL}{request.path}?{urlencode([*kept, ('cursor', cursor)])}"


class OwnFeed(_Feed):
    """What those whom the member cares for did, newest first, as privacy, blocks and mutes stand at this moment."""

    permissions = [IsSignedIn]

    @operation("Read your feed", answer=Page(ActivityEntry), filters=FeedFilters)
    def get(self, request: Request) -> Response:
        said = FeedFilters.values(request)
        return self.feed_page(request, cast(Source, source(said.get("filter") or "all")), said)


class GlobalFeed(_Feed):
    """What everybody did that the viewer may see, newest first."""

    permissions = [Anyone]

    @operation("Read everybody's activity", answer=Page(ActivityEntry), filters=EntryFilters)
    def get(self, request: Request) -> Response:
        return self.feed_page(request, EVERYBODY, EntryFilters.values(request))


class PersonsFeed(_Feed):
    """What one person did, as their choices let the viewer know; nothing where their profile is closed to them."""

    permissions = [Anyone]

    @operation("Read someone's activity", answer=Page(ActivityEntry), filters=EntryFilters, errors=[PersonNotFound])
    def get(self, request: Request, username: str) -> Response:
        said = EntryFilters.values(request)
        person = open_person(request.user, username)
        return self.feed_page(request, EVERYBODY, said, person=person["pk"])


urlpatterns: list[URLPattern] = [
    path("activity/feed", OwnFeed.as_view(), name="activity-feed"),
    path("activity/global", GlobalFeed.as_view(), name="activity-global"),
    path("activity/user/<username:username>", PersonsFeed.as_view(), name="activity-of-person"),
]
