"""Tables to which rows are only ever added: the entries, the chain of hashes that seals them, and redactions."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """Who did what to which thing, when, from where and why."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=150, blank=True)
    target_type = models.CharField(max_length=40, blank=True)
    target_id = models.CharField(max_length=64, blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["target_type", "target_id", "id"], name="audit_by_target"),
            models.Index(fields=["actor_id", "id"], name="audit_by_actor"),
            models.Index(fields=["action", "id"], name="audit_by_action"),
            models.Index(fields=["request_id", "id"], name="audit_by_request"),
        ]

    def __str__(self) -> str:
        return f"{self.action} #{self.pk}"


class AuditSeal(models.Model):
    """One link of the chain: `hash` covers the link before it and the whole entry.

    Entries are sealed in the order in which they are found: a row with a smaller id may be committed after a larger
    one. No foreign key: a seal must outlive whatever is done to its entry, so that the loss shows.
    """

    sequence = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"seal {self.sequence} of entry {self.entry_id}"


class AuditRedaction(models.Model):
    """What was said of an erased person in an entry is gone; `hash` is what its seal's hash would be now.

    The entry `noted_in` is sealed as well and says the same hash, so that nobody redacts without it being seen. An
    entry about two people may be redacted twice: the newest row holds.
    """

    id = models.BigAutoField(primary_key=True)
    entry_id = models.BigIntegerField(db_index=True)
    noted_in = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"redaction of entry {self.entry_id}"
