"""Favourites and comments as clients see them: plain dicts, at a constant number of statements."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from accounts.profiles.queries import author_summaries
from config.roles import Viewer
from config.text import render_markdown
from workbooks.engagement.errors import CommentNotFound
from workbooks.engagement.queries import comment_cards, comments_visible_to


def people(rows: list[dict[str, Any]], viewer: Viewer) -> list[dict[str, Any]]:
    """One page of people who favourited a workbook."""
    found = author_summaries({row["member_id"] for row in rows})
    return [{**found[row["member_id"]], "favorited_at": row["created_at"]} for row in rows]


def comments(rows: list[dict[str, Any]], viewer: Viewer) -> list[dict[str, Any]]:
    """One page of comments; of a deleted one only its place is left."""
    authors = author_summaries({row["author_id"] for row in rows if row["deleted_at"] is None})
    return [_comment(row, authors.get(row["author_id"])) for row in rows]


def _comment(row: dict[str, Any], author: dict[str, Any] | None) -> dict[str, Any]:
    is_deleted = row["deleted_at"] is not None
    body = "" if is_deleted else row["body"]
    return {
        "id": row["id"],
        "workbook": row["workbook_id"],
        "body": body,
        "body_html": render_markdown(body) if body else "",
        "author": None if is_deleted else author,
        "parent": row["parent_id"],
        "like_count": row["like_count"],
        "is_liked": row["is_liked"],
        "is_deleted": is_deleted,
        "is_hidden": row["hidden_at"] is not None,
        "label": "" if is_deleted else row["label"],
        "created_at": row["created_at"],
        "edited_at": row["edited_at"],
    }


def comment(viewer: Viewer, comment_id: UUID) -> dict[str, Any]:
    """One comment; `CommentNotFound` where `viewer` may not see it."""
    row = comment_cards(comments_visible_to(viewer).filter(pk=comment_id), viewer).first()
    if row is None:
        raise CommentNotFound
    return comments([row], viewer)[0]
