"""Changing a password, and setting a new one by mail."""

from __future__ import annotations

from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.auth import lockout, services
from accounts.auth.errors import InvalidToken, WrongPassword
from config.api import Answer, Anyone, Body, Endpoint, IsSignedIn, Request, operation
from config.api import fields as f
from config.api.throttles import spend


class ChangeBody(Body):
    """The present password and the new one."""

    current_password = f.Secret(max_length=256)
    new_password = f.Secret(max_length=256)

    class Meta:
        example = {"current_password": "correct horse battery 7", "new_password": "a staple of another colour"}


class ResetBody(Body):
    """The address of the account."""

    email = f.Email(trim_whitespace=False)

    class Meta:
        example = {"email": "ana@example.com"}


class ConfirmBody(Body):
    """The token from the mail, and the new password."""

    token = f.Secret(max_length=200)
    new_password = f.Secret(max_length=256)

    class Meta:
        example = {"token": "q5V8x0m3Wc1T9eR7", "new_password": "a staple of another colour"}


class Accepted(Answer):
    """The request was taken; what comes of it comes by mail."""

    class Meta:
        example: dict[str, object] = {}


class ChangePassword(Endpoint):
    """Gives the account a new password and ends its other sessions."""

    permissions = [IsSignedIn]
    throttles = ("password",)
    tag = "auth"

    @operation("Change my password", body=ChangeBody, answer=None, status=204, errors=[WrongPassword])
    def post(self, request: Request) -> Response:
        services.change_password(principal=request.user, **self.read(request, ChangeBody))
        return Response(status=204)


class ResetPassword(Endpoint):
    """Sends a link for a new password, if the address is somebody's. The answer does not tell."""

    permissions = [Anyone]
    authentication_classes = []
    throttles = ("mail",)
    tag = "auth"

    @operation("Ask for a new password", body=ResetBody, answer=Accepted, status=202)
    def post(self, request: Request) -> Response:
        email = self.read(request, ResetBody)["email"]
        spend("mail", f"to:{lockout.key_of(email)}")
        services.ask_reset(email=email)
        return Response({}, status=202)


class ConfirmReset(Endpoint):
    """Sets a new password with the token from the mail and ends every session of the account."""

    permissions = [Anyone]
    authentication_classes = []
    throttles = ("password",)
    tag = "auth"

    @operation("Set a new password", body=ConfirmBody, answer=None, status=204, errors=[InvalidToken])
    def post(self, request: Request) -> Response:
        services.reset_password(**self.read(request, ConfirmBody))
        return Response(status=204)


urlpatterns: list[URLPattern] = [
    path("auth/password/change", ChangePassword.as_view(), name="password-change"),
    path("auth/password/reset", ResetPassword.as_view(), name="password-reset"),
    path("auth/password/reset/confirm", ConfirmReset.as_view(), name="password-reset-confirm"),
]
