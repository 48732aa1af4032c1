"""Rows as clients see them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.privacy.models import DataExport, Deletion
from accounts.privacy.queries import ConsentNow, link_key
from accounts.users.queries import user_by_id
from config.roles import Status


def export(row: DataExport) -> dict[str, Any]:
    """An export, with its link while there is one."""
    return {
        "id": row.pk,
        "state": row.state,
        "created_at": row.created_at,
        "finished_at": row.finished_at,
        "expires_at": row.expires_at,
        "bytes": row.size,
        "rows": row.rows,
        "sha256": row.sha256,
        "link": link(row),
    }


def link(row: DataExport) -> str | None:
    """Where the file can be fetched; None where it cannot (any more)."""
    user = user_by_id(row.user_id)
    key = link_key(row, user.token_version) if user is not None else ""
    return settings.BASE_URL + reverse("export-file", args=[row.pk, key]) if key else None


def deleted(row: Deletion) -> dict[str, Any]:
    """What whoever deletes their account is told."""
    return {"status": Status.DEACTIVATED.value, "content": row.content, "due_at": row.due_at}


def consent(now: ConsentNow) -> dict[str, Any]:
    """How a member stands to one kind of document."""
    return {
        "kind": now.document.kind,
        "version": now.document.version,
        "title": now.document.title,
        "url": now.document.url,
        "published_at": now.document.published_at,
        "is_given": now.is_given,
        "given_version": now.given_version,
        "at": now.at,
    }
