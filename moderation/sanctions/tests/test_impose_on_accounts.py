"""An account is muted, suspended or banned; of several sanctions the gravest shows, and what was set by hand stays."""

from __future__ import annotations

import pytest

from accounts.users import services as users
from accounts.users.errors import LastAdmin, RankTooLow
from accounts.users.unclaimed import account_of_the_deleted
from moderation.sanctions import queries, services
from moderation.sanctions.errors import ActNotPossible
from moderation.sanctions.models import Sanction
from moderation.sanctions.tests.making import days, decided, on_member, standing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("act", "state"), [("mute", "muted"), ("suspend", "suspended"), ("ban", "banned")])
def test_the_account_goes_into_the_state_with_reason_and_end(owner, moderator, act, state):
    until = None if act == "ban" else days(3)
    on_member(moderator, act, owner, reason="Spam.", until=until)
    assert standing(owner) == (state, until)
    assert owner.status_reason == "Spam."


def test_of_several_the_gravest_shows_and_of_two_of_a_sort_the_later_end(owner, moderator):
    short, long, closed = days(1), days(10), days(3)
    on_member(moderator, "mute", owner, until=long)
    on_member(moderator, "mute", owner, until=short)
    assert standing(owner) == ("muted", long)
    on_member(moderator, "suspend", owner, until=closed)
    assert standing(owner) == ("suspended", closed)
    on_member(moderator, "mute", owner)
    assert standing(owner) == ("suspended", closed)
    on_member(moderator, "ban", owner)
    assert standing(owner) == ("banned", None)
    assert queries.record_of(owner.pk)["in_force"] == ["ban", "suspend", "mute", "mute", "mute"]


def test_a_warning_leaves_the_account_as_it_is(owner, moderator):
    row = on_member(moderator, "warn", owner, reason="Mind the tone.")
    assert standing(owner) == ("active", None)
    assert row.ended_at is None


def test_nobody_acts_on_themselves_or_on_a_role_not_below(moderator, manager, person, admin):
    other = person("manager-n", role="manager")
    for actor, target in ((moderator, moderator), (moderator, manager), (manager, other), (admin, admin)):
        with pytest.raises(RankTooLow):
            on_member(actor, "mute", target)
    assert not Sanction.objects.exists()


def test_the_last_admin_stays(admin, person):
    other = person("admin-b", role="admin")
    on_member(admin, "suspend", other)
    assert standing(other)[0] == "suspended"
    with pytest.raises(LastAdmin):
        on_member(other, "ban", admin)
    assert standing(admin)[0] == "active"
    assert Sanction.objects.count() == 1


def test_there_must_be_somebody(owner, moderator):
    for member_id in (None, account_of_the_deleted()):
        for act in ("warn", "ban"):
            with pytest.raises(ActNotPossible):
                services.impose(
                    decision_id=decided(owner.pk),
                    actor=moderator,
                    kind="workbook",
                    thing_id=owner.pk,
                    member_id=member_id,
                    act=act,
                )


def test_a_graver_state_that_was_set_by_hand_stays(owner, moderator, manager):
    users.set_status(user_id=owner.pk, status="banned", actor=manager)
    row = on_member(moderator, "mute", owner, until=days(1))
    assert standing(owner) == ("banned", None)
    services.lift(sanction_id=row.pk, actor=moderator)
    assert standing(owner) == ("banned", None)


def test_an_account_that_its_owner_left_goes_into_what_holds_it_when_they_come_back(owner, moderator):
    users.deactivate(user_id=owner.pk, actor=owner)
    until = days(2)
    on_member(moderator, "suspend", owner, until=until)
    assert standing(owner) == ("deactivated", None)
    users.reactivate(user_id=owner.pk)
    assert standing(owner) == ("suspended", until)


@pytest.mark.parametrize(("state", "ended"), [("active", {"mute", "suspend"}), ("muted", {"mute", "suspend"})])
def test_what_is_set_by_hand_ends_the_sanctions_that_say_more(owner, moderator, manager, state, ended):
    on_member(moderator, "mute", owner, until=days(10))
    on_member(moderator, "suspend", owner, until=days(3))
    users.set_status(user_id=owner.pk, status=state, actor=manager, reason="Sorry.")
    rows = Sanction.objects.exclude(ended_at=None)
    assert {row.act for row in rows} == ended
    assert {(row.ended_as, row.ended_by_id) for row in rows} == {("lifted", manager.pk)}
    users.deactivate(user_id=owner.pk, actor=owner)
    users.reactivate(user_id=owner.pk)
    assert standing(owner)[0] in {"active", state}


def test_milder_ones_hold_again_when_what_was_set_by_hand_is_over(owner, moderator, manager):
    from accounts.auth.tests.clockwork import later

    long = days(10)
    on_member(moderator, "mute", owner, until=long)
    users.set_status(user_id=owner.pk, status="suspended", actor=manager, until=days(1))
    with later(days=1, seconds=1):
        users.lift_expired()
        assert standing(owner) == ("muted", long)


def test_giving_an_account_back_by_hand_does_not_open_what_is_held(owner, moderator, admin):
    users.set_status(user_id=owner.pk, status="deactivated", actor=admin)
    on_member(moderator, "ban", owner)
    users.set_status(user_id=owner.pk, status="active", actor=admin)
    assert standing(owner) == ("banned", None)
    assert Sanction.objects.get().ended_at is None
