"""What the slice refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, InvalidInput, NotFound


class ThingNotFound(NotFound):
    """There is no such thing that the reporter may see."""

    code = "thing_not_found"
    detail: object = _("There is nothing here that you can see.")


class OwnThing(InvalidInput):
    """Nobody reports what is their own."""

    code = "own_thing"
    detail: object = _("This is your own.")


class TooManyOpenReports(Conflict):
    """One member's reports wait for an answer in so great a number (`MODERATION_MOST_OPEN_REPORTS`)."""

    code = "too_many_open_reports"
    detail: object = _("You have %(most)s reports open; wait until some are answered.")
