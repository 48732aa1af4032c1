"""Declaring events and subscribers."""

from __future__ import annotations

import pytest

from config.events import Event, subscriptions
from config.events.tests.ears import Happened

pytestmark = pytest.mark.usefixtures("kinds")


def names(cls, *, live=False):
    return {known.name for known in subscriptions.subscribers_of(cls, live=live)}


def test_a_wire_name_belongs_to_one_event():
    class Sent(Event, wire="trial.sent", subject="thing"):
        thing: str

    with pytest.raises(TypeError, match="already"):

        class SentAgain(Event, wire="trial.sent", subject="thing"):
            thing: str


@pytest.mark.parametrize(
    ("wire", "subject", "reason"),
    [("sent", "thing", "wire"), ("trial.sent", "other", "subject"), ("trial.sent", "", "sub")],
)
def test_an_event_without_a_proper_wire_name_or_subject_is_refused(wire, subject, reason):
    with pytest.raises(TypeError, match=reason):

        class Sent(Event, wire=wire, subject=subject):
            thing: str


def test_an_event_does_not_change():
    with pytest.raises(AttributeError):
        Happened(thing="a", number=1).number = 2


def test_a_subscriber_hears_a_class_or_a_wire_name_or_a_property(listening):
    def hear(event, *, cause): ...

    before = names(Happened)
    listening(Happened, as_="trial.by_class")(hear)
    listening("trial.happened", as_="trial.by_name")(hear)
    listening(where=lambda cls: cls.feed is not None, as_="trial.by_property")(hear)
    listening(Happened, where=lambda cls: cls.feed is None, as_="trial.narrowed")(hear)
    listening("trial.other", as_="trial.elsewhere")(hear)
    assert names(Happened) - before == {"trial.by_class", "trial.by_name", "trial.by_property"}


def test_a_subscriber_that_comes_later_is_heard_from_then_on(listening):
    def hear(event, *, cause): ...

    assert "trial.late" not in names(Happened)
    listening(Happened, as_="trial.late")(hear)
    assert "trial.late" in names(Happened)


def test_a_live_subscriber_is_owed_nothing(listening):
    listening(Happened, live=True, as_="trial.live")(lambda event, *, cause: None)
    assert "trial.live" not in names(Happened)
    assert "trial.live" in names(Happened, live=True)


def test_two_functions_cannot_have_one_name(listening):
    def hear(event, *, cause): ...

    def hear_too(event, *, cause): ...

    listening(Happened, as_="trial.ear")(hear)
    with pytest.raises(RuntimeError, match="taken"):
        listening(Happened, as_="trial.ear")(hear_too)


def test_a_subscriber_of_nothing_is_refused(listening):
    with pytest.raises(TypeError):
        listening(as_="trial.ear")
