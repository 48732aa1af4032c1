"""The staff's figures: exact, bounded, at most a minute old, and the staff's alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from config import clock
from config.testing.client import codes
from config.tests.routes.counting import counted
from moderation.cases.choices import Sort, State
from moderation.oversight.statistics import statistics
from moderation.oversight.tests.making import again, appealed, decided, entry, flagged, opened, reported

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def told(days=30, at=NOW):
    with clock.standing_at(at):
        return statistics(days)


def test_of_nothing_all_is_nought_and_no_time_is_made_up():
    found = told(7)
    assert [day["day"].isoformat() for day in found["by_day"]] == [f"2026-03-{day}" for day in range(14, 21)]
    assert all(day[name] == 0 for day in found["by_day"] for name in ("opened", "decided", "reports", "flags"))
    assert found["to_decision"] == found["to_first_act"] == {"median_minutes": None, "p90_minutes": None}
    assert (found["decisions"]["share_appealed"], found["decisions"]["share_overturned"]) == (None, None)
    assert (found["as_of"], found["backlog"]["waiting"]) == (NOW, 0)


def test_days_tell_what_was_opened_decided_reported_and_flagged_on_them():
    case = opened(NOW - DAY)
    for at in (NOW - DAY, NOW - HOUR, NOW - 2 * HOUR):
        reported(case, at)
    decided(NOW - HOUR, after=2 * HOUR)
    flagged(NOW - HOUR)
    flagged(NOW - HOUR, "hold")
    flagged(NOW - HOUR, "reject")
    flagged(NOW - 40 * DAY)
    reported(case, NOW - 40 * DAY)
    yesterday, today = told()["by_day"][-2:]
    assert yesterday == {"day": (NOW - DAY).date(), "opened": 1, "decided": 0, "reports": 1, "flags": 0}
    assert today == {"day": NOW.date(), "opened": 1, "decided": 1, "reports": 2, "flags": 2}
    assert sum(day["reports"] for day in told()["by_day"]) == 3


def test_the_first_moment_of_the_first_day_counts_and_the_one_before_does_not():
    first = datetime(2026, 3, 19, tzinfo=UTC)
    decided(first)
    decided(first - timedelta(microseconds=1))
    assert [day["decided"] for day in told(2)["by_day"]] == [1, 0]


def test_a_case_that_came_again_counts_once_a_round():
    first = decided(NOW - 3 * DAY, after=HOUR)
    second = again(first.case, NOW - DAY)
    entry(second, Sort.CLAIMED, NOW - DAY + timedelta(minutes=10))
    decided(NOW - DAY + timedelta(minutes=30), case=second)
    again(second, NOW - HOUR)
    found = told(5)
    assert [day["opened"] for day in found["by_day"]] == [0, 1, 0, 1, 1]
    assert [day["decided"] for day in found["by_day"]] == [0, 1, 0, 1, 0]
    assert found["to_decision"]["median_minutes"] == 45.0
    assert found["to_first_act"]["median_minutes"] == 35.0


def test_the_first_act_is_the_staffs_and_the_deed_of_the_clock_is_none(moderator):
    case = opened(NOW - 3 * HOUR)
    entry(case, Sort.ESCALATED, NOW - 2 * HOUR)
    entry(case, Sort.ESCALATED, NOW - HOUR, actor=moderator)
    decided(NOW, case=case)
    found = told(1)
    assert (found["to_first_act"]["median_minutes"], found["to_decision"]["median_minutes"]) == (120.0, 180.0)


def test_what_waits_is_told_by_state_and_priority_and_what_is_late():
    opened(NOW - 90 * DAY, priority="urgent", due_at=NOW - DAY)
    opened(NOW - HOUR, priority="low", state=State.CLAIMED)
    opened(NOW - HOUR, priority="low", due_at=NOW)
    decided(NOW)
    assert told(1)["backlog"] == {
        "waiting": 3,
        "overdue": 1,
        "by_state": {"open": 2, "claimed": 1},
        "by_priority": {"low": 2, "normal": 0, "high": 0, "urgent": 1},
    }


def test_shares_are_of_the_decisions_that_acted():
    made = [decided(NOW - HOUR, acts=("hide",)) for _ in range(8)]
    decided(NOW - HOUR, outcome="dismissed")
    appealed(made[0], NOW, "overturned")
    appealed(made[1], NOW, "upheld")
    appealed(made[2], NOW)
    appealed(decided(NOW - 40 * DAY), NOW, "overturned")
    assert told()["decisions"] == {
        "by_outcome": {"dismissed": 1, "acted": 8, "restored": 0},
        "appealed": 3,
        "overturned": 1,
        "share_appealed": 0.375,
        "share_overturned": 0.125,
    }


def test_acts_and_categories_are_told_one_by_one():
    decided(NOW - HOUR, acts=("hide", "warn"), category="hate")
    decided(NOW - HOUR, acts=("hide",), category="spam")
    case = decided(NOW - HOUR, outcome="dismissed", category="spam").case
    reported(case, NOW - HOUR, category="spam")
    found = told()
    assert {act: number for act, number in found["actions"].items() if number} == {"warn": 1, "hide": 2}
    told_of = {each["category"]: each for each in found["categories"]}
    assert told_of["spam"] == {"category": "spam", "reports": 1, "decisions": 2, "acted": 1}
    assert told_of["hate"] == {"category": "hate", "reports": 0, "decisions": 1, "acted": 1}


def test_it_costs_nine_statements_however_much_there_is():
    counts = []
    for at in (NOW, NOW + timedelta(hours=6)):
        with counted() as statements:
            told(365 if at == NOW else 364, at)
        counts.append(statements.count)
        for number in range(20):
            reported(decided(NOW - number * DAY, acts=("hide",)).case, NOW - number * DAY)
    assert counts == [9, 9]


def test_it_is_kept_for_a_minute(api, moderator):
    first = api.as_(moderator).get("/moderation/stats").json()
    opened(clock.now())
    with counted() as statements:
        assert api.as_(moderator).get("/moderation/stats").json() == first
    assert statements.count <= 6, "what the session costs, and nothing of the figures"
    assert api.as_(moderator).get("/moderation/stats?days=31").json()["backlog"]["waiting"] == 1


@pytest.mark.parametrize("days", ["0", "366", "-1", "1.5", "x", "", "99999999999"])
def test_days_out_of_bounds_are_a_400(api, moderator, days):
    answer = api.as_(moderator).get("/moderation/stats", {"days": days})
    assert answer.status_code == 400
    assert set(codes(answer)) == {"days"}


def test_it_is_the_staffs(api, owner, agent, moderator):
    assert api.get("/moderation/stats").status_code == 401
    assert api.as_(owner).get("/moderation/stats").status_code == 403
    assert api.as_(agent).get("/moderation/stats").status_code == 403
    answer = api.as_(moderator).get("/moderation/stats", {"days": "1"})
    assert (answer.status_code, len(answer.json()["by_day"])) == (200, 1)
