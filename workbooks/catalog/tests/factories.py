"""Workbooks for tests, made through the services."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

from workbooks.catalog import services
from workbooks.catalog.models import Workbook
from workbooks.embeds.tests.shipping import ship_sources

_numbers = count(1)


def draft(author: Any, **values: Any) -> Workbook:
    """A draft of `author`."""
    ship_sources()
    number = next(_numbers)
    given = {
        "title": f"Workbook {number}",
        "embed_url": f"https://public.tableau.com/views/Workbook{number}/Overview",
    }
    return services.create_workbook(author=author, **given | values)


def published(author: Any, *, tags: Sequence[str] = (), **values: Any) -> Workbook:
    """A published workbook of `author`."""
    made = draft(author, tag_names=tags, **values)
    services.publish_workbook(actor=author, workbook_id=made.pk)
    made.refresh_from_db()
    return made
