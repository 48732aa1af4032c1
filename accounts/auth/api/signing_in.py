"""Register, sign in, refresh: how one comes by tokens. A bearer token sent along is not looked at."""

from __future__ import annotations

from django.urls import URLPattern, path
from rest_framework.response import Response

from accounts.auth import services, shapes
from accounts.auth.api.shapes import MfaRequired, SignedIn, Tokens
from accounts.auth.errors import AccountBanned, AccountSuspended, InvalidCredentials, InvalidRefreshToken
from accounts.auth.lockout import SignInLocked
from accounts.profiles.errors import ContentRejected
from config import context
from config.api import Anyone, Body, Either, Endpoint, Request, operation
from config.api import fields as f
from config.api.throttles import spend
from config.errors import ServiceUnavailable


class RegisterBody(Body):
    """Who one wants to be."""

    username = f.Text(min_length=3, max_length=30, trim_whitespace=False)
    email = f.Email(trim_whitespace=False)
    password = f.Secret(max_length=256)
    full_name = f.Text(max_length=100, required=False, allow_blank=True)

    class Meta:
        example = {
            "username": "ana",
            "email": "ana@example.com",
            "password": "correct horse battery 7",
            "full_name": "Ana Lima",
        }


class LoginBody(Body):
    """Who one says to be: a username or an e-mail address, and its password."""

    username = f.Text(max_length=254)
    password = f.Secret(max_length=256)

    class Meta:
        example = {"username": "ana", "password": "correct horse battery 7"}


class RefreshBody(Body):
    """A refresh token, good once."""

    refresh = f.Secret(max_length=200)

    class Meta:
        example = {"refresh": "q5V8x0m3Wc1T9eR7"}


class Register(Endpoint):
    """Makes an account and signs it in. A mail asks for proof of the address; nearly everything works before that."""

    permissions = [Anyone]
    authentication_classes = []
    throttles = ("register",)
    tag = "auth"

    @operation("Register", body=RegisterBody, answer=SignedIn, status=201, errors=[ContentRejected])
    def post(self, request: Request) -> Response:
        issued = services.register(**self.read(request, RegisterBody))
        return Response(shapes.signed_in(issued), status=201)


class Login(Endpoint):
    """Signs in. A wrong name, a wrong password and an account nobody has claimed get the same answer.

    After five failures under one name the next try has to wait (429 with `Retry-After`, at most 15 minutes). A
    suspended or banned member with the right password gets a 403 with `reason`, `until` and an `appeal_token`; a
    deactivated account comes back to life. Where the account has a second step, the answer has no tokens but an
    `mfa_token` for `POST /auth/mfa/verify`.
    """

    permissions = [Anyone]
    authentication_classes = []
    tag = "auth"

    @operation(
        "Sign in",
        body=LoginBody,
        answer=Either((SignedIn, MfaRequired)),
        errors=[InvalidCredentials, AccountSuspended, AccountBanned, SignInLocked, ServiceUnavailable],
    )
    def post(self, request: Request) -> Response:
        data = self.read(request, LoginBody)
        spend("sign-in-address", context.current().address)
        who = services.candidate(data["username"])
        spend("sign-in-account", who.limit_key)
        return Response(shapes.entered(services.sign_in(who, password=data["password"])))


class Refresh(Endpoint):
    """Exchanges a refresh token for a new pair. Using one a second time ends its session, unless it follows at once."""

    permissions = [Anyone]
    authentication_classes = []
    tag = "auth"

    @operation("Refresh tokens", body=RefreshBody, answer=Tokens, errors=[InvalidRefreshToken])
    def post(self, request: Request) -> Response:
        issued = services.rotate(refresh=self.read(request, RefreshBody)["refresh"])
        return Response({"access": issued.access, "refresh": issued.refresh})


urlpatterns: list[URLPattern] = [
    path("auth/register", Register.as_view(), name="register"),
    path("auth/login", Login.as_view(), name="login"),
    path("auth/refresh", Refresh.as_view(), name="refresh"),
]
