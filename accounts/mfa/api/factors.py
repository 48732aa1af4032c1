"""One's own second step: how it stands, an app, mailed codes, recovery codes, and off."""

from __future__ import annotations

from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.auth.api.fresh import FRESH, FreshBody, proof_in
from accounts.auth.api.passwords import Accepted
from accounts.mfa import services, shapes
from accounts.mfa.api.shapes import CodesShownOnce, SecondStepState, SetUp
from accounts.mfa.errors import MethodNotOn, MfaNotOn, NothingToConfirm
from config.api import Body, Endpoint, IsSignedIn, Request, operation
from config.api import fields as f


class ProofBody(FreshBody):
    """A fresh proof of who one is; not asked for where there is no second step yet."""

    class Meta:
        example = {"current_password": "correct horse battery 7"}


class CodeBody(Body):
    """A first code of six digits."""

    code = f.Secret(max_length=64)

    class Meta:
        example = {"code": "287082"}


class DisableBody(FreshBody):
    """A fresh proof, and which factor goes; without `method` all go, passkeys and recovery codes too."""

    method = f.Choice(["totp", "email"], required=False)

    class Meta:
        example = {"current_password": "correct horse battery 7"}


class Mfa(Endpoint):
    """One's own second step. It is asked for after the password as soon as there is one factor."""

    permissions = [IsSignedIn]
    tag = "mfa"

    @operation("How my second step stands", answer=SecondStepState)
    def get(self, request: Request) -> Response:
        return Response(shapes.state(request.user))


class SetUpTotp(Endpoint):
    """A new secret for an app that shows six digits. Nothing is on before `confirm` has seen a first code.

    Whoever has a second step already proves anew who they are; the secret from before stays good until then.
    """

    permissions = [IsSignedIn]
    throttles = ("password",)
    tag = "mfa"

    @operation("Set up an app", body=ProofBody, answer=SetUp, errors=FRESH)
    def post(self, request: Request) -> Response:
        proof = proof_in(self.read(request, ProofBody))
        return Response(shapes.set_up(services.set_up_totp(actor=request.user, proof=proof)))


class ConfirmTotp(Endpoint):
    """Turns the app on by its first code. The ten recovery codes are shown this once; other sessions end."""

    permissions = [IsSignedIn]
    throttles = ("mfa",)
    tag = "mfa"

    @operation("Turn an app on", body=CodeBody, answer=CodesShownOnce, errors=[NothingToConfirm])
    def post(self, request: Request) -> Response:
        codes = services.confirm_totp(actor=request.user, code=self.read(request, CodeBody)["code"])
        return Response({"recovery_codes": codes})


class SetUpEmail(Endpoint):
    """Sends a first code to one's own address. Nothing is on before it has come back."""

    permissions = [IsSignedIn]
    throttles = ("mail", "password")
    tag = "mfa"

    @operation("Set up codes by mail", body=ProofBody, answer=Accepted, status=202, errors=FRESH)
    def post(self, request: Request) -> Response:
        services.set_up_email(actor=request.user, proof=proof_in(self.read(request, ProofBody)))
        return Response({}, status=202)


class ConfirmEmail(Endpoint):
    """Turns mailed codes on by the first one. Recovery codes come with the first factor; other sessions end."""

    permissions = [IsSignedIn]
    throttles = ("mfa",)
    tag = "mfa"

    @operation("Turn codes by mail on", body=CodeBody, answer=CodesShownOnce)
    def post(self, request: Request) -> Response:
        codes = services.confirm_email(actor=request.user, code=self.read(request, CodeBody)["code"])
        return Response({"recovery_codes": codes})


class NewRecoveryCodes(Endpoint):
    """Ten new recovery codes, shown this once; those from before are dead. Other sessions end."""

    permissions = [IsSignedIn]
    throttles = ("password",)
    tag = "mfa"

    @operation("Make new recovery codes", body=ProofBody, answer=CodesShownOnce, errors=[*FRESH, MfaNotOn])
    def post(self, request: Request) -> Response:
        proof = proof_in(self.read(request, ProofBody))
        return Response({"recovery_codes": services.renew_recovery_codes(actor=request.user, proof=proof)})


class Disable(Endpoint):
    """Turns the second step off, or one factor of it. Other sessions end."""

    permissions = [IsSignedIn]
    throttles = ("password",)
    tag = "mfa"

    @operation(
        "Turn the second step off", body=DisableBody, answer=None, status=204, errors=[*FRESH, MfaNotOn, MethodNotOn]
    )
    def post(self, request: Request) -> Response:
        data = self.read(request, DisableBody)
        services.disable_mfa(actor=request.user, proof=proof_in(data), method=data.get("method"))
        return Response(status=204)


urlpatterns: list[URLPattern] = [
    path("auth/mfa", Mfa.as_view(), name="mfa"),
    path("auth/mfa/setup", SetUpTotp.as_view(), name="mfa-setup"),
    path("auth/mfa/confirm", ConfirmTotp.as_view(), name="mfa-confirm"),
    path("auth/mfa/email", SetUpEmail.as_view(), name="mfa-email"),
    path("auth/mfa/email/confirm", ConfirmEmail.as_view(), name="mfa-email-confirm"),
    path("auth/mfa/recovery-codes", NewRecoveryCodes.as_view(), name="mfa-recovery-codes"),
    path("auth/mfa/disable", Disable.as_view(), name="mfa-disable"),
]
