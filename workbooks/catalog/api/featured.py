"""Featured picks over HTTP, for those who make them."""

from __future__ import annotations

from uuid import UUID

from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Answer, AtLeast, Body, Endpoint, Filters, Page, Request, operation
from config.api import fields as f
from config.roles import Role
from workbooks.catalog import queries, services, shapes
from workbooks.catalog.api.bodies import CARD, NamedWorkbook
from workbooks.catalog.errors import AlreadyFeatured, NotPublished, PickNotFound, WorkbookNotFound


class PickBody(Body):
    """A workbook to feature, at its position, from a moment on (now unless told) and until another (for good)."""

    workbook = f.Id()
    position = f.Integer(max_value=1_000_000, required=False)
    locals()["from"] = f.Moment(required=False)  # a word of Python's own, so that it cannot be assigned to
    until = f.Moment(required=False, allow_null=True)

    class Meta:
        example = {"workbook": CARD["id"], "position": 1, "until": "2027-01-31T00:00:00Z"}


class PickAnswer(Answer):
    """A featured pick."""

    id = f.Id()
    workbook = f.Nested(NamedWorkbook)
    position = f.Integer()
    locals()["from"] = f.Moment()
    until = f.Moment(allow_null=True)

    class Meta:
        example = {
            "id": "019a9b2e-0000-7000-8000-0000000000f1",
            "workbook": {"id": CARD["id"], "title": CARD["title"]},
            "position": 1,
            "from": "2026-11-20T09:30:00Z",
            "until": "2027-01-31T00:00:00Z",
        }


class Picks(Endpoint):
    """Every pick, past and to come, in order; and where picks are made."""

    permissions = [AtLeast(Role.MODERATOR)]
    tag = "administration"

    @operation("List featured picks", answer=Page(PickAnswer), filters=Filters)
    def get(self, request: Request) -> Response:
        rows = self.filtered(request, Filters, queries.picks())
        return self.page(request, rows, order=("position", "id"), shape=shapes.picks)

    @operation(
        "Feature a workbook",
        body=PickBody,
        answer=PickAnswer,
        status=201,
        errors=[WorkbookNotFound, NotPublished, AlreadyFeatured],
        idempotent=True,
    )
    def post(self, request: Request) -> Response:
        data = self.read(request, PickBody)
        made = services.feature_workbook(
            actor=request.user,
            workbook_id=data["workbook"],
            position=data.get("position", 0),
            starts_at=data.get("from"),
            until=data.get("until"),
        )
        return Response(shapes.pick(made), status=201)


class OnePick(Endpoint):
    """One featured pick."""

    permissions = [AtLeast(Role.MODERATOR)]
    tag = "administration"

    @operation("Feature a workbook no longer", answer=None, status=204, errors=[PickNotFound])
    def delete(self, request: Request, pick_id: UUID) -> Response:
        services.unfeature_workbook(actor=request.user, pick_id=pick_id)
        return Response(status=204)


urlpatterns: list[URLPattern] = [
    path("admin/featured", Picks.as_view(), name="featured-picks"),
    path("admin/featured/<uuid:pick_id>", OnePick.as_view(), name="featured-pick"),
]
