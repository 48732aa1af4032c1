"""The second step of a sign-in, and signing in with a passkey alone."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.auth import shapes as auth_shapes
from accounts.auth.api.shapes import SignedIn
from accounts.auth.errors import AccountBanned, AccountSuspended, SecondStepLocked
from accounts.mfa import limits, methods, services, shapes
from accounts.mfa.api.shapes import Challenge, PasskeyOptions
from accounts.mfa.errors import InvalidCode, InvalidMfaToken, MethodNotOn
from config.api import Anyone, Body, Endpoint, Request, operation
from config.api import fields as f
from config.errors import InvalidInput, NotSignedIn

CLOSED = [AccountSuspended, AccountBanned]
EXAMPLE_ANSWER: dict[str, Any] = {
    "id": "hq4Qf0s2",
    "rawId": "hq4Qf0s2",
    "type": "public-key",
    "response": {"clientDataJSON": "eyJ0…", "authenticatorData": "SZYN…", "signature": "MEUC…", "userHandle": "AZOl…"},
    "clientExtensionResults": {},
}


class ChallengeBody(Body):
    """Which way; with the `mfa_token` of a sign-in, or as whoever is signed in, for a fresh proof."""

    method = f.Choice([methods.EMAIL, methods.PASSKEY])
    mfa_token = f.Secret(max_length=200, required=False)

    class Meta:
        example = {"method": "email", "mfa_token": "q5V8x0m3Wc1T9eR7"}


class SecondStepBody(Body):
    """The token from the sign-in, the way, and the code; for `passkey` the answer of the browser in its place."""

    mfa_token = f.Secret(max_length=200)
    method = f.Choice(list(methods.METHODS))
    code = f.Secret(max_length=64, required=False)
    passkey = f.Document(required=False)

    class Meta:
        example = {"mfa_token": "q5V8x0m3Wc1T9eR7", "method": "totp", "code": "287082"}


class PasskeyBody(Body):
    """The answer of the browser, as `toJSON()` of the credential gives it."""

    passkey = f.Document()

    class Meta:
        example = {"passkey": EXAMPLE_ANSWER}


class Challenges(Endpoint):
    """What two ways need first: a code by mail, or what a passkey is to sign. Each is good for five minutes, once."""

    permissions = [Anyone]
    throttles = ("mfa",)
    tag = "mfa"

    @operation(
        "Ask for a code or a challenge", body=ChallengeBody, answer=Challenge, errors=[InvalidMfaToken, MethodNotOn]
    )
    def post(self, request: Request) -> Response:
        data = self.read(request, ChallengeBody)
        token, method = data.get("mfa_token"), data["method"]
        if token is None and not request.user.is_authenticated:
            raise NotSignedIn()
        if method == methods.EMAIL:
            limits.spend_mail(token, request.user)
        if token is not None:
            options = services.challenge(token=token, method=method)
        else:
            options = services.fresh_challenge(actor=request.user, method=method)
        return Response(shapes.challenge(method, options))


class Verify(Endpoint):
    """The second step: token and code for a session.

    A wrong code is a 401 and leaves the token; after five, the next try waits (429 with `Retry-After`).
    """

    permissions = [Anyone]
    authentication_classes = []
    tag = "mfa"

    @operation(
        "Pass the second step",
        body=SecondStepBody,
        answer=SignedIn,
        errors=[InvalidMfaToken, InvalidCode, SecondStepLocked, *CLOSED],
    )
    def post(self, request: Request) -> Response:
        data = self.read(request, SecondStepBody)
        name = "passkey" if data["method"] == methods.PASSKEY else "code"
        if not data.get(name):
            raise InvalidInput.of(name, "required", f.Secret().error_messages["required"])
        limits.spend_address()
        issued = services.verify(token=data["mfa_token"], method=data["method"], given=data[name])
        return Response(auth_shapes.signed_in(issued))


class PasskeySignInOptions(Endpoint):
    """What a browser needs to sign in with a passkey, without a name or a password."""

    permissions = [Anyone]
    authentication_classes = []
    tag = "mfa"

    @operation("Begin signing in with a passkey", answer=PasskeyOptions)
    def post(self, request: Request) -> Response:
        limits.spend_address()
        return Response({"options": services.passkey_options()})


class PasskeySignIn(Endpoint):
    """Signs in whoever's passkey answered, if it recognised its holder: it stands for password and second step."""

    permissions = [Anyone]
    authentication_classes = []
    tag = "mfa"

    @operation("Sign in with a passkey", body=PasskeyBody, answer=SignedIn, errors=[InvalidCode, *CLOSED])
    def post(self, request: Request) -> Response:
        answer = self.read(request, PasskeyBody)["passkey"]
        limits.spend_address()
        return Response(auth_shapes.signed_in(services.sign_in_with_passkey(answer=answer)))


urlpatterns: list[URLPattern] = [
    path("auth/mfa/challenge", Challenges.as_view(), name="mfa-challenge"),
    path("auth/mfa/verify", Verify.as_view(), name="mfa-verify"),
    path("auth/passkeys/sign-in/options", PasskeySignInOptions.as_view(), name="passkey-sign-in-options"),
    path("auth/passkeys/sign-in", PasskeySignIn.as_view(), name="passkey-sign-in"),
]
