"""What the demo's people are called, write and come from."""

from __future__ import annotations

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
