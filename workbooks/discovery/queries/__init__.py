"""Reading discovery: searches, suggestions, the personal feed, and what is like a workbook."""

from workbooks.discovery.queries.feed import TRENDING, feed_rows, filled, reasons
from workbooks.discovery.queries.finding import CANDIDATES, Asked, Found, counted, find, matching, meeting
from workbooks.discovery.queries.related import related_to
from workbooks.discovery.queries.suggesting import suggestions

__all__ = [
    "CANDIDATES",
    "TRENDING",
    "Asked",
    "Found",
    "counted",
    "feed_rows",
    "filled",
    "find",
    "matching",
    "meeting",
    "reasons",
    "related_to",
    "suggestions",
]
