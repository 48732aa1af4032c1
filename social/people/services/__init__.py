"""The deeds of people: keeping the search index as the members are."""

from social.people.services.indexing import index_people, unindex_person
from social.people.services.sweeping import begin_anew, missing, refresh_scores, superfluous, sweep

__all__ = ["begin_anew", "index_people", "missing", "refresh_scores", "superfluous", "sweep", "unindex_person"]
