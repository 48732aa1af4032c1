"""A member's own name."""

from __future__ import annotations

from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.profiles.errors import ContentRejected
from accounts.users import services
from config.api import Answer, Body, Endpoint, IsMember, Request, operation
from config.api import fields as f


class NameBody(Body):
    """The new username."""

    username = f.Text(min_length=3, max_length=30, trim_whitespace=False)

    class Meta:
        example = {"username": "ana.lima"}


class Named(Answer):
    """What the member is called now."""

    id = f.Id()
    username = f.Text()

    class Meta:
        example = {"id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9e", "username": "ana.lima"}


class Rename(Endpoint):
    """Gives oneself another username. The old one is kept from others for 90 days and leads to the new one."""

    permissions = [IsMember]
    throttles = ("rename",)
    tag = "profile"

    @operation("Change my username", body=NameBody, answer=Named, errors=[ContentRejected])
    def post(self, request: Request) -> Response:
        name = self.read(request, NameBody)["username"]
        user = services.rename(user_id=request.user.pk, username=name, actor=request.user)
        return Response({"id": user.pk, "username": user.username})


urlpatterns: list[URLPattern] = [path("users/profile/username", Rename.as_view(), name="rename")]
