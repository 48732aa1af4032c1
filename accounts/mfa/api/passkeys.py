"""One's own passkeys: listed, added, named, removed."""

from __future__ import annotations

from uuid import UUID

from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.auth.api.fresh import FRESH, proof_in
from accounts.mfa import queries, services, shapes
from accounts.mfa.api.factors import ProofBody
from accounts.mfa.api.shapes import NewPasskey, Passkey, PasskeyOptions
from accounts.mfa.api.signing_in import EXAMPLE_ANSWER
from accounts.mfa.errors import InvalidPasskey, PasskeyNotFound, TooManyPasskeys
from config.api import Body, Endpoint, IsSignedIn, Page, Request, operation
from config.api import fields as f


class NewPasskeyBody(Body):
    """What to call it, and what the browser made."""

    name = f.Text(max_length=80)
    passkey = f.Document()

    class Meta:
        example = {"name": "My phone", "passkey": EXAMPLE_ANSWER}


class NameBody(Body):
    """What to call it."""

    name = f.Text(max_length=80)

    class Meta:
        example = {"name": "My old phone"}


class Passkeys(Endpoint):
    """One's own passkeys, the newest first."""

    permissions = [IsSignedIn]
    throttles = {"POST": ("mfa",)}
    tag = "mfa"

    @operation("List my passkeys", answer=Page(Passkey))
    def get(self, request: Request) -> Response:
        rows = queries.passkeys_of(request.user.pk)
        return self.page(request, rows, order=("-created_at", "-id"), shape=shapes.passkeys)

    @operation(
        "Add a passkey", body=NewPasskeyBody, answer=NewPasskey, status=201, errors=[InvalidPasskey, TooManyPasskeys]
    )
    def post(self, request: Request) -> Response:
        data = self.read(request, NewPasskeyBody)
        added = services.add_passkey(actor=request.user, name=data["name"], answer=data["passkey"])
        return Response(shapes.passkey(added.passkey) | {"recovery_codes": added.recovery_codes}, status=201)


class NewPasskeyOptions(Endpoint):
    """What a browser needs to make a passkey. Asks for a fresh proof of who one is; good for five minutes, once."""

    permissions = [IsSignedIn]
    throttles = ("password",)
    tag = "mfa"

    @operation("Begin adding a passkey", body=ProofBody, answer=PasskeyOptions, errors=[*FRESH, TooManyPasskeys])
    def post(self, request: Request) -> Response:
        proof = proof_in(self.read(request, ProofBody))
        return Response({"options": services.new_passkey_options(actor=request.user, proof=proof)})


class OnePasskey(Endpoint):
    """One of one's own passkeys."""

    permissions = [IsSignedIn]
    tag = "mfa"

    @operation("Rename a passkey", body=NameBody, answer=Passkey, errors=[PasskeyNotFound])
    def patch(self, request: Request, passkey_id: UUID) -> Response:
        name = self.read(request, NameBody)["name"]
        renamed = services.rename_passkey(actor=request.user, passkey_id=passkey_id, name=name)
        return Response(shapes.passkey(renamed))


class RemovePasskey(Endpoint):
    """Takes a passkey away; with the last factor the second step is off. Other sessions end."""

    permissions = [IsSignedIn]
    throttles = ("password",)
    tag = "mfa"

    @operation("Remove a passkey", body=ProofBody, answer=None, status=204, errors=[*FRESH, PasskeyNotFound])
    def post(self, request: Request, passkey_id: UUID) -> Response:
        proof = proof_in(self.read(request, ProofBody))
        services.remove_passkey(actor=request.user, passkey_id=passkey_id, proof=proof)
        return Response(status=204)


urlpatterns: list[URLPattern] = [
    path("auth/passkeys", Passkeys.as_view(), name="passkeys"),
    path("auth/passkeys/options", NewPasskeyOptions.as_view(), name="passkey-options"),
    path("auth/passkeys/<uuid:passkey_id>", OnePasskey.as_view(), name="passkey"),
    path("auth/passkeys/<uuid:passkey_id>/remove", RemovePasskey.as_view(), name="passkey-remove"),
]
