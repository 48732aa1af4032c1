"""The documented form of preferences."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from config.api import Answer, Body
from config.api import fields as f
from notifications.preferences.choices import DAYS, MOST_AN_HOUR, MOST_RANGES, MOST_THREADS, Digest
from notifications.preferences.queries import MOST_PEOPLE

_CELLS = {"in_app": True, "email": False, "push": True}
_RANGE = {"days": ["mon", "tue", "wed", "thu", "fri"], "start": "22:00", "end": "07:00"}
_THREAD = {"type": "workbook", "id": "019a9b2e-0000-7000-8000-0000000000a1"}
_EXAMPLE: dict[str, Any] = {
    "matrix": {"workbook.favorited": _CELLS},
    "digest": "daily",
    "rate_limit_per_hour": 10,
    "quiet_hours": {"timezone": "Europe/Berlin", "ranges": [_RANGE]},
    "muted": {"people": [], "threads": []},
}


class ClockTime(f.Text):
    """A time of day as `HH:MM`."""

    default_error_messages = {"not_time": _("This must be a time of day, as in 22:00.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=5, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        hour, _colon, minute = text.partition(":")
        is_time = len(text) == 5 and text.isascii() and hour.isdigit() and minute.isdigit()
        if not is_time or not (int(hour) < 24 and int(minute) < 60):
            self.fail("not_time")
        return text


class Cells(Body):
    """By which channels one type reaches; a channel that is left out stays as it is."""

    in_app = f.Flag(required=False)
    email = f.Flag(required=False)
    push = f.Flag(required=False)

    class Meta:
        example = _CELLS


class QuietRange(Body):
    """From `start` to `end` on each of these days; past midnight where the end is not after the start, and a whole day
    where both are the same."""

    days = f.Items(f.Choice(DAYS), min_length=1, max_length=7)
    start = ClockTime()
    end = ClockTime()

    class Meta:
        example = _RANGE


class QuietHours(Body):
    """When nothing leaves the platform; `timezone` null means that of the profile."""

    timezone = f.Text(required=False, allow_null=True, max_length=64)
    ranges = f.Items(f.Nested(QuietRange), required=False, max_length=MOST_RANGES)

    class Meta:
        example = _EXAMPLE["quiet_hours"]


class Thread(Body):
    """A thing on which nothing that happens is told any more."""

    type = f.Text(max_length=20)
    id = f.Id()

    class Meta:
        example = _THREAD


class Muted(Body):
    """Whom and what the member wants to hear nothing of; a list that is left out stays as it is."""

    people = f.Items(f.Text(max_length=30), required=False, max_length=MOST_PEOPLE)
    threads = f.Items(f.Nested(Thread), required=False, max_length=MOST_THREADS)

    class Meta:
        example = _EXAMPLE["muted"]


class PreferencesBody(Body):
    """What is to be different; what is left out stays. Lists are replaced as a whole, types one by one."""

    matrix = f.Mapping(Cells(), required=False)
    digest = f.Choice(Digest.values, required=False)
    rate_limit_per_hour = f.Integer(required=False, allow_null=True, min_value=1, max_value=MOST_AN_HOUR)
    quiet_hours = f.Nested(QuietHours, required=False)
    muted = f.Nested(Muted, required=False)

    class Meta:
        example = _EXAMPLE


class CellsOf(Answer):
    """By which channels one type reaches."""

    in_app = f.Flag()
    email = f.Flag()
    push = f.Flag()

    class Meta:
        example = _CELLS


class RangeOf(Answer):
    """One range of quiet hours."""

    days = f.Items(f.Text())
    start = f.Text()
    end = f.Text()

    class Meta:
        example = _RANGE


class QuietHoursOf(Answer):
    """Quiet hours, by the clock of a time zone."""

    timezone = f.Text()
    ranges = f.Items(f.Nested(RangeOf))

    class Meta:
        example = _EXAMPLE["quiet_hours"]


class ThreadOf(Answer):
    """A muted thread."""

    type = f.Text()
    id = f.Id()

    class Meta:
        example = _THREAD


class MutedOf(Answer):
    """Muted people by username, newest first (200 at most: all of them are at `/users/muted`), and muted threads."""

    people = f.Items(f.Text())
    threads = f.Items(f.Nested(ThreadOf))

    class Meta:
        example = _EXAMPLE["muted"]


class PreferencesAnswer(Answer):
    """How a member is told of things. `fixed` are the types that reach by their channels whatever is chosen."""

    matrix = f.Mapping(f.Nested(CellsOf))
    fixed = f.Items(f.Text())
    digest = f.Choice(Digest.values)
    rate_limit_per_hour = f.Integer(allow_null=True)
    quiet_hours = f.Nested(QuietHoursOf)
    muted = f.Nested(MutedOf)

    class Meta:
        example = {**_EXAMPLE, "fixed": ["case.decided"]}
