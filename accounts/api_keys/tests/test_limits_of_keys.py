"""A key's own rate and quotas: exact, told in headers, and apart from everybody else's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine

from accounts.api_keys import keeping, verifying
from accounts.api_keys.limits import KeyLimits
from accounts.api_keys.models import ApiKeyUsage
from accounts.api_keys.tests.making import by, key_for, key_of, service_account
from config.api import quotas, throttles
from config.errors import TooMany


@pytest.fixture(autouse=True)
def limits_on(settings):
    settings.THROTTLES = True
    yield
    throttles.reset_all()


def limits(**said):
    usual = {"key_id": uuid4(), "replaces_client": True, "rate": None, "daily": 0, "monthly": 0, "used_before": 0}
    return KeyLimits(**(usual | said))


def passes(own):
    try:
        list(own.spend())
    except TooMany:
        return False
    return True


def at_once(own, times=50):
    with ThreadPoolExecutor(25) as pool:
        return sum(pool.map(lambda _number: passes(own), range(times)))


def test_of_fifty_at_once_exactly_as_many_pass_as_the_key_may(db, monkeypatch):
    monkeypatch.setattr(KeyLimits, "_written", lambda self, today: 0)
    assert at_once(limits(rate="7/minute")) == 7
    assert at_once(limits(daily=9)) == 9
    assert at_once(limits(monthly=20, used_before=9)) == 11


def test_of_fifty_at_once_no_more_pass_when_the_store_had_forgotten_what_was_used(db, monkeypatch):
    monkeypatch.setattr(KeyLimits, "_written", lambda self, today: 100)
    own = limits(daily=130)
    assert passes(own)
    assert at_once(own) == 29


@pytest.mark.redis
def test_processes_count_together_where_there_is_redis(db, monkeypatch):
    monkeypatch.setattr(KeyLimits, "_written", lambda self, today: 0)
    own = limits(daily=9)
    quotas.counters.clear()
    assert at_once(own) == 9
    quotas.counters.clear()  # another process has no memory of it
    assert not passes(own)


def test_a_keys_rate_is_its_own(api, admin):
    account = service_account(admin)
    slow, quick = key_for(admin, account, rate_per_minute=2), key_for(admin, account, rate_per_minute=500)
    answers = [by(slow).get("/workbooks") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert (answers[0]["RateLimit-Limit"], answers[0]["RateLimit-Remaining"]) == ("2", "1")
    assert answers[2].json()["code"] == "too_many_requests"
    assert 1 <= int(answers[2]["Retry-After"]) <= 60
    assert {by(quick).get("/workbooks").status_code for _ in range(110)} == {200}


def test_a_members_keys_and_sessions_share_what_the_member_may(api, owner, settings):
    settings.THROTTLE_RATES = settings.THROTTLE_RATES | {"client": "6/minute"}
    first, second, session = by(key_of(owner)), by(key_of(owner)), api.as_(owner)
    assert [who.get("/workbooks").status_code for who in (first, second, session) * 3] == [200] * 6 + [429] * 3


def test_a_quota_of_the_day_is_used_up_and_begins_anew(admin):
    key = by(key_for(admin, service_account(admin), daily_quota=3))
    with time_machine.travel(datetime(2026, 11, 20, 23, 0, tzinfo=UTC), tick=False):
        answers = [key.get("/workbooks") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert [answer["RateLimit-Remaining"] for answer in answers[:3]] == ["2", "1", "0"]
        assert answers[3].json()["code"] == "quota_exceeded"
        assert int(answers[3]["Retry-After"]) == 3601
    with time_machine.travel(datetime(2026, 11, 21, 0, 0, 5, tzinfo=UTC), tick=False):
        assert key.get("/workbooks").status_code == 200


def test_a_quota_of_the_month_counts_the_days_before(admin):
    issued = key_for(admin, service_account(admin), monthly_quota=5)
    key = by(issued)
    with time_machine.travel(datetime(2026, 11, 20, 12, 0, tzinfo=UTC), tick=False):
        assert [key.get("/workbooks").status_code for _ in range(3)] == [200] * 3
        keeping.write_now()
    with time_machine.travel(datetime(2026, 11, 21, 12, 0, tzinfo=UTC), tick=False):
        answers = [key.get("/workbooks") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert int(answers[2]["Retry-After"]) == 9 * 86_400 + 43_201
    with time_machine.travel(datetime(2026, 12, 1, 0, 0, 1, tzinfo=UTC), tick=False):
        assert key.get("/workbooks").status_code == 200


def test_a_store_that_has_forgotten_learns_from_what_was_written_down(admin):
    issued = key_for(admin, service_account(admin), daily_quota=5)
    assert [by(issued).get("/workbooks").status_code for _ in range(3)] == [200] * 3
    keeping.write_now()
    throttles.reset_all()
    verifying.forget()
    assert [by(issued).get("/workbooks").status_code for _ in range(3)] == [200, 200, 429]
    keeping.write_now()
    used = ApiKeyUsage.objects.get()
    assert (used.count, used.errors_4xx) == (6, 1)


def test_with_the_store_away_keys_go_on(admin, monkeypatch):
    issued = key_for(admin, service_account(admin), daily_quota=5)

    def away(*_args):
        raise ConnectionError("away")

    monkeypatch.setattr(quotas, "_add", away)
    monkeypatch.setattr(throttles, "_limiter", away)
    assert {by(issued).get("/workbooks").status_code for _ in range(8)} == {200}


def test_a_bad_key_spends_from_its_address(api, db, settings):
    settings.THROTTLE_RATES = settings.THROTTLE_RATES | {"client": "3/minute"}
    assert [api.with_token("sp_nonsense").get("/workbooks").status_code for _ in range(5)] == [401] * 3 + [429] * 2
