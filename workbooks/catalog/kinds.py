"""The workbook as a thing that floors which do not know it by name can see, name, hide and restore."""

from __future__ import annotations

from config.entities import Kind
from workbooks.catalog import queries, services

WORKBOOK = Kind(
    name="workbook",
    visible_to=queries.visible_to,
    summaries=queries.summaries,
    owner_of=queries.author_of,
    hide=services.hide_workbook,
    restore=services.restore_workbook,
)
