"""A member's own avatar over HTTP."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.profiles import avatars
from config.api import Answer, IsMember, IsSignedIn, Request, operation
from config.api import fields as f
from config.api.uploads import (
    UPLOAD_ERRORS,
    ConfirmingEndpoint,
    ImageBody,
    PrepareBody,
    PreparedAnswer,
    PreparingEndpoint,
    TicketBody,
    UploadEndpoint,
    addresses_like,
)
from config.images import AVATAR
from config.storage import StorageAway
from config.storage.direct import UploadNotFound
from config.storage.pictures import REFUSALS, urls


class AvatarAddresses(Answer):
    """The pictures of an avatar: `thumb`, `small` and `medium` are squares of 150, 300 and 600 pixels at most."""

    original = f.Url()
    medium = f.Url()
    small = f.Url()
    thumb = f.Url()

    class Meta:
        example = addresses_like("avatars", AVATAR)


class AvatarAnswer(Answer):
    """One's own avatar."""

    avatar = f.Nested(AvatarAddresses)

    class Meta:
        example = {"avatar": AvatarAddresses.Meta.example}


def shape(stem: str) -> dict[str, Any]:
    return {"avatar": urls(stem, AVATAR)}


class MyAvatar(UploadEndpoint):
    """The member's own avatar, drawn anew from what is uploaded. An address never shows another picture."""

    permissions = {"POST": [IsMember], "DELETE": [IsSignedIn]}
    throttles = {"POST": ["upload"]}
    tag = "profile"
    scopes = "profile"

    @operation("Change my avatar", body=ImageBody, answer=AvatarAnswer, errors=UPLOAD_ERRORS)
    def post(self, request: Request) -> Response:
        image = self.read(request, ImageBody)["image"]
        return Response(shape(avatars.change_avatar(user_id=request.user.pk, image=image)))

    @operation("Remove my avatar", answer=None, status=204)
    def delete(self, request: Request) -> Response:
        avatars.remove_avatar(user_id=request.user.pk)
        return Response(status=204)


class MyAvatarUpload(PreparingEndpoint):
    """Prepares a direct upload: a form that is good for five minutes, for one file of that type and size."""

    tag = "profile"
    scopes = "profile"

    @operation(
        "Prepare an upload of my avatar", body=PrepareBody, answer=PreparedAnswer, status=201, errors=[StorageAway]
    )
    def post(self, request: Request) -> Response:
        return self.prepare(request, avatars.prepare_avatar, user_id=request.user.pk)


class MyAvatarConfirmation(ConfirmingEndpoint):
    """Has an upload taken as avatar; the uploaded file goes."""

    tag = "profile"
    scopes = "profile"

    @operation("Take an uploaded avatar", body=TicketBody, answer=AvatarAnswer, errors=[UploadNotFound, *REFUSALS])
    def post(self, request: Request) -> Response:
        return Response(shape(avatars.confirm_avatar(user_id=request.user.pk, ticket=self.ticket(request))))


urlpatterns: list[URLPattern] = [
    path("users/profile/avatar", MyAvatar.as_view(), name="my-avatar"),
    path("users/profile/avatar/upload", MyAvatarUpload.as_view(), name="my-avatar-upload"),
    path("users/profile/avatar/confirm", MyAvatarConfirmation.as_view(), name="my-avatar-confirmation"),
]
