"""What the slice refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, Forbidden, NotFound


class RuleNotFound(NotFound):
    """There is no such rule that the viewer may see."""

    code = "rule_not_found"
    detail: object = _("There is no such rule.")


class TrialNotFound(NotFound):
    """There is no such trial of the rule."""

    code = "trial_not_found"
    detail: object = _("There is no such trial.")


class RuleNotTried(Conflict):
    """What the rule would catch was not tried on past content, in the form in which it is to go live."""

    code = "rule_not_tried"
    detail: object = _("Try the rule in this form on past content first, or say that it goes live without a trial.")


class RuleRetired(Conflict):
    """A rule that was retired stays as it is."""

    code = "rule_retired"
    detail: object = _("This rule was retired; make another one.")


class RuleExists(Conflict):
    """Another rule has this name."""

    code = "rule_exists"
    detail: object = _("There is a rule of this name already.")


class TooManyRules(Conflict):
    """There are as many live rules, values or patterns as can be screened by in good time."""

    code = "too_many_rules"
    detail: object = _("There are as many live rules, or their patterns cost as much, as may be; retire some first.")


class ScreeningNotFound(NotFound):
    """There is no such row."""

    code = "screening_not_found"
    detail: object = _("There is no such row.")


class AlreadySettled(Conflict):
    """Somebody else was first."""

    code = "already_settled"
    detail: object = _("This was settled already.")


class DecidedByItsCase(Conflict):
    """What was flagged or held is there, and has a case."""

    code = "decided_by_its_case"
    detail: object = _("This is decided by its case.")


class OwnContent(Forbidden):
    """Nobody moderates what they wrote themselves."""

    code = "own_content"
    detail: object = _("Somebody else must settle what you wrote yourself.")
