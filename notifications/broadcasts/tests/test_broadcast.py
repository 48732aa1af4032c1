"""Announcing something to many: whom it reaches, in which words, once each, however it is interrupted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.presence.models import Presence
from accounts.profiles.models import Profile
from config import clock
from config.audit.models import AuditEntry
from config.errors import Forbidden
from config.testing.crowd import at_once
from config.testing.failing import Died, failing
from notifications.broadcasts import services
from notifications.broadcasts.models import Broadcast
from notifications.inbox.models import Notification
from notifications.inbox.tests.town import members
from notifications.preferences.services import Changes, change_preferences

pytestmark = pytest.mark.django_db

TITLE = {"en": "News of June", "de": "Neues im Juni"}
BODY = {"en": "Words.", "de": "Worte."}


def announce(actor: Any, **audience: Any) -> Broadcast:
    return services.announce(actor=actor, title=TITLE, body=BODY, audience=audience)


def told() -> set[str]:
    return set(Notification.objects.values_list("recipient__username", flat=True))


def test_everybody_is_told_by_the_channels_that_they_chose(
    manager: Any, owner: Any, stranger: Any, deliver: Any, mailoutbox: Any
) -> None:
    change_preferences(member=stranger, changes=Changes(matrix={"announcement.made": {"email": False}}))
    made = announce(manager)
    deliver()
    services.go_on(broadcast_id=made.pk)
    deliver()
    assert told() == {"manager-m", "owner", "stranger"}
    assert sorted(mail.to[0] for mail in mailoutbox) == ["manager-m@example.com", "owner@example.com"]
    made.refresh_from_db()
    assert (made.state, made.total, made.looked_at, made.told) == ("done", 3, 3, 3)


def test_each_reads_it_in_their_own_language(manager: Any, owner: Any, deliver: Any, mailoutbox: Any) -> None:
    Profile.objects.filter(user_id=owner.pk).update(locale="de")
    services.go_on(broadcast_id=announce(manager).pk)
    deliver()
    subjects = {mail.to[0]: (mail.subject, "Worte." in mail.body) for mail in mailoutbox}
    assert subjects == {
        "manager-m@example.com": ("News of June", False),
        "owner@example.com": ("Neues im Juni", True),
    }


def test_the_inbox_shows_it_in_the_language_that_is_asked_for(api: Any, manager: Any, owner: Any) -> None:
    services.go_on(broadcast_id=announce(manager).pk)
    answer = api.as_(owner).get("/notifications", Accept_Language="de")
    assert answer.json()["results"][0]["title"] == "Neues im Juni"


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        ({"role": "moderator"}, {"moderator-m"}),
        ({"is_verified": False}, {"unverified"}),
        ({"locale": "de"}, {"owner"}),
        ({"active_days": 7}, {"stranger"}),
        ({"active_days": 7, "locale": "de"}, set()),
    ],
)
def test_an_audience_is_narrowed_by_all_that_is_said(
    audience: dict[str, Any],
    expected: set[str],
    manager: Any,
    moderator: Any,
    unverified: Any,
    owner: Any,
    stranger: Any,
) -> None:
    Profile.objects.filter(user_id=owner.pk).update(locale="de")
    for person, days in ((owner, 8), (stranger, 6)):
        Presence.objects.create(user=person, last_active_at=clock.now() - timedelta(days=days))
    made = announce(manager, **audience)
    services.go_on(broadcast_id=made.pk)
    assert told() == {unverified.username if name == "unverified" else name for name in expected}
    assert made.total == len(expected)


def test_whoever_comes_later_is_none_of_its_members(manager: Any, person: Any) -> None:
    made = announce(manager)
    person("newcomer")
    services.go_on(broadcast_id=made.pk)
    assert told() == {"manager-m"}


def test_only_managers_announce(owner: Any, moderator: Any) -> None:
    for actor in (owner, moderator):
        with pytest.raises(Forbidden):
            announce(actor)


def test_making_and_cancelling_are_in_the_audit(manager: Any, owner: Any) -> None:
    made = announce(manager, people=[str(owner.pk)])
    services.cancel(actor=manager, broadcast_id=made.pk)
    services.cancel(actor=manager, broadcast_id=made.pk)
    rows = AuditEntry.objects.filter(target_id=str(made.pk)).order_by("pk")
    assert list(rows.values_list("action", flat=True)) == ["broadcast.made", "broadcast.cancelled"]
    assert services.go_on(broadcast_id=made.pk) == 0
    assert told() == set()


def test_one_that_has_expired_is_told_to_nobody_more(manager: Any, owner: Any) -> None:
    at = clock.now() + timedelta(hours=1)
    made = services.announce(actor=manager, title=TITLE, body=BODY, audience={}, expires_at=at)
    with clock.standing_at(at):
        assert services.go_on(broadcast_id=made.pk) == 0
    assert told() == set()


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_statement_it_tells_nobody_twice_and_leaves_nobody_out(manager: Any) -> None:
    members(6)
    made, deaths = announce(manager), 0
    for number in range(3, 200, 7):
        try:
            with failing(number, dies=True):
                services.go_on(broadcast_id=made.pk, piece=2)
            break
        except Died:
            deaths += 1
        made.refresh_from_db()
        assert made.told == Notification.objects.count()
    services.go_on(broadcast_id=made.pk, piece=2)
    made.refresh_from_db()
    assert deaths > 3
    assert (made.state, made.told, Notification.objects.values("recipient").distinct().count()) == ("done", 7, 7)
    assert Notification.objects.count() == 7


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_tell_each_member_once(manager: Any) -> None:
    members(60)
    made = announce(manager)
    assert sum(at_once(lambda _number: services.go_on(broadcast_id=made.pk, piece=7), 10)) == 61
    made.refresh_from_db()
    assert (made.state, made.told, made.looked_at, Notification.objects.count()) == ("done", 61, 61, 61)
