"""Proving an e-mail address, and changing it."""

from __future__ import annotations

from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.auth import lockout, services
from accounts.auth.api.passwords import Accepted
from accounts.auth.errors import AlreadyVerified, InvalidToken, WrongPassword
from config.api import Anyone, Body, Endpoint, IsSignedIn, Request, operation
from config.api import fields as f
from config.api.throttles import spend


class VerifyBody(Body):
    """The token from the mail."""

    token = f.Secret(max_length=200)

    class Meta:
        example = {"token": "q5V8x0m3Wc1T9eR7"}


class ChangeEmailBody(Body):
    """The new address, and the present password as proof of who asks."""

    email = f.Email(trim_whitespace=False)
    current_password = f.Secret(max_length=256)

    class Meta:
        example = {"email": "ana@example.org", "current_password": "correct horse battery 7"}


class VerifyEmail(Endpoint):
    """Takes the token of a verification mail, or of the mail to a new address, which then becomes the account's."""

    permissions = [Anyone]
    authentication_classes = []
    tag = "auth"

    @operation("Prove an address", body=VerifyBody, answer=None, status=204, errors=[InvalidToken])
    def post(self, request: Request) -> Response:
        services.verify_email(**self.read(request, VerifyBody))
        return Response(status=204)


class ResendVerification(Endpoint):
    """Sends the verification mail again; older links stop working."""

    permissions = [IsSignedIn]
    throttles = ("mail",)
    tag = "auth"

    @operation("Send the verification mail again", answer=Accepted, status=202, errors=[AlreadyVerified])
    def post(self, request: Request) -> Response:
        services.request_verification(principal=request.user)
        return Response({}, status=202)


class ChangeEmail(Endpoint):
    """Sends a link to the new address. The address changes when the link is used, and the old one is told."""

    permissions = [IsSignedIn]
    throttles = ("mail", "password")
    tag = "auth"

    @operation("Change my address", body=ChangeEmailBody, answer=Accepted, status=202, errors=[WrongPassword])
    def post(self, request: Request) -> Response:
        data = self.read(request, ChangeEmailBody)
        spend("mail", f"to:{lockout.key_of(data['email'])}")
        services.request_email_change(principal=request.user, **data)
        return Response({}, status=202)


urlpatterns: list[URLPattern] = [
    path("auth/email/verify", VerifyEmail.as_view(), name="email-verify"),
    path("auth/email/resend", ResendVerification.as_view(), name="email-resend"),
    path("auth/email/change", ChangeEmail.as_view(), name="email-change"),
]
