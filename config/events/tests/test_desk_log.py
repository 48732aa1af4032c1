"""The event log on the desk: found by kind, subject, actor and days, with millions of rows as with ten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config import clock
from config.audit import note
from config.context import Context, within
from config.desk.inputs import first_key
from config.events.models import DomainEvent

pytestmark = pytest.mark.django_db


def log(number: int, **values) -> DomainEvent:
    facts = {"name": "trial.happened", "subject": f"thing:{number}", "payload": {}, "occurred_at": clock.now()}
    return DomainEvent.objects.create(**(facts | values))


@pytest.fixture
def page(desk, admin):
    return desk(admin)


def test_only_admins_see_the_log(desk, admin, manager, moderator):
    seen = [desk(person).get("events/domainevent/").status_code for person in (admin, manager, moderator)]
    assert seen == [200, 403, 403]


def test_nobody_adds_changes_or_deletes(page):
    row = log(1)
    paths = [f"events/domainevent/{way}" for way in ("add/", f"{row.pk}/delete/")]
    assert set(page.statuses(*paths).values()) == {403}
    page.post(f"events/domainevent/{row.pk}/change/", name="other.name")
    assert DomainEvent.objects.get(pk=row.pk).name == "trial.happened"


def test_it_is_narrowed_by_kind_subject_actor_and_days(page, owner):
    now = clock.now()
    old = log(1, occurred_at=now - timedelta(days=9))
    by_owner = log(2, actor_id=owner.pk, name="user.registered")
    newest = log(3)

    def found(**parameters):
        answer = page.get("events/domainevent/", **parameters)
        return {row.pk for row in answer.context["cl"].result_list} & {old.pk, by_owner.pk, newest.pk}

    assert found() == {old.pk, by_owner.pk, newest.pk}
    assert found(name="user.registered") == {by_owner.pk}
    assert found(subject="thing:1") == {old.pk}
    assert found(actor="owner") == found(actor=str(owner.pk)) == {by_owner.pk}
    assert found(actor="nobody-here") == set()
    week = (now - timedelta(days=7)).date().isoformat()
    assert found(**{"from": week}) == {by_owner.pk, newest.pk}
    assert found(to=week) == {old.pk}
    assert found(**{"from": "not a day"}) == {old.pk, by_owner.pk, newest.pk}
    assert found(q="thing:3") == {newest.pk}
    assert found(**{"from": week, "actor": "owner", "name": "user.registered"}) == {by_owner.pk}


@pytest.mark.parametrize("column", ["payload", "request_id", "occurred_at__gte", "deliveries__attempts"])
def test_no_column_without_an_index_is_looked_through(page, column):
    assert page.get("events/domainevent/", **{column: "1"}).status_code == 400


def test_the_actor_is_named_and_linked_at_one_statement_for_all(page, owner, stranger):
    for number in range(10):
        log(number, actor_id=[owner.pk, stranger.pk][number % 2])
    page.get("events/domainevent/")
    with CaptureQueriesContext(connection) as few:
        answer = page.get("events/domainevent/")
    assert f'<a href="/admin/accounts/user/{owner.pk}/change/">owner</a>' in answer.content.decode()
    for number in range(30):
        log(number, actor_id=[owner.pk, stranger.pk][number % 2])
    with CaptureQueriesContext(connection) as many:
        page.get("events/domainevent/")
    assert len(many) == len(few)


def test_the_payload_is_shown_readably_and_escaped(page):
    row = log(1, payload={"title": "<script>alert(1)</script>", "tags": ["ä", 2], "none": None})
    answer = page.get(f"events/domainevent/{row.pk}/change/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer
    assert "<script>alert" not in answer
    assert "ä" in answer
    assert "&quot;none&quot;: null" in answer


def test_an_event_leads_to_what_it_owes_and_to_the_audit_of_its_request(page, happen, listener, deliver, owner):
    with within(Context(request_id="request-12345678")):
        event = happen("a", 1, "broken")
        note(action="trial.noted", actor=owner, target=("thing", "a"))
    deliver(may_fail=True)
    text = page.text(f"events/domainevent/{event.pk}/change/")
    assert "trial.first" in text
    assert "ValueError: this one cannot be taken" in text
    assert "trial.noted" in text
    assert "request=request-12345678" in page.get(f"events/domainevent/{event.pk}/change/").content.decode()


def test_a_member_has_what_happened_to_them_and_what_they_did(page, owner, stranger):
    log(1, subject=f"user:{stranger.pk}", name="trial.befell")
    log(2, actor_id=owner.pk, name="trial.did")
    assert "trial.befell" in page.text(f"accounts/user/{stranger.pk}/change/")
    assert "trial.did" in page.text(f"accounts/user/{owner.pk}/change/")


def test_a_moment_is_found_by_key():
    now = clock.now()
    DomainEvent.objects.all().delete()
    rows = [log(number, occurred_at=now + timedelta(minutes=number)) for number in range(50)]
    DomainEvent.objects.filter(pk__in=[row.pk for row in rows[10:20]]).delete()

    def first_after(minutes):
        key = first_key(DomainEvent, "occurred_at", now + timedelta(minutes=minutes))
        return DomainEvent.objects.filter(pk__gte=key).order_by("pk").first()

    for minutes, number in ((-5, 0), (0, 0), (9, 9), (10, 20), (15, 20), (20, 20), (49, 49)):
        assert first_after(minutes) == rows[number], minutes
    assert first_after(60) is None


@pytest.mark.postgres
@pytest.mark.parametrize(
    "narrowed",
    [
        {},
        {"name": "trial.kind_3"},
        {"subject": "thing:77"},
        {"actor": "00000000-0000-4000-8000-000000000007"},
        {"from": "2026-03-01", "to": "2026-03-02"},
        {"name": "trial.kind_3", "from": "2026-03-01", "to": "2026-03-02"},
        {"q": "thing:77"},
    ],
    ids=str,
)
def test_no_way_to_narrow_reads_the_whole_log(page, narrowed):
    """The plans of every statement on the log, with 60,000 events of which a hundredth is about one thing."""
    with connection.cursor() as cursor:
        # So few rows could as well be read one after another; what counts is that an index answers.
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL statement_timeout = 0"
        )
        cursor.execute(
            "INSERT INTO events_domainevent (name, subject, actor_id, payload, occurred_at, request_id) "
            "SELECT 'trial.kind_' || i % 20, 'thing:' || i % 100, "
            "('00000000-0000-4000-8000-' || lpad((i % 100)::text, 12, '0'))::uuid, '{}', "
            "timestamptz '2026-01-01' + i * interval '3 minutes', '' FROM generate_series(1, 60000) i"
        )
        cursor.execute("ANALYZE events_domainevent")
    with CaptureQueriesContext(connection) as captured:
        assert page.get("events/domainevent/", **narrowed).status_code == 200
    asked = [query["sql"] for query in captured.captured_queries if 'FROM "events_domainevent"' in query["sql"]]
    assert asked
    with connection.cursor() as cursor:
        for sql in asked:
            cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + sql)
            (plan,) = cursor.fetchone()
            assert read_rows(plan[0]["Plan"]) <= 10_100, sql


def read_rows(plan) -> float:
    """How many rows the scans of a plan have looked at."""
    own = 0.0
    if "Scan" in plan["Node Type"]:
        own = plan["Actual Loops"] * (plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0))
    return own + sum(read_rows(part) for part in plan.get("Plans", []))
