"""A member's page: their face as privacy and blocks show it to whoever looks, and the button that follows them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from config.pages.view import Page, SeeOther
from social.graph import queries as graph
from social.graph import services
from social.people import queries, shapes
from social.people.sections import page_sections


class Moved(HttpResponseRedirect):
    """For good: the name was given up for another."""

    status_code = 308


class PersonPage(Page):
    """`/u/{username}`. A name given up not long ago leads on to the present one."""

    http_method_names = ["get", "head", "options"]
    is_kept = True

    def get(self, request: HttpRequest, username: str) -> HttpResponse:
        viewer = self.viewer
        row = queries.face_row(viewer, username)
        if row is None:
            return Moved(reverse("person-page", args=[queries.present_name_of(viewer, username)]))
        face = shapes.face(row, viewer)
        is_open = face.get("is_private") is False
        values = {
            "person": face,
            "is_open": is_open,
            "is_own": face["id"] == viewer.pk,
            "is_shown_to_visitors": is_open and row["is_open_to_visitors"],
            "sections": page_sections(face) if is_open else [],
        }
        return self.render("people/person.html", values)


class Follow(Page):
    """Follows, or with `wanted=no` ends it; saying either twice changes nothing."""

    http_method_names = ["post", "options"]
    limits = ("follow",)

    def back(self, request: HttpRequest) -> str:
        return reverse("person-page", args=[self.kwargs["username"]])

    def post(self, request: HttpRequest, username: str) -> HttpResponse:
        member = self.require_member()
        if request.POST.get("wanted") == "no":
            services.unfollow(actor=member, person=graph.person_to_leave(member, username))
        else:
            services.follow(actor=member, person=graph.reachable_person(member, username))
        return SeeOther(self.back(request))


urlpatterns: list[URLPattern] = [
    path("u/<username:username>", PersonPage.as_view(), name="person-page"),
    path("u/<username:username>/follow", Follow.as_view(), name="follow-button"),
]
