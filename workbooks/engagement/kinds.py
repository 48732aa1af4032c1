"""The comment as a thing that floors which do not know it by name can see, name, hide, remove, label and give back."""

from __future__ import annotations

from config.entities import Kind
from workbooks.engagement import queries, screened, services

COMMENT = Kind(
    name="comment",
    visible_to=queries.comments_visible_to,
    summaries=queries.comment_summaries,
    owner_of=queries.comment_author,
    hide=services.hide_comment,
    restore=services.restore_comment,
    written=screened.written,
    newest=screened.newest,
    remove=services.remove_comment,
    put_back=services.put_back_comment,
    label=services.label_comment,
    reach=queries.comment_reach,
    in_feeds=queries.comments_in_feeds,
)
