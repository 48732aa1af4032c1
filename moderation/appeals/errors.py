"""What the slice refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, Forbidden, NotFound


class AppealNotFound(NotFound):
    """There is no such appeal that the viewer may see."""

    code = "appeal_not_found"
    detail: object = _("There is no such appeal.")


class DecisionNotFound(NotFound):
    """There is no such decision about the member."""

    code = "decision_not_found"
    detail: object = _("There is no such decision about you.")


class NothingToAppeal(Conflict):
    """The decision did nothing to the member, or all that it did has ended, or its time is over."""

    code = "nothing_to_appeal"
    detail: object = _("There is nothing to appeal against any more.")


class AlreadyAppealed(Conflict):
    """One appeal a decision."""

    code = "already_appealed"
    detail: object = _("You have appealed against this decision already.")


class AppealClosed(Conflict):
    """The appeal has come to its end."""

    code = "appeal_closed"
    detail: object = _("This appeal has come to its end.")


class AnswerAwaited(Conflict):
    """One side has written so many messages in a row that it is the other's turn."""

    code = "answer_awaited"
    detail: object = _("You have written much already: wait for an answer first.")


class DialogueFull(Conflict):
    """An appeal has a bounded number of messages."""

    code = "dialogue_full"
    detail: object = _("There is no room for more messages on this appeal.")


class OwnDecision(Forbidden):
    """Nobody decides on an appeal against what they decided themselves, or on their own."""

    code = "own_decision"
    detail: object = _("Somebody else must decide this appeal: you are part of it.")
