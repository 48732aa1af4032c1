"""The project's routes, and `/api/v1/benchmark/whoami`."""

from __future__ import annotations

from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from config.api import Answer, Endpoint, IsMember, fields, operation
from config.urls import urlpatterns as project


class Who(Answer):
    username = fields.Text()

    class Meta:
        example = {"username": "ana"}


class WhoAmI(Endpoint):
    """Who asks, from the token alone."""

    permissions = [IsMember]
    scopes = "profile"

    @operation("Say who asks", answer=Who)
    def get(self, request: Request) -> Response:
        return Response({"username": request.user.username})


urlpatterns = [path("api/v1/benchmark/whoami", WhoAmI.as_view()), *project]
