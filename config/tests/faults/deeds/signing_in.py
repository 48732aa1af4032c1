"""Deeds of accounts: coming, signing in, staying signed in, and a new password."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from accounts.auth import lockout
from accounts.auth import services as auth
from accounts.auth.models import RefreshToken, Session, SignInFailures
from accounts.mfa.models import RecoveryCode
from config import clock
from config.testing.cast import PASSWORD
from config.testing.client import Api
from config.testing.second_step import ask_in, with_app
from config.tests.faults.deeds.deed import Deed, Make

NEW_PASSWORD = "a lantern on the quay 7"


def signs_in(username: str, password: str) -> bool:
    return Api().post("/auth/login", {"username": username, "password": password}).status_code == 200


class Registration(Deed):
    success, again = 201, 400

    def prepare(self, make: Make) -> None:
        self.name = f"new-{uuid4().hex[:12]}"

    def ask(self) -> Any:
        body = {"username": self.name, "email": f"{self.name}@example.com", "password": NEW_PASSWORD}
        return self.api.post("/auth/register", body)

    def prove(self) -> None:
        assert signs_in(self.name, NEW_PASSWORD)


class SignIn(Deed):
    """From a device that is new, which is told to the member."""

    is_once = False

    def prepare(self, make: Make) -> None:
        self.member = make()
        assert signs_in(self.member.username, PASSWORD)

    def ask(self) -> Any:
        body = {"username": self.member.username, "password": PASSWORD}
        return self.api.post("/auth/login", body, User_Agent="Another device")

    def prove(self) -> None:
        assert Session.objects.filter(user=self.member, revoked_at__isnull=True).count() >= 2
        # A fault is not a wrong password: with the next sign-in no try is left counted against the member.
        assert not SignInFailures.objects.filter(key=lockout.key_of(self.member.username)).exists()


class SecondStep(Deed):
    """A recovery code, which is used up with the session that it opens."""

    again = 401

    def prepare(self, make: Make) -> None:
        self.member = make()
        self.codes = with_app(self.member).codes
        self.token = ask_in(self.api, self.member.username)

    def ask(self) -> Any:
        body = {"mfa_token": self.token, "method": "recovery", "code": self.codes[0]}
        return self.api.post("/auth/mfa/verify", body)

    def prove(self) -> None:
        assert Session.objects.filter(user=self.member, revoked_at__isnull=True).count() == 1
        assert RecoveryCode.objects.filter(user=self.member, used_at__isnull=False).count() == 1


class Refresh(Deed):
    again = 401

    def prepare(self, make: Make) -> None:
        self.issued = auth.open_session(user=make())

    def ask(self) -> Any:
        return self.api.post("/auth/refresh", {"refresh": self.issued.refresh})

    def prove(self) -> None:
        assert Session.objects.filter(pk=self.issued.session_id, revoked_at__isnull=True).exists()
        assert RefreshToken.objects.filter(session_id=self.issued.session_id, used_at__isnull=True).count() == 1


class LateSecondRefresh(Deed):
    """Somebody uses a used refresh token: the session ends, which is a fact of the audit."""

    success = again = 401

    def prepare(self, make: Make) -> None:
        self.issued = auth.open_session(user=make())
        self.newest = auth.rotate(refresh=self.issued.refresh)
        used = RefreshToken.objects.filter(session_id=self.issued.session_id, used_at__isnull=False)
        assert used.update(used_at=clock.now() - timedelta(minutes=1)) == 1

    def ask(self) -> Any:
        return self.api.post("/auth/refresh", {"refresh": self.issued.refresh})

    def prove(self) -> None:
        assert self.api.post("/auth/refresh", {"refresh": self.newest.refresh}).status_code == 401
        assert Api(self.newest.access).get("/auth/profile").status_code == 401


class PasswordReset(Deed):
    success, again = 204, 400

    def prepare(self, make: Make) -> None:
        self.member = make()
        self.session = auth.open_session(user=self.member)
        self.token = auth.reset_token(self.member.pk)

    def ask(self) -> Any:
        return self.api.post("/auth/password/reset/confirm", {"token": self.token, "new_password": NEW_PASSWORD})

    def prove(self) -> None:
        assert not signs_in(self.member.username, PASSWORD)
        assert signs_in(self.member.username, NEW_PASSWORD)
        assert self.api.post("/auth/refresh", {"refresh": self.session.refresh}).status_code == 401
