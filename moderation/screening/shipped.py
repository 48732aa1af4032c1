"""The rules that the platform ships with: few, open to see, and changed or retired like any other.

Those that look at pace flag and never hold. The lists of words are examples of how such rules are written; they are
drafts, because which words a community minds is its own affair. The first migration puts these in; a rule of a form
that it does not know comes with a migration of its own.
"""

from __future__ import annotations

from typing import Any

SHIPPED: tuple[dict[str, Any], ...] = (
    {
        "slug": "same-text-again",
        "sort": "repetition",
        "outcome": "flag",
        "most": 3,
        "window_minutes": 60,
        "state": "live",
        "note": "The same longer text under more than three things within an hour.",
    },
    {
        "slug": "many-texts-at-once",
        "sort": "pace",
        "outcome": "flag",
        "most": 30,
        "window_minutes": 10,
        "state": "live",
        "note": "More than 30 texts within ten minutes.",
    },
    {
        "slug": "many-texts-by-new-account",
        "sort": "pace",
        "outcome": "flag",
        "most": 10,
        "window_minutes": 60,
        "new_account_hours": 24,
        "state": "live",
        "note": "More than ten texts within an hour, by an account that was made today.",
    },
    {
        "slug": "links-by-new-account",
        "sort": "links",
        "outcome": "flag",
        "most": 2,
        "new_account_hours": 24,
        "state": "live",
        "note": "More than two links, by an account that was made today.",
    },
    {
        "slug": "many-links",
        "sort": "links",
        "outcome": "flag",
        "most": 15,
        "state": "live",
        "note": "More than fifteen links in one text.",
    },
    {
        "slug": "looks-like-spam",
        "sort": "score",
        "outcome": "flag",
        "label": "spam",
        "threshold": 85,
        "state": "live",
        "note": "The analyser is rather sure that this is spam.",
    },
    {
        "slug": "looks-like-insult",
        "sort": "score",
        "outcome": "flag",
        "label": "toxicity",
        "threshold": 85,
        "state": "live",
        "note": "The analyser is rather sure that somebody is insulted or threatened.",
    },
    {
        "slug": "example-terms-english",
        "sort": "terms",
        "outcome": "hold",
        "values": ["free viagra", "casino bonus", "double your bitcoin", "*cheappills*"],
        "state": "draft",
        "note": "An example of a list of words; a draft until somebody tries it and puts it live.",
    },
    {
        "slug": "example-terms-german",
        "sort": "terms",
        "outcome": "hold",
        "values": ["schnelles geld", "garantierter gewinn", "kredit ohne schufa"],
        "state": "draft",
        "note": "An example of a list of words; a draft until somebody tries it and puts it live.",
    },
    {
        "slug": "example-shortened-links",
        "sort": "hosts",
        "outcome": "flag",
        "values": ["bit.ly", "tinyurl.com", "is.gd"],
        "state": "draft",
        "note": "An example of a list of hosts: links that do not say where they lead.",
    },
)
