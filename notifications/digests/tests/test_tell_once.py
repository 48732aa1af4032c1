"""Whatever happens in what order, a mail tells each notification once: at once, or in one digest; and none is lost.

The oracle knows nothing of queues: it counts in the mails that were sent how often each title stands.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.core import mail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config import clock
from notifications.delivery.sending import send_due
from notifications.digests import services
from notifications.digests.models import Digest
from notifications.digests.tests.posting import announce, collects, mails, run
from notifications.inbox.models import InboxState, Notification, NotificationCause
from notifications.preferences.models import Preferences
from notifications.preferences.services import Changes, change_preferences

pytestmark = pytest.mark.django_db

BEGIN = datetime(2026, 3, 27, 21, 40, tzinfo=UTC)
_numbers, _examples = count(), count()

deeds = st.one_of(
    st.tuples(st.just("tell"), st.integers(1, 3)),
    st.tuples(st.just("frequency"), st.sampled_from(["off", "hourly", "daily", "weekly"])),
    st.tuples(st.just("limit"), st.sampled_from([None, 1, 2])),
    st.tuples(st.just("quiet"), st.booleans()),
    st.tuples(st.just("zone"), st.sampled_from(["Europe/Berlin", "Asia/Kathmandu", "America/Sao_Paulo"])),
    st.tuples(st.just("make"), st.just(0)),
    st.tuples(st.just("send"), st.just(0)),
)
steps = st.lists(st.tuples(deeds, st.integers(0, 60 * 20)), min_size=3, max_size=25)
NIGHT = [{"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "start": "22:00", "end": "07:30"}]


def _do(owner: Any, what: str, value: Any) -> list[str]:
    match what:
        case "tell":
            titles = [f"<{next(_numbers)}>" for _ in range(value)]
            for title in titles:
                announce(owner, title)
            return titles
        case "frequency":
            change_preferences(member=owner, changes=Changes(digest=value))
        case "limit":
            change_preferences(member=owner, changes=Changes(rate_limit=value, no_limit=value is None))
        case "quiet":
            change_preferences(member=owner, changes=Changes(ranges=NIGHT if value else []))
        case "zone":
            change_preferences(member=owner, changes=Changes(timezone=value))
        case "make":
            services.make_due()
        case _:
            send_due()
    return []


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_each_notification_comes_by_mail_once_at_once_or_in_one_digest(owner: Any, steps: Any) -> None:
    for model in (NotificationCause, Notification, InboxState, Digest, Preferences):
        model.objects.all().delete()
    mail.outbox = []
    # Each example later than the one before, as time is, and through all seasons.
    at, told = BEGIN + timedelta(days=61 * next(_examples)), []
    for (what, value), minutes in steps:
        at += timedelta(minutes=minutes)
        with clock.standing_at(at):
            told += _do(owner, what, value)
    for _ in range(30):  # until the last weekly digest is out, and no night is quiet
        at += timedelta(hours=9)
        run(at)
    found = Counter(title for title in told for each in mails() if title in f"{each.subject}\n{each.body}")
    assert found == Counter(told)


def test_what_was_mailed_on_its_own_since_waits_for_no_digest(owner: Any) -> None:
    with clock.standing_at(BEGIN):
        announce(collects(owner, "daily", "UTC"), "First", group="news")
        collects(owner, "off")
        announce(owner, "Second", group="news")
        send_due()
    assert len(mails("other")) == 1
    assert not Notification.objects.exclude(collected_at=None).exists()
    assert run(BEGIN + timedelta(days=2)) == 0


def test_what_was_mailed_on_its_own_while_its_digest_waited_is_left_out_of_it(owner: Any) -> None:
    with clock.standing_at(BEGIN):
        announce(collects(owner, "hourly", "UTC"), "First", group="news")
        announce(owner, "Other")
    with clock.standing_at(BEGIN + timedelta(hours=1)):
        services.make_due()  # and nobody sends it yet
        collects(owner, "off")
    with clock.standing_at(BEGIN + timedelta(days=1, hours=2)):
        announce(owner, "Second", group="news")
        send_due()
    assert len(mails("other")) == 1
    (digest,) = mails("digest")
    assert "Other" in digest.body
    assert "Second" not in digest.body


def test_what_joins_while_its_digest_waits_is_counted_in_that_one_and_in_no_other(owner: Any) -> None:
    with clock.standing_at(BEGIN):
        announce(collects(owner, "hourly", "UTC"), "First", group="news")
    with clock.standing_at(BEGIN + timedelta(hours=1)):
        services.make_due()
        announce(owner, "Second", group="news")
        send_due()
    assert "Second" in mails("digest")[0].body
    assert run(BEGIN + timedelta(hours=3)) == 0
    assert len(mails()) == 1


def test_what_joins_after_its_digest_is_news_for_the_next_one(owner: Any) -> None:
    with clock.standing_at(BEGIN):
        announce(collects(owner, "hourly", "UTC"), "First", group="news")
    assert run(BEGIN + timedelta(hours=1)) == 1
    with clock.standing_at(BEGIN + timedelta(hours=1, minutes=5)):
        announce(owner, "Second", group="news")
    assert run(BEGIN + timedelta(hours=2)) == 1
    assert [each.subject[:5] for each in mails()] == ["1 new", "1 new"]


def test_what_a_limit_put_off_comes_in_the_digest_of_the_next_hour_and_is_one_of_its_messages(owner: Any) -> None:
    with clock.standing_at(BEGIN):
        change_preferences(member=owner, changes=Changes(rate_limit=1))
        for title in ("One", "Two", "Three"):
            announce(owner, title)
        send_due()
    assert [each.subject for each in mails()] == ["One"]
    hour = BEGIN.replace(minute=0) + timedelta(hours=1)
    run(hour)
    (digest,) = mails("digest")
    assert digest.subject.startswith("2 new")
    with clock.standing_at(hour + timedelta(minutes=10)):
        announce(owner, "Four")
        send_due()
    assert len(mails()) == 2
    run(hour + timedelta(hours=1))
    assert "Four" in mails("digest")[1].body


def test_what_came_in_a_limits_digest_is_not_mailed_again_by_the_next_that_joins_it(owner: Any) -> None:
    with clock.standing_at(BEGIN):
        change_preferences(member=owner, changes=Changes(rate_limit=1))
        announce(owner, "Other")
        announce(owner, "First", group="news")
    run(BEGIN + timedelta(hours=1))
    with clock.standing_at(BEGIN + timedelta(hours=5)):
        announce(owner, "Second", group="news")
        send_due()
    assert [each.subject[:5] for each in mails()] == ["Other", "1 new"]
