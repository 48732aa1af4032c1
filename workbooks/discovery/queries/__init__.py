"""Reading discovery: searches, suggestions, the personal feed, and what is like a workbook."""

from workbooks.discovery.queries.authors import of_shared_tags, of_what_is_talked_of
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
    "of_shared_tags",
    "of_what_is_talked_of",
    "reasons",
    "related_to",
    "suggestions",
]
