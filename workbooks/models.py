"""Index of the app's models: imports only, one line a slice."""

from workbooks.catalog.models import FeaturedPick, Workbook, WorkbookVersion
from workbooks.discovery.models import SearchEntry, SearchVariant, SearchWord
from workbooks.embeds.models import EmbedSource, Probe, SigningKey
from workbooks.engagement.models import Comment, CommentLike, CommentMention, DailySalt, Favorite, View
from workbooks.framing.models import Embedding
from workbooks.tags.models import Tag, TagFollow, Tagging, TagSynonym

__all__ = [
    "Comment",
    "CommentLike",
    "CommentMention",
    "DailySalt",
    "EmbedSource",
    "Embedding",
    "Favorite",
    "FeaturedPick",
    "Probe",
    "SearchEntry",
    "SearchVariant",
    "SearchWord",
    "SigningKey",
    "Tag",
    "TagFollow",
    "TagSynonym",
    "Tagging",
    "View",
    "Workbook",
    "WorkbookVersion",
]
