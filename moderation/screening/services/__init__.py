"""The deeds of screening: judging texts, keeping rules, trying them, settling what was flagged or held."""

from moderation.screening.services.analysis import ask_analysis, retry_analyses, run_analyses
from moderation.screening.services.forgetting import forget_samples
from moderation.screening.services.judging import screen
from moderation.screening.services.keeping import keep_screening
from moderation.screening.services.pruning import prune
from moderation.screening.services.refusals import write_refusals
from moderation.screening.services.rules import change_rule, fill_rule, make_rule, retire_rule, ship_rules
from moderation.screening.services.settling import is_there, settle, settle_for_case
from moderation.screening.services.showing import hold_thing, register_kept_hidden
from moderation.screening.services.trials import run_trial, try_rule

__all__ = [
    "ask_analysis",
    "change_rule",
    "fill_rule",
    "forget_samples",
    "hold_thing",
    "is_there",
    "keep_screening",
    "make_rule",
    "prune",
    "register_kept_hidden",
    "retire_rule",
    "retry_analyses",
    "run_analyses",
    "run_trial",
    "screen",
    "settle",
    "settle_for_case",
    "ship_rules",
    "try_rule",
    "write_refusals",
]
