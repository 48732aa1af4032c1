"""Deeds of members with workbooks and with one another."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from config.testing.client import Api
from config.tests.faults.deeds.deed import Deed, Make
from moderation.screening.models import Screening, ScreeningRule
from moderation.screening.tests.making import live_rule
from social.friends import services as friends
from social.graph import services as graph
from workbooks.catalog.tests.factories import draft, published


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


class HeldComment(CommentWithKey):
    """A comment that screening holds: the row of why is there with it or not at all, and only its author sees it."""

    def prepare(self, make: Make) -> None:
        super().prepare(make)
        self.author = make()
        self.api = Api().as_(self.author)
        self.body = {"body": "so doubtful"}
        if not ScreeningRule.objects.filter(slug="doubtful").exists():
            live_rule("doubtful", slug="doubtful", outcome="hold")

    def prove(self) -> None:
        path = f"/workbooks/{self.workbook.pk}/comments"
        assert Api().get(path).json()["results"] == []
        (seen,) = Api().as_(self.author).get(path).json()["results"]
        assert Screening.objects.filter(thing_id=seen["id"], outcome="hold").count() == 1


class Follow(Deed):
    def prepare(self, make: Make) -> None:
        self.person = make()
        self.api = Api().as_(make())

    def ask(self) -> Any:
        return self.api.post(f"/users/{self.person.username}/follow")

    def prove(self) -> None:
        assert Api().get(f"/users/{self.person.username}").json()["followers_count"] == 1


class AskForFriendship(Deed):
    """Of whoever asks the same: the request is answered and both halves of the friendship are there, or neither."""

    again = 409  # they are friends already

    def prepare(self, make: Make) -> None:
        self.person, member = make(), make()
        friends.request_friendship(sender=self.person, person=member)
        self.api = Api().as_(member)

    def ask(self) -> Any:
        return self.api.post("/friends/requests", {"username": self.person.username})

    def prove(self) -> None:
        (card,) = self.api.get("/friends").json()["results"]
        assert card["username"] == self.person.username
        assert len(Api().as_(self.person).get("/friends").json()["results"]) == 1


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
