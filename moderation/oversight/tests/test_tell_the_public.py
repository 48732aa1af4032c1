"""What everybody may know: figures by month and a log of decisions, a day old, of which none leads to anybody."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime, timedelta

import pytest

from config import clock
from config.testing.client import body_of
from config.tests.routes.counting import counted
from moderation.oversight import transparency
from moderation.oversight.days import told_months, told_until
from moderation.oversight.tests.making import again, appealed, decided, opened, reported

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
UNTIL = datetime(2026, 3, 19, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEFORE = datetime(2026, 2, 10, 9, tzinfo=UTC)


def month(name="2026-02", at=NOW):
    with clock.standing_at(at):
        found = transparency.figures()
    return next(each for each in found["months"] if each["month"] == name)


def counts(parts):
    return {part["name"]: part["count"] for part in parts if part["count"] is not None}


def log(api, at=NOW, **asked):
    with clock.standing_at(at):
        answer = api.get("/transparency/log", asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_there_are_twelve_months_and_the_newest_ends_with_the_day_before_yesterday(api):
    with clock.standing_at(NOW):
        assert told_until() == UNTIL
        found = api.get("/transparency").json()
    assert [each["month"] for each in found["months"]] == [
        *(f"2025-{number:02}" for number in range(4, 13)),
        "2026-01",
        "2026-02",
        "2026-03",
    ]
    assert (found["until"], found["least"]) == ("2026-03-18", 3)
    assert [f"{day}" for day in told_months(datetime(2026, 1, 1, tzinfo=UTC))][-1] == "2025-12-01"


def test_a_month_tells_what_was_reported_decided_done_and_overturned():
    for number in range(8):
        made = decided(BEFORE + number * HOUR, after=(number + 1) * HOUR, acts=("hide",) if number < 5 else ())
        reported(made.case, BEFORE)
        if number < 7:
            appealed(made, BEFORE + DAY, "overturned" if number < 4 else "upheld")
    again(made.case, BEFORE + 2 * DAY)
    found = month()
    assert {name: found[name]["count"] for name in ("reports", "cases", "decisions", "appeals", "overturned")} == {
        "reports": 8,
        "cases": 9,
        "decisions": 8,
        "appeals": 7,
        "overturned": 4,
    }
    assert (found["share_overturned"], found["median_hours"]) == (0.571, 4.5)
    assert (counts(found["outcomes"]), counts(found["categories"])) == ({"acted": 8}, {"spam": 8})
    assert counts(found["actions"]) == {"hide": 5}


def test_few_are_told_as_few_and_so_is_what_they_could_be_worked_out_from():
    for number in range(6):
        decided(BEFORE, outcome="dismissed" if number == 0 else "acted", category="hate" if number < 2 else "spam")
    found = month()
    assert found["decisions"] == {"count": 6, "is_few": False}
    assert counts(found["outcomes"]) == counts(found["categories"]) == {}
    assert all(part["is_few"] for part in found["outcomes"])
    assert found["reports"] == {"count": None, "is_few": True}
    assert found["cases"]["count"] == 6


def test_of_two_decisions_no_time_is_told_and_of_two_appeals_no_share():
    for _ in range(2):
        appealed(decided(BEFORE), BEFORE, "overturned")
    found = month()
    assert (found["decisions"]["is_few"], found["median_hours"], found["share_overturned"]) == (True, None, None)


def test_a_single_appeal_that_was_refused_is_not_to_be_worked_out_either():
    for number in range(5):
        appealed(decided(BEFORE), BEFORE, "upheld" if number == 0 else "overturned")
    found = month()
    assert (found["appeals"]["count"], found["overturned"]["count"], found["share_overturned"]) == (5, None, None)


def test_nothing_of_the_last_day_is_in_the_figures():
    for number in range(6):
        at = UNTIL - timedelta(microseconds=1) if number < 3 else UNTIL
        made = decided(at, after=timedelta(), acts=("hide",))
        reported(made.case, at)
        appealed(made, at)
    found = month("2026-03")
    told = {name: found[name]["count"] for name in ("reports", "cases", "decisions", "appeals")}
    assert told == {"reports": 3, "cases": 3, "decisions": 3, "appeals": 3}
    assert counts(found["actions"]) == {"hide": 3}


def test_how_an_appeal_ended_is_told_a_day_later_too():
    for _ in range(3):
        made = appealed(decided(BEFORE), BEFORE, "overturned")
        type(made).objects.filter(pk=made.pk).update(decided_at=UNTIL)
    assert month()["overturned"]["count"] is None
    assert month(at=NOW + DAY)["overturned"]["count"] == 3


def test_it_costs_seven_statements_and_none_when_asked_again():
    for number in range(30):
        decided(BEFORE - number * 8 * DAY, acts=("hide",))
    for expected in (7, 0):
        with counted() as statements:
            month()
        assert statements.count == expected


def test_the_log_tells_the_day_the_kind_the_category_the_outcome_and_the_acts(api):
    made = decided(UNTIL - HOUR, acts=("hide", "warn"), category="hate", title="My title", reason="My reason")
    decided(BEFORE, outcome="dismissed")
    assert log(api)["results"] == [
        {
            "date": "2026-03-18",
            "kind": "comment",
            "category": "hate",
            "outcome": "acted",
            "actions": ["hide", "warn"],
            "is_overturned": False,
        },
        {
            "date": "2026-02-10",
            "kind": "comment",
            "category": "spam",
            "outcome": "dismissed",
            "actions": [],
            "is_overturned": False,
        },
    ]
    appealed(made, UNTIL, "overturned")
    assert log(api)["results"][0]["is_overturned"] is False
    assert log(api, NOW + DAY)["results"][0]["is_overturned"] is True


def test_a_decision_of_the_last_twenty_four_hours_is_not_told(api):
    decided(NOW - 24 * HOUR + timedelta(seconds=1))
    decided(UNTIL)
    assert log(api)["results"] == []
    assert len(log(api, NOW + DAY)["results"]) == 2


def test_not_even_a_cursor_tells_an_id_or_a_time(api, owner):
    made = [decided(BEFORE + number * HOUR, owner=owner) for number in range(5)]
    page = log(api, limit="2")
    assert (len(page["results"]), page["previous"]) == (2, None)
    cursor = re.search(r"cursor=([^&]+)", page["next"])[1]
    inside = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    inside += base64.urlsafe_b64decode(inside[16:])
    for row in made:
        assert str(row.pk).encode() not in inside
        assert row.pk.bytes not in inside
        assert row.created_at.isoformat().encode() not in inside
    seen, following = 2, page["next"]
    while following:
        with clock.standing_at(NOW):
            page = api.request("GET", following[following.index("/api") :], absolute=True).json()
        seen, following = seen + len(page["results"]), page["next"]
    assert seen == 5
    assert api.get("/transparency/log", {"cursor": cursor[:-4] + "AAAA"}).status_code == 400
    assert api.get("/transparency/log", {"kind": "comment"}).status_code == 400


def test_the_log_costs_the_same_however_long(api):
    for number in (1, 30):
        for _ in range(number):
            decided(BEFORE, acts=("hide",))
        with counted() as statements:
            log(api)
        assert statements.count == 2


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_page_shows_the_same_figures_in_words(client, language):
    for _ in range(6):
        reported(opened(BEFORE), BEFORE)
    decided(BEFORE)
    with clock.standing_at(NOW):
        answer = client.get("/transparency", headers={"Accept-Language": language})
    text = body_of(answer).decode()
    assert answer.status_code == 200
    cells = re.findall(r'<td role="cell" data-name="[^"]+">(.*?)</td>', text, re.DOTALL)
    assert [cell.strip() for cell in cells[6:9]][:2] == ["6", "7"]
    assert ("March 2026" if language == "en" else "März 2026") in text
    assert 'href="/api/v1/transparency"' in text
    assert 'href="/api/v1/transparency/log"' in text
    assert "<script" not in text
    assert "&lt;&nbsp;3" in text


def test_the_page_is_linked_from_the_foot_of_every_page(client):
    assert 'href="/transparency"' in client.get("/guides").content.decode()
