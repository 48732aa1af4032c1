"""The workbook as a thing that floors which do not know it by name can see, name, hide, remove, label and give back."""

from __future__ import annotations

from config.entities import Kind
from workbooks.catalog import queries, screened, services

WORKBOOK = Kind(
    name="workbook",
    visible_to=queries.visible_to,
    summaries=queries.summaries,
    owner_of=queries.author_of,
    hide=services.hide_workbook,
    restore=services.restore_workbook,
    written=screened.written,
    newest=screened.newest,
    remove=services.remove_workbook,
    put_back=services.put_back_workbook,
    label=services.label_workbook,
    reach=queries.views_of,
    in_feeds=queries.listed,
)
