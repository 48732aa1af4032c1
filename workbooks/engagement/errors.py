"""What engagement refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, Forbidden, InvalidInput, NotFound


class CommentNotFound(NotFound):
    """No such comment, or none that this viewer may see."""

    code = "comment_not_found"
    detail: object = _("There is no such comment that you can see.")


class NotYourComment(Forbidden):
    """Only its author changes a comment."""

    code = "not_your_comment"
    detail: object = _("Only its author can change a comment.")


class CannotComment(Conflict):
    """Comments belong to published workbooks."""

    code = "not_published"
    detail: object = _("The workbook is not published.")


class TooDeep(InvalidInput):
    """A reply to a reply."""

    code = "too_deep"
    detail: object = _("Reply to the comment that begins the thread.")


class TooManyMentions(InvalidInput):
    """More people are mentioned than one comment may."""

    code = "too_many_mentions"
    detail: object = _("A comment mentions at most 20 people.")


class CommentRejected(InvalidInput):
    """Screening refuses the text."""

    code = "text_rejected"
    detail: object = _("This text cannot be published here.")


class FavoritesNotShown(NotFound):
    """The member does not show their favourites to this viewer."""

    code = "favorites_not_shown"
    detail: object = _("There are no favourites here that you can see.")


class StatsNotShown(Forbidden):
    """Statistics are the author's, and the staff's."""

    code = "stats_not_shown"
    detail: object = _("Only its author sees a workbook's statistics.")


class WrongPeriod(InvalidInput):
    """The days asked for make no period, or one that is too long."""

    code = "wrong_period"
    detail: object = _("A period has 1 to 366 days, and its first day does not come after its last.")
