"""The audit on the desk."""

from __future__ import annotations

from config.audit.desk.entries import AuditEntryAdmin, AuditRedactionAdmin, AuditSealAdmin

__all__ = ["AuditEntryAdmin", "AuditRedactionAdmin", "AuditSealAdmin"]
