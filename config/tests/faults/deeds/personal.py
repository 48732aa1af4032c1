"""Deeds of members about their own data."""

from __future__ import annotations

from typing import Any

from accounts.auth.models import Session
from accounts.presence import services as presence
from accounts.presence.places import Place
from accounts.presence.words import CURRENT
from accounts.privacy.models import DataExport, Deletion
from config.testing.cast import PASSWORD
from config.testing.client import Api
from config.tests.faults.deeds.deed import Deed, Make


class ShareLocation(Deed):
    """With consent, which is given anew with each request."""

    is_once = False

    def prepare(self, make: Make) -> None:
        self.api = Api().as_(make())

    def ask(self) -> Any:
        return self.api.put("/users/profile/location", {"country": "PT", "region": "PT-11", "consent": CURRENT})

    def prove(self) -> None:
        assert self.api.get("/users/profile/location").json()["location"]["region"] == "PT-11"


class WithdrawLocation(Deed):
    success = again = 204

    def prepare(self, make: Make) -> None:
        member = make()
        presence.share_location(user_id=member.pk, place=Place("PT"), consent=CURRENT)
        self.api = Api().as_(member)

    def ask(self) -> Any:
        return self.api.delete("/users/profile/location")

    def prove(self) -> None:
        assert self.api.get("/users/profile/location").json()["is_shared"] is False


class ExportWish(Deed):
    """While one is under way, asking again answers with it."""

    success = again = 202

    def prepare(self, make: Make) -> None:
        self.member = make()
        self.api = Api().as_(self.member)

    def ask(self) -> Any:
        return self.api.post("/users/profile/export")

    def prove(self) -> None:
        assert DataExport.objects.filter(user=self.member, state="waiting").count() == 1


class DeleteAccount(Deed):
    """The session that asked ends with it, so that asking again is asking as nobody."""

    success, again = 202, 401
    is_once = False

    def prepare(self, make: Make) -> None:
        self.member = make()
        self.api = Api().as_(self.member)

    def ask(self) -> Any:
        return self.api.delete("/users/profile", {"current_password": PASSWORD, "content": "erase"})

    def prove(self) -> None:
        assert Deletion.objects.filter(user_id=self.member.pk, state="pending").count() == 1
        assert not Session.objects.filter(user=self.member, revoked_at__isnull=True).exists()
