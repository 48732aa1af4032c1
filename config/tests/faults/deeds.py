"""The deeds that are tried with a fault in every place: each prepares fresh members and things, and asks the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from accounts.auth import lockout
from accounts.auth import services as auth
from accounts.auth.models import RefreshToken, Session, SignInFailures
from config import clock
from config.testing.cast import PASSWORD
from config.testing.client import Api
from social.graph import services as graph
from workbooks.catalog.tests.factories import draft, published

Make = Callable[..., Any]
NEW_PASSWORD = "a lantern on the quay 7"


class Deed:
    """A request that can be made again; `again` is its status where the first had done it, its answer being lost.

    `is_once` says that the second request then changes nothing.
    """

    success = 200
    again = 200
    is_once = True

    def __init__(self, make: Make) -> None:
        self.api = Api()
        self.prepare(make)

    def prepare(self, make: Make) -> None:
        """Make what the request is about."""

    def ask(self) -> Any:
        """Make the request."""
        raise NotImplementedError

    def prove(self) -> None:
        """What must work in the end, whatever failed."""


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


class Publish(Deed):
    def prepare(self, make: Make) -> None:
        author = make()
        self.workbook = draft(author, tag_names=["Harbour", "Traffic"])
        self.api = Api().as_(author)

    def ask(self) -> Any:
        return self.api.post(f"/workbooks/{self.workbook.pk}/publish")

    def prove(self) -> None:
        assert Api().get(f"/workbooks/{self.workbook.pk}").status_code == 200


class Favourite(Deed):
    def prepare(self, make: Make) -> None:
        self.workbook = published(make())
        self.api = Api().as_(make())

    def ask(self) -> Any:
        return self.api.post(f"/workbooks/{self.workbook.pk}/favorite")

    def prove(self) -> None:
        assert self.api.get(f"/workbooks/{self.workbook.pk}").json()["favorite_count"] == 1


class CommentWithKey(Deed):
    """With a key, as clients comment that may have to ask again: the comment is there once, whatever was lost."""

    success = again = 201

    def prepare(self, make: Make) -> None:
        author = make()
        self.workbook = published(author)
        self.body = {"body": f"Clear at first sight, @{author.username}."}
        self.key = uuid4().hex
        self.api = Api().as_(make())

    def ask(self) -> Any:
        return self.api.post(f"/workbooks/{self.workbook.pk}/comments", self.body, Idempotency_Key=self.key)

    def prove(self) -> None:
        assert len(Api().get(f"/workbooks/{self.workbook.pk}/comments").json()["results"]) == 1


class Comment(CommentWithKey):
    """Without a key, a comment whose answer was lost is written twice by whoever asks twice."""

    is_once = False

    def ask(self) -> Any:
        return self.api.post(f"/workbooks/{self.workbook.pk}/comments", self.body)

    def prove(self) -> None:
        assert 1 <= len(Api().get(f"/workbooks/{self.workbook.pk}/comments").json()["results"]) <= 2


class Follow(Deed):
    def prepare(self, make: Make) -> None:
        self.person = make()
        self.api = Api().as_(make())

    def ask(self) -> Any:
        return self.api.post(f"/users/{self.person.username}/follow")

    def prove(self) -> None:
        assert Api().get(f"/users/{self.person.username}").json()["followers_count"] == 1


class Block(Deed):
    """Of a friend, where both follow each other: all of that ends with it."""

    def prepare(self, make: Make) -> None:
        self.person, member = make(), make()
        graph.follow(actor=member, person=self.person)
        graph.follow(actor=self.person, person=member)
        graph.make_friends(actor=member, person=self.person)
        self.api = Api().as_(member)

    def ask(self) -> Any:
        return self.api.post(f"/users/{self.person.username}/block")

    def prove(self) -> None:
        assert Api().get(f"/users/{self.person.username}").json()["followers_count"] == 0


ALL: list[type[Deed]] = [
    Registration,
    SignIn,
    Refresh,
    LateSecondRefresh,
    PasswordReset,
    Publish,
    Favourite,
    CommentWithKey,
    Comment,
    Follow,
    Block,
]
