"""The deeds of engagement: one function a deed, one transaction, one fact told."""

from workbooks.engagement.services.commenting import delete_comment, edit_comment, write_comment
from workbooks.engagement.services.favoriting import favorite, unfavorite
from workbooks.engagement.services.hiding import (
    hide_comment,
    label_comment,
    put_back_comment,
    remove_comment,
    restore_comment,
)
from workbooks.engagement.services.liking import like_comment, unlike_comment
from workbooks.engagement.services.purging import erase_deleted_comments, prune_salts
from workbooks.engagement.services.trending import recompute_trending
from workbooks.engagement.services.viewing import count_views, register_view

__all__ = [
    "count_views",
    "delete_comment",
    "edit_comment",
    "erase_deleted_comments",
    "favorite",
    "hide_comment",
    "label_comment",
    "like_comment",
    "prune_salts",
    "put_back_comment",
    "recompute_trending",
    "register_view",
    "remove_comment",
    "restore_comment",
    "unfavorite",
    "unlike_comment",
    "write_comment",
]
