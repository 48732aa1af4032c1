"""The deeds of the catalog: one function a deed, one transaction, one fact told."""

from workbooks.catalog.services.counting import add_views, bump_counts, set_trending_scores
from workbooks.catalog.services.featuring import feature_workbook, unfeature_workbook
from workbooks.catalog.services.hiding import (
    hide_workbook,
    label_workbook,
    put_back_workbook,
    remove_workbook,
    restore_workbook,
)
from workbooks.catalog.services.picturing import check_own, replace_thumbnail, set_thumbnail
from workbooks.catalog.services.proving import prove_counter
from workbooks.catalog.services.purging import purge_deleted
from workbooks.catalog.services.states import archive_workbook, delete_workbook, publish_workbook
from workbooks.catalog.services.writing import create_workbook, duplicate_workbook, edit_workbook

__all__ = [
    "add_views",
    "archive_workbook",
    "bump_counts",
    "check_own",
    "create_workbook",
    "delete_workbook",
    "duplicate_workbook",
    "edit_workbook",
    "feature_workbook",
    "hide_workbook",
    "label_workbook",
    "prove_counter",
    "publish_workbook",
    "purge_deleted",
    "put_back_workbook",
    "remove_workbook",
    "replace_thumbnail",
    "restore_workbook",
    "set_thumbnail",
    "set_trending_scores",
    "unfeature_workbook",
]
