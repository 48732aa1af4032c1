"""Templates as clients see them: plain dicts."""

from __future__ import annotations

from typing import Any

from config.roles import Viewer
from notifications.templates.models import Template
from notifications.templates.shipped import LANGUAGES, shipped
from notifications.templates.wording import Words
from notifications.types import Channel, NotificationType, Value

_SCHEMAS: dict[Value, dict[str, str]] = {
    Value.TEXT: {"type": "string"},
    Value.NUMBER: {"type": "integer"},
    Value.FLAG: {"type": "boolean"},
    Value.MOMENT: {"type": "string", "format": "date-time"},
}


def templates(rows: list[Template], viewer: Viewer) -> list[dict[str, Any]]:
    """Templates for a list."""
    return [template(row) for row in rows]


def template(row: Template) -> dict[str, Any]:
    """One template."""
    return {
        "id": row.pk,
        "type": row.type,
        "channel": row.channel,
        "locale": row.locale,
        "number": row.number,
        "state": row.state,
        "title": row.title,
        "body": row.body,
        "html": row.html,
        "made_by": row.made_by.username if row.made_by else None,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "published_at": row.published_at,
    }


def words(found: Words) -> dict[str, Any]:
    """A message in words."""
    return {"title": found.title, "body": found.body, "html": found.html, "locale": found.locale}


def declared_type(declared: NotificationType) -> dict[str, Any]:
    """A type: its channels, what its wording may use (JSON Schema), and what ships for it."""
    variables = {name: _SCHEMAS[sort] for name, sort in declared.all_variables.items()}
    return {
        "type": declared.name,
        "category": declared.category,
        "channels": sorted(declared.channels),
        "is_mandatory": declared.is_mandatory,
        "is_urgent": declared.passes,
        "variables": {
            "type": "object",
            "properties": variables,
            "required": sorted(variables),
            "additionalProperties": False,
        },
        "shipped": [
            {"channel": channel.value, "locale": language, "title": wording.title, "body": wording.body}
            for language in LANGUAGES
            for channel in Channel
            if (wording := shipped(declared.name, channel, language)) is not None
        ],
    }
