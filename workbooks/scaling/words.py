"""What the demo's people are called, write and come from."""

from __future__ import annotations

import random

FIRST_NAMES = (
    "Ada", "Amir", "Bela", "Chen", "Dora", "Elif", "Femi", "Gita", "Hugo", "Ines", "Jonas", "Kaya", "Liam", "Mara",
    "Noor", "Omar", "Pia", "Quinn", "Rosa", "Sven", "Tara", "Uma", "Vera", "Wim", "Xenia", "Yuki", "Zeno",
)  # fmt: skip
LAST_NAMES = (
    "Adler", "Berg", "Costa", "Diaz", "Eriksen", "Fischer", "Garcia", "Haas", "Ito", "Jansen", "Kaur", "Lopez",
    "Moreau", "Nowak", "Okafor", "Patel", "Rossi", "Sato", "Tanaka", "Ueda", "Vogel", "Weber", "Yilmaz", "Zhang",
)  # fmt: skip
BIOS = ("", "", "Makes dashboards that fit on **one** page.", "Maps, mostly.", "Finance by day, sport data by night.")
TAGS = (
    "Analytics", "Dashboard", "Sales", "Finance", "Marketing", "KPI", "Operations", "HR", "Energy", "Health", "Sport",
    "Weather", "Cities", "Schools", "Logistics", "Retail", "Budget", "Churn", "Maps", "Surveys",
)  # fmt: skip
SUBJECTS = ("Sales", "Budget", "Churn", "Revenue", "Weather", "Energy", "Traffic", "Football", "Hospitals", "Schools")
OBJECTS = ("by region", "over time", "at a glance", "by team", "against plan", "on one page", "month by month")
DESCRIPTIONS = (
    "How it was made, and what it shows.",
    "The filters on the left hold for **every** sheet. Figures are renewed each night.",
    "A first try at this data. Remarks are welcome.",
    "Made for the monthly meeting; the second page has the details by region and by product.",
)
PHRASES = (
    "Clear at first sight.",
    "Which source is the second page from?",
    "Could the margin stand beside the revenue?",
    "I show this one in every Monday meeting.",
    "The colours tell the story, well done.",
    "How did you do the map?",
)
HOSTS = (
    "search.example", "news.example", "social.example", "blog.example", "mail.example", "intranet.example",
    "forum.example", "wiki.example", "video.example", "slides.example", "school.example", "jobs.example",
)  # fmt: skip

VOCABULARY = 20_000
"""How many more words are used: the first in every tenth text, the last hardly ever, as in any language (Zipf)."""

_BEGINNINGS = ("b", "br", "d", "dr", "f", "g", "k", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr", "v", "w", "z")
_MIDDLES = ("a", "e", "i", "o", "u", "ai", "ei", "or", "en", "al")


def word(number: int) -> str:
    """The `number`-th word: syllables, none twice the same."""
    said = ""
    for _ in range(3):
        number, beginning = divmod(number, len(_BEGINNINGS))
        number, middle = divmod(number, len(_MIDDLES))
        said += _BEGINNINGS[beginning] + _MIDDLES[middle]
    return said


def some_word(draw: random.Random) -> str:
    """One of the words, the first ones most likely."""
    return word(int(VOCABULARY ** draw.random()) - 1)
