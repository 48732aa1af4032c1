"""The deeds of discovery: keeping the index as the workbooks are."""

from workbooks.discovery.services.indexing import index_workbooks, mark_tag_stale, unindex_author
from workbooks.discovery.services.sweeping import begin_anew, missing, refresh_scores, superfluous, sweep

__all__ = [
    "begin_anew",
    "index_workbooks",
    "mark_tag_stale",
    "missing",
    "refresh_scores",
    "superfluous",
    "sweep",
    "unindex_author",
]
