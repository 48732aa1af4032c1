"""For whom a flag is on."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.test import RequestFactory

from config.flags import UndeclaredFlag, declare, is_off_for_everyone, is_on, on_for
from config.flags.models import Flag
from config.flags.rules import SHARES, Rule, place_of
from config.roles import ANONYMOUS, Role

pytestmark = pytest.mark.django_db
IDS = [UUID(int=(number * 2_654_435_761) << 64 | number) for number in range(10_000)]


def test_an_undeclared_name_is_an_error(owner):
    with pytest.raises(UndeclaredFlag):
        is_on("no_such_flag", owner)


@pytest.mark.parametrize("on_by_default", [True, False])
def test_without_a_row_it_is_as_it_was_declared(owner, novelty, on_by_default):
    from config.flags import registry

    registry.forget(novelty)
    declare(novelty, title="", on_by_default=on_by_default)
    assert is_on(novelty, owner) is on_by_default
    assert is_off_for_everyone(novelty) is not on_by_default
    assert not Flag.objects.filter(name=novelty).exists()


def test_a_name_is_declared_once_and_is_a_word(novelty):
    assert declare("novelty", title="Something new", on_by_default=False) == "novelty"
    with pytest.raises(RuntimeError):
        declare("novelty", title="Something else", on_by_default=True)
    with pytest.raises(ValueError):
        declare("No Word", title="", on_by_default=False)


def test_everyone_takes_visitors_in_and_nobody_leaves_even_named_members_out(switch, novelty, owner):
    switch(everyone=True)
    assert is_on(novelty, ANONYMOUS)
    assert is_on(novelty, owner)
    switch(everyone=False, users=[owner.pk], roles=[Role.MEMBER], percent="100")
    assert not is_on(novelty, ANONYMOUS)
    assert not is_on(novelty, owner)
    assert is_off_for_everyone(novelty)


def test_it_is_on_for_named_members(switch, novelty, owner, stranger):
    switch(users=[owner.pk])
    assert is_on(novelty, owner)
    assert not is_on(novelty, stranger)
    assert not is_on(novelty, ANONYMOUS)
    assert not is_off_for_everyone(novelty)


def test_it_is_on_for_a_role_and_for_no_other(switch, novelty, owner, moderator, manager):
    switch(roles=[Role.MODERATOR])
    assert is_on(novelty, moderator)
    assert not is_on(novelty, manager)
    assert not is_on(novelty, owner)


def test_it_is_on_for_the_beta_group(switch, novelty, owner, stranger, admin):
    from config.flags import services

    switch(groups=["beta"])
    assert not is_on(novelty, owner)
    services.change_group(name="beta", actor=admin, add=[owner.pk])
    assert is_on(novelty, owner)
    assert not is_on(novelty, stranger)
    services.change_group(name="beta", actor=admin, remove=[owner.pk])
    assert not is_on(novelty, owner)


@pytest.mark.parametrize("percent", [0, 1, 10, 50, 90, 100])
def test_a_percentage_is_near_its_share_over_ten_thousand_members(percent):
    taken = sum(place_of("novelty", member) < percent * SHARES // 100 for member in IDS)
    # Four standard deviations of a fair draw; at 0 and 100 there is no room at all.
    room = 4 * (10_000 * percent / 100 * (1 - percent / 100)) ** 0.5
    assert abs(taken - percent * 100) <= room


def test_a_percentage_takes_the_same_members_each_time_and_keeps_them_when_it_grows():
    first = {member for member in IDS if place_of("novelty", member) < 1_000}
    assert first == {member for member in IDS if place_of("novelty", member) < 1_000}
    assert first < {member for member in IDS if place_of("novelty", member) < 3_000}


def test_two_flags_take_different_members():
    first, second = ({member for member in IDS if place_of(name, member) < 1_000} for name in ("novelty", "other"))
    assert len(first & second) < 200


def test_where_a_member_stands_never_changes():
    """Another formula would take a running percentage away from some and give it to others."""
    assert [place_of("remixes", UUID(int=number)) for number in (1, 2, 3)] == [263, 8909, 2891]


def test_a_percentage_is_asked_of_the_member(switch, novelty, owner):
    switch(percent="100")
    assert is_on(novelty, owner)
    assert not is_on(novelty, ANONYMOUS)
    place = place_of(novelty, owner.pk)
    assert Rule(share=place + 1).admits(novelty, owner)
    assert not Rule(share=place).admits(novelty, owner)


def test_all_flags_of_a_viewer_are_one_answer(switch, novelty, owner):
    switch(users=[owner.pk])
    assert on_for(owner)[novelty] is True
    assert on_for(ANONYMOUS)[novelty] is False
    assert on_for(owner)["remixes"] is True


def test_asking_costs_no_statement_while_the_last_look_is_fresh(switch, novelty, owner, django_assert_num_queries):
    switch(users=[owner.pk])
    is_on(novelty, owner)
    with django_assert_num_queries(0):
        for _ in range(100):
            is_on(novelty, owner)


def test_a_look_that_finds_nothing_new_is_one_statement(novelty, owner, settings, django_assert_num_queries):
    is_on(novelty, owner)
    settings.FLAGS_POLL_SECONDS = 0.0
    with django_assert_num_queries(1):
        is_on(novelty, owner)


def test_tools_of_waffle_ask_the_same_rules(switch, novelty, owner, stranger):
    from waffle import flag_is_active

    switch(users=[owner.pk])
    for person, expected in ((owner, True), (stranger, False)):
        request = RequestFactory().get("/")
        request.user = person
        assert flag_is_active(request, novelty) is expected


def test_with_the_database_away_what_was_known_stands(switch, novelty, owner, settings, monkeypatch):
    from config.flags.models import Version

    switch(users=[owner.pk])
    assert is_on(novelty, owner)
    settings.FLAGS_POLL_SECONDS = 0.0

    def away():
        raise OSError("away")

    monkeypatch.setattr(Version, "present", staticmethod(away))
    assert is_on(novelty, owner)
    assert not is_on(novelty, type("Somebody", (), {"pk": uuid4(), "role": "member", "is_authenticated": True})())
