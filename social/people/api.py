"""Members as others see them, over HTTP: the public profile and the lists of people."""

from __future__ import annotations

import django_filters
from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Anyone, Endpoint, Filters, IsSignedIn, Page, Request, operation, rankings
from config.search.query import LONGEST_QUERY, parse
from social.people import queries, shapes
from social.people.answers import (
    BlockedCard,
    Face,
    FollowersCount,
    FollowRequestCard,
    MutedCard,
    PersonCard,
    SuggestedPerson,
)
from social.people.errors import PersonNotFound
from social.people.finding import find_people
from social.people.suggesting import MOST, suggestions

NEWEST = ("-id",)
INCOMING, OUTGOING = "incoming", "outgoing"


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


class Suggestions(Endpoint):
    """Whom the member might want to follow, at most 50 people in one page, each with the reasons."""

    permissions = [IsSignedIn]
    tag = "people"
    scopes = "people"

    @operation("Suggest people to follow", answer=Page(SuggestedPerson), filters=Filters)
    def get(self, request: Request) -> Response:
        viewer = request.user
        return self.only_page(request, lambda most: suggestions(viewer, most), most=MOST, shape=shapes.suggestions)


class FollowRequestFilters(Filters):
    """Which of the member's follow requests."""

    direction = django_filters.ChoiceFilter(
        label="direction",
        choices=[(INCOMING, INCOMING), (OUTGOING, OUTGOING)],
        help_text="Without it: incoming.",
    )


class FollowRequests(Endpoint):
    """Who asks to follow the member, or whom the member asks to follow, newest first."""

    permissions = [IsSignedIn]
    tag = "people"
    scopes = "people"

    @operation("List follow requests", answer=Page(FollowRequestCard), filters=FollowRequestFilters)
    def get(self, request: Request) -> Response:
        said = FollowRequestFilters.values(request)
        found = queries.asked_to_follow if said["direction"] == OUTGOING else queries.asking_to_follow
        return self.page(request, found(request.user), order=NEWEST, shape=shapes.follow_requests)


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
        return rankings.page_in_hand(rows, request, order=("-rank", "-person_id"), shape=shapes.cards)


urlpatterns: list[URLPattern] = [
    path("search/users", SearchPeople.as_view(), name="search-people"),
    path("users/blocked", Blocked.as_view(), name="blocked-people"),
    path("users/follow-requests", FollowRequests.as_view(), name="follow-requests"),
    path("users/suggestions", Suggestions.as_view(), name="suggested-people"),
    path("users/muted", Muted.as_view(), name="muted-people"),
    path("users/<username:username>", Person.as_view(), name="person"),
    path("users/<username:username>/followers", Followers.as_view(), name="followers"),
    path("users/<username:username>/followers/count", CountOfFollowers.as_view(), name="followers-count"),
    path("users/<username:username>/following", Following.as_view(), name="following"),
]
