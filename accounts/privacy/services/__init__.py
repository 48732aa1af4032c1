"""The deeds of the slice, by the names under which others call them."""

from accounts.privacy.services.archive import write_archive
from accounts.privacy.services.consents import give_consent, publish_document, withdraw_consent
from accounts.privacy.services.deleting import (
    delete_own_account,
    due_now,
    forget_standing_before,
    on_account_change,
    request_deletion,
    undo_deletion,
)
from accounts.privacy.services.erasing import erase, erase_due, rows_left
from accounts.privacy.services.exporting import export_to, make_export, request_export, sweep_exports

__all__ = [
    "delete_own_account",
    "due_now",
    "erase",
    "erase_due",
    "export_to",
    "forget_standing_before",
    "give_consent",
    "make_export",
    "on_account_change",
    "publish_document",
    "request_deletion",
    "request_export",
    "rows_left",
    "sweep_exports",
    "undo_deletion",
    "withdraw_consent",
    "write_archive",
]
