"""Scores of texts: what an analyser is, and the check that every one of them passes through.

An analyser is a function of the kind and the text that gives a number from 0 to 1 for each `Label`. The one named by
`SCREENING_ANALYSER` runs in the writing transaction, so it must be quick; a hosted one (`hosted`) is asked afterwards.
What it gives is believed only if it is whole and in range.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from moderation.screening.choices import Label

_LABELS = {label.value: label for label in Label}

Analyser = Callable[[str, str], Mapping[str, float]]
Scores = dict[Label, float]


class AnalyserBroken(Exception):
    """There are no scores to be had; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def checked(said: Any) -> Scores:
    """The scores that an analyser gave; `AnalyserBroken` for whatever is not a number from 0 to 1 for each label."""
    if not isinstance(said, Mapping) or said.keys() != _LABELS.keys():
        raise AnalyserBroken("scores_not_whole")
    scores = {}
    for label, score in said.items():
        if isinstance(score, bool) or not isinstance(score, (int, float)) or not math.isfinite(score):
            raise AnalyserBroken("score_no_number")
        if not 0 <= score <= 1:
            raise AnalyserBroken("score_out_of_range")
        scores[_LABELS[label]] = float(score)
    return scores


@lru_cache(maxsize=4)
def _named(path: str) -> Analyser:
    named: Analyser = import_string(path)
    return named


def local_scores(kind: str, text: str) -> Scores:
    """What the installation's own analyser says; whatever it raises is an `AnalyserBroken`."""
    try:
        said = _named(settings.SCREENING_ANALYSER)(kind, text)
    except Exception as error:  # an analyser is somebody else's code: the text must not be lost for it
        raise AnalyserBroken("analyser_raised") from error
    return checked(said)
