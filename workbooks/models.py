"""Index of the app's models: imports only, one line a slice."""

from workbooks.catalog.models import FeaturedPick, Workbook, WorkbookVersion
from workbooks.embeds.models import EmbedSource, Probe, SigningKey
from workbooks.engagement.models import Comment, CommentLike, CommentMention, DailySalt, Favorite, View
from workbooks.framing.models import Embedding
from workbooks.tags.models import Tag, Tagging, TagSynonym

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
    "SigningKey",
    "Tag",
    "TagSynonym",
    "Tagging",
    "View",
    "Workbook",
    "WorkbookVersion",
]
