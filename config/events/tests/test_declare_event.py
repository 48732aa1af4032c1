"""Declaring how an event reads in feeds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from config.events import Event, Feed, Thing, event_classes


def test_what_stands_in_feeds_must_have_an_actor() -> None:
    with pytest.raises(TypeError, match="actor_id"):

        class Nobodys(Event, wire="trial.nobodys", subject="thing_id", feed=Feed("did", Thing("trial", "thing_id"))):
            thing_id: UUID


def test_what_stands_in_feeds_must_have_the_field_of_its_thing() -> None:
    with pytest.raises(TypeError, match="other_id"):

        class Lost(Event, wire="trial.lost", subject="thing_id", feed=Feed("did", Thing("trial", "other_id"))):
            actor_id: UUID
            thing_id: UUID


def test_every_event_that_is_taken_back_stands_in_feeds() -> None:
    classes: dict[str, Any] = {cls.wire: cls for cls in event_classes()}
    ending = [cls.takes_back for cls in classes.values() if cls.takes_back is not None]
    wires = {wire for each in ending for wire in each.wires}
    assert wires
    assert all(classes[wire].feed is not None for wire in wires)


def test_no_two_events_stand_in_feeds_under_one_verb() -> None:
    verbs = [cls.feed.verb for cls in event_classes() if cls.feed is not None]
    assert len(verbs) == len(set(verbs))
