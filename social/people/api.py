"""Members as others see them, over HTTP: the public profile and the lists of people."""

from __future__ import annotations

import django_filters
from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Anyone, Endpoint, Filters, IsSignedIn, Page, Request, keyset, operation
from config.search.query import LONGEST_QUERY, parse
from social.people import queries, shapes
from social.people.answers import BlockedCard, Face, FollowersCount, MutedCard, PersonCard
from social.people.errors import PersonNotFound
from social.people.finding import find_people

NEWEST = ("-id",)


class Person(Endpoint):
    """A member's public profile, as their privacy choices and blocks allow this viewer.

    A name given up not long ago answers 308 with the way to the present one.
    """

    permissions = [Anyone]
    tag = "people"
    scopes = "people"

    @operation("See a member's profile", answer=Face, errors=[PersonNotFound], conditional=True)
    def get(self, request: Request, username: str) -> Response:
        row = queries.face_row(request.user, username)
        if row is None:
            present_name = queries.present_name_of(request.user, username)
            return Response(status=308, headers={"Location": f"{request.path.rpartition('/')[0]}/{present_name}"})
        return self.tagged(request, shapes.face(row, request.user), version=row["version"])


class Followers(Endpoint):
    """Who follows someone, newest first; nothing where the profile is closed to the viewer."""

    permissions = [Anyone]
    tag = "people"
    scopes = "people"

    @operation("List someone's followers", answer=Page(PersonCard), filters=Filters, errors=[PersonNotFound])
    def get(self, request: Request, username: str) -> Response:
        person = queries.open_person(request.user, username)
        return self.hot_page(
            request, "people.followers", queries.followers, order=NEWEST, shape=shapes.cards, person_id=person["pk"]
        )


class Following(Endpoint):
    """Whom someone follows, newest first; nothing where the profile is closed to the viewer."""

    permissions = [Anyone]
    tag = "people"
    scopes = "people"

    @operation("List whom someone follows", answer=Page(PersonCard), filters=Filters, errors=[PersonNotFound])
    def get(self, request: Request, username: str) -> Response:
        person = queries.open_person(request.user, username)
        return self.hot_page(
            request, "people.following", queries.following, order=NEWEST, shape=shapes.cards, person_id=person["pk"]
        )


class CountOfFollowers(Endpoint):
    """How many follow someone; nothing where the profile is closed to the viewer."""

    permissions = [Anyone]
    tag = "people"
    scopes = "people"

    @operation("Count someone's followers", answer=FollowersCount, errors=[PersonNotFound])
    def get(self, request: Request, username: str) -> Response:
        return Response({"count": queries.open_person(request.user, username)["followers_count"]})


class Blocked(Endpoint):
    """Whom the member has blocked, newest first."""

    permissions = [IsSignedIn]
    tag = "people"
    scopes = "people"

    @operation("List whom you have blocked", answer=Page(BlockedCard), filters=Filters)
    def get(self, request: Request) -> Response:
        rows = self.filtered(request, Filters, queries.blocked(request.user))
        return self.page(request, rows, order=NEWEST, shape=shapes.blocked_cards)


class Muted(Endpoint):
    """Whom the member has muted, newest first."""

    permissions = [IsSignedIn]
    tag = "people"
    scopes = "people"

    @operation("List whom you have muted", answer=Page(MutedCard), filters=Filters)
    def get(self, request: Request) -> Response:
        rows = self.filtered(request, Filters, queries.muted(request.user))
        return self.page(request, rows, order=NEWEST, shape=shapes.muted_cards)


class SearchFilters(Filters):
    """`q` is what is searched: the beginnings of words of names, and of titles."""

    q = django_filters.CharFilter(label="q", required=True, max_length=LONGEST_QUERY)


class SearchPeople(Endpoint):
    """People by name, and by the title that their profile shows the viewer; the best match first."""

    permissions = [Anyone]
    tag = "search"
    scopes = "people"

    @operation("Search people", answer=Page(PersonCard), filters=SearchFilters)
    def get(self, request: Request) -> Response:
        rows = find_people(request.user, parse(SearchFilters.values(request)["q"]))
        return keyset.page_in_hand(rows, request, order=("-rank", "-person_id"), shape=shapes.cards)


urlpatterns: list[URLPattern] = [
    path("search/users", SearchPeople.as_view(), name="search-people"),
    path("users/blocked", Blocked.as_view(), name="blocked-people"),
    path("users/muted", Muted.as_view(), name="muted-people"),
    path("users/<username:username>", Person.as_view(), name="person"),
    path("users/<username:username>/followers", Followers.as_view(), name="followers"),
    path("users/<username:username>/followers/count", CountOfFollowers.as_view(), name="followers-count"),
    path("users/<username:username>/following", Following.as_view(), name="following"),
]
