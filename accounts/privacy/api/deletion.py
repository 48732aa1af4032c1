"""The member's own profile, with what ends it."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.auth.api.fresh import FRESH, FreshBody, proof_in
from accounts.privacy import services, shapes
from accounts.privacy.choices import Content
from accounts.privacy.errors import BeingErased
from accounts.profiles import api as profiles
from accounts.users.errors import LastAdmin
from config.api import Answer, IsMember, IsSignedIn, Request, operation
from config.api import fields as f


class DeleteBody(FreshBody):
    """A fresh proof of who one is, and what becomes of what one published.

    `erase` takes it away; `reassign` leaves it under the name of deleted members.
    """

    content = f.Choice([content.value for content in Content])

    class Meta:
        example = {"current_password": "correct horse battery 7", "content": "reassign"}


class Deleted(Answer):
    """The account is closed. It is erased after `due_at`, unless its owner signs in before."""

    status = f.Text()
    content = f.Text()
    due_at = f.Moment()

    class Meta:
        example = {"status": "deactivated", "content": "reassign", "due_at": "2026-12-20T16:25:00Z"}


class MyProfile(profiles.MyProfile):
    """The member's own view of their profile. Deleting it closes the account; signing in within 30 days undoes that."""

    permissions = {"GET": [IsSignedIn], "PUT": [IsMember], "PATCH": [IsMember], "DELETE": [IsSignedIn]}
    throttles = {"DELETE": ("password",)}

    @classmethod
    def scope_for(cls, method: str) -> str | None:
        """No key deletes an account, whatever it may do else."""
        return None if method == "DELETE" else super().scope_for(method)

    @operation(
        "Delete my account", body=DeleteBody, answer=Deleted, status=202, errors=[*FRESH, LastAdmin, BeingErased]
    )
    def delete(self, request: Request) -> Response:
        data: dict[str, Any] = self.read(request, DeleteBody)
        deletion = services.delete_own_account(member=request.user, proof=proof_in(data), **data)
        return Response(shapes.deleted(deletion), status=202)


urlpatterns: list[URLPattern] = [path("users/profile", MyProfile.as_view(), name="my-profile")]
