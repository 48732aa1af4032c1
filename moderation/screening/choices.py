"""The words that are chosen from: what a rule looks at, what comes of a text, where a rule stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sort(models.TextChoices):
    """What a rule looks at."""

    TERMS = "terms", _("words and phrases")
    PATTERNS = "patterns", _("patterns")
    HOSTS = "hosts", _("hosts of links")
    LINKS = "links", _("number of links")
    REPETITION = "repetition", _("the same text again")
    PACE = "pace", _("many texts in a short time")
    SCORE = "score", _("score of the analyser")


LISTED = (Sort.TERMS, Sort.PATTERNS, Sort.HOSTS)
"""Sorts that carry a list of values."""

PACED = (Sort.REPETITION, Sort.PACE)
"""Sorts that look at what the author wrote before; `THROTTLES=off` silences them."""


class Outcome(models.TextChoices):
    """What comes of a text, the mildest first. Only hosts are allowed: links to them count for nothing."""

    ALLOW = "allow", _("allow")
    FLAG = "flag", pgettext_lazy("what comes of a text", "flag")
    HOLD = "hold", _("hold")
    REJECT = "reject", _("reject")


SEVERITY = {outcome: number for number, outcome in enumerate(Outcome.values)}


class State(models.TextChoices):
    """Where a rule stands."""

    DRAFT = "draft", _("draft")
    LIVE = "live", _("live")
    RETIRED = "retired", _("retired")


class Label(models.TextChoices):
    """What an analyser gives scores for."""

    SPAM = "spam", _("spam")
    TOXICITY = "toxicity", _("toxicity")


class Settled(models.TextChoices):
    """How a screening came to its end."""

    RELEASED = "released", _("released")
    HIDDEN = "hidden", _("hidden")
    CLEARED = "cleared", _("cleared by the analyser")
    REFUSED = "refused", _("refused at once")


class TrialState(models.TextChoices):
    """How far a trial has come."""

    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
