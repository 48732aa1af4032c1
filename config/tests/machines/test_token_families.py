"""Signing in and out, refreshing, closing accounts, new passwords in any order: only the good tokens are good."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from accounts.auth import tokens
from accounts.users import services as users
from config import clock
from config.roles import Role, Status
from config.testing.cast import PASSWORD
from config.testing.client import Api
from config.tests.machines.families import Access, Account, Family
from config.tests.machines.running import Conversation, run

pytestmark = [pytest.mark.django_db, pytest.mark.deep]

PASSWORDS = [PASSWORD, "another long horse 8", "a staple of another colour"]
STEPS = [timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=3), timedelta(minutes=14), timedelta(minutes=15)]
LEAPS = [timedelta(days=3), timedelta(days=7)]

some = st.integers(0, 1000)
newest_or_old = st.sampled_from([1, 1, 1, 2, 3])


class Tokens(Conversation):
    """One member on many devices."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(clock.now().replace(microsecond=0), tick=False)
        self.time = self.clock.start()
        self.row = users.create_user(username="owner", email="owner@example.com", password=PASSWORD)
        self.account = Account(PASSWORD)

    def teardown(self) -> None:
        self.clock.stop()
        super().teardown()

    @property
    def now(self) -> datetime:
        return clock.now()

    def family(self, number: int) -> Family:
        return self.account.families[number % len(self.account.families)]

    def has_signed_in(self) -> bool:
        return bool(self.account.families)

    def good(self, family: Family, access: Access) -> bool:
        return self.account.is_good(family, access, self.now)

    @rule(step=st.sampled_from([*STEPS, *STEPS, *LEAPS]))
    def time_passes(self, step: timedelta) -> None:
        self.time.shift(step)

    @rule()
    def sign_in(self) -> None:
        answer = Api().post("/auth/login", {"username": "owner", "password": self.account.password})
        if self.account.status == Status.DEACTIVATED:
            self.account.status = Status.ACTIVE
        assert answer.status_code == (200 if self.account.may_sign_in else 403)
        if answer.status_code == 200:
            family = Family(str(tokens.read(answer.json()["access"]).session_id))
            family.take(answer.json(), self.now)
            self.account.families.append(family)

    @precondition(has_signed_in)
    @rule(number=some, age=newest_or_old)
    def refresh(self, number: int, age: int) -> None:
        family = self.family(number)
        refresh = family.refreshes[-min(age, len(family.refreshes))]
        expected = self.account.refresh(family, refresh, self.now)
        answer = Api().post("/auth/refresh", {"refresh": refresh.token})
        assert answer.status_code == (200 if expected else 401)
        if expected:
            family.take(answer.json(), self.now)

    @precondition(has_signed_in)
    @rule(number=some, other=some)
    def sign_out(self, number: int, other: int) -> None:
        family, named = self.family(number), self.family(other)
        access = family.accesses[-1]
        # Signing out twice is no error: a token in its time still says whose it was, good or not.
        expected = 401 if access.has_run_out(self.now) else 204
        answer = Api(access.token).post("/auth/logout", {"refresh": named.refreshes[-1].token})
        assert answer.status_code == expected
        if expected == 204:
            family.end()
            named.end()

    @precondition(has_signed_in)
    @rule(number=some, other=some)
    def end_a_session(self, number: int, other: int) -> None:
        family, named = self.family(number), self.family(other)
        access = family.accesses[-1]
        answer = Api(access.token).delete(f"/auth/sessions/{named.id}")
        if not self.good(family, access):
            assert answer.status_code == 401
            return
        assert answer.status_code == (204 if named.is_refreshable else 404)
        if named.is_refreshable:
            named.end()

    @precondition(has_signed_in)
    @rule(number=some)
    def sign_out_everywhere(self, number: int) -> None:
        family = self.family(number)
        access = family.accesses[-1]
        expected = 204 if self.good(family, access) else 401
        assert Api(access.token).post("/auth/logout-all").status_code == expected
        if expected == 204:
            self.account.close()

    @precondition(has_signed_in)
    @rule(number=some, new=st.sampled_from(PASSWORDS))
    def change_password(self, number: int, new: str) -> None:
        family = self.family(number)
        access = family.accesses[-1]
        body = {"current_password": self.account.password, "new_password": new}
        answer = Api(access.token).post("/auth/password/change", body)
        if not self.good(family, access):
            assert answer.status_code == 401
        elif new == self.account.password:
            assert answer.status_code == 400
        else:
            assert answer.status_code == 204
            self.account.password = new
            for each in self.account.families:
                if each is not family:
                    each.end()

    @rule(status=st.sampled_from([Status.SUSPENDED, Status.BANNED, Status.DEACTIVATED, Status.MUTED, Status.ACTIVE]))
    def stand_otherwise(self, status: str) -> None:
        users.set_status(user_id=self.row.pk, status=status, actor=None)
        if self.account.may_sign_in and status not in {Status.ACTIVE, Status.MUTED}:
            self.account.close()
        self.account.status = status

    @rule(role=st.sampled_from([Role.MEMBER, Role.MODERATOR]))
    def change_role(self, role: str) -> None:
        users.set_role(user_id=self.row.pk, role=role, actor=None)
        if role != self.account.role:
            for family in self.account.families:
                family.is_refreshable = False  # access tokens that are out carry the new role
        self.account.role = role

    @invariant()
    def exactly_the_good_access_tokens_are_good(self) -> None:
        for family in self.account.families:
            for access in family.accesses[-3:]:
                status = Api(access.token).get("/auth/profile").status_code
                assert status == (200 if self.good(family, access) else 401)


def test_tokens_are_as_good_as_the_model_says() -> None:
    run(Tokens)
