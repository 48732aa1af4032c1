"""Reading exports, deletions and consents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.utils.crypto import constant_time_compare

from accounts.privacy.choices import DeletionState, ExportState
from accounts.privacy.errors import ExportExpired, ExportNotFound
from accounts.privacy.models import Consent, ConsentDocument, DataExport, Deletion
from accounts.users.queries import known_as, user_by_id
from config import clock, secrets
from config.errors import refuse
from config.privacy import Person
from config.roles import Status

KEY_PURPOSE = "accounts.privacy.export"


def person_of(user_id: UUID, *, heir: UUID | None = None, keeps_content: bool = False) -> Person:
    """The member by all that rows may know them by."""
    usernames, emails = known_as(user_id)
    return Person(user_id, usernames, emails, heir, keeps_content)


# Exports


def own_export(user_id: UUID, export_id: UUID) -> DataExport:
    """A member's own export; another's is not found."""
    return DataExport.objects.filter(pk=export_id, user_id=user_id).first() or refuse(ExportNotFound())


def exports_of(user_id: UUID) -> QuerySet[DataExport]:
    """A member's exports, newest first."""
    return DataExport.objects.filter(user_id=user_id).order_by("-pk")


def link_key(export: DataExport, token_version: int) -> str:
    """What the link of a ready export carries; empty where there is no link (any more)."""
    is_good = export.state == ExportState.READY and export.token_version == token_version
    if not is_good or export.expires_at is None or export.expires_at <= clock.now():
        return ""
    return secrets.unseal(export.sealed_key, purpose=f"{KEY_PURPOSE}:{export.pk}")


def export_behind(export_id: UUID, key: str) -> DataExport:
    """The export whose link this is. 404 for any other key and for a link that has died; 410 after its time."""
    export = DataExport.objects.filter(pk=export_id).exclude(sealed_key="").first()
    if export is None:
        raise ExportNotFound()
    try:
        expected = secrets.unseal(export.sealed_key, purpose=f"{KEY_PURPOSE}:{export.pk}")
    except secrets.CannotBeOpened:
        raise ExportNotFound() from None
    user = user_by_id(export.user_id)
    is_theirs = constant_time_compare(expected.encode(), key.encode())
    if not is_theirs or user is None or user.token_version != export.token_version:
        raise ExportNotFound()
    if user.status == Status.DEACTIVATED:
        raise ExportNotFound()
    if export.state == ExportState.EXPIRED or (export.expires_at is not None and export.expires_at <= clock.now()):
        raise ExportExpired()
    if export.state != ExportState.READY or not export.file:
        raise ExportNotFound()
    return export


# Deletions


def open_deletion(user_id: UUID) -> Deletion | None:
    """The deletion of an account that waits or has begun."""
    return Deletion.objects.filter(user_id=user_id, state__in=[DeletionState.PENDING, DeletionState.ERASING]).first()


def due_deletions() -> list[UUID]:
    """Deletions whose grace is over, or whose erasure was begun and left, oldest first."""
    now = clock.now()
    due = Q(state=DeletionState.PENDING, due_at__lte=now)
    left = Q(state=DeletionState.ERASING) & (Q(leased_until__isnull=True) | Q(leased_until__lte=now))
    return list(Deletion.objects.filter(due | left).order_by("due_at").values_list("pk", flat=True)[:100])


# Consents


@dataclass(frozen=True, slots=True)
class ConsentNow:
    """How a member stands to the newest version of a document; `given_version` is what they last said yes to."""

    document: ConsentDocument
    is_given: bool
    given_version: str | None
    at: datetime | None


def newest_documents() -> dict[str, ConsentDocument]:
    """The newest version of each kind."""
    return {each.kind: each for each in ConsentDocument.objects.order_by("published_at", "pk")}


def consents_of(user_id: UUID) -> list[ConsentNow]:
    """How a member stands to each kind that something was published of, by kind."""
    theirs = Consent.objects.filter(user_id=user_id).order_by()
    newest = theirs.values("document__kind").annotate(newest=Max("pk")).values("newest")
    last = {row.document.kind: row for row in Consent.objects.filter(pk__in=newest).select_related("document")}
    return [
        ConsentNow(
            document=document,
            is_given=kind in last and last[kind].is_given,
            given_version=last[kind].document.version if kind in last and last[kind].is_given else None,
            at=last[kind].at if kind in last else None,
        )
        for kind, document in sorted(newest_documents().items())
    ]


def has_consented(user_id: UUID, kind: str, *, newest: bool = False) -> bool:
    """Whether the member's last word on a kind is yes; with `newest`, to its newest version."""
    last = (
        Consent.objects.filter(user_id=user_id, document__kind=kind).select_related("document").order_by("-pk").first()
    )
    if last is None or not last.is_given:
        return False
    return not newest or newest_documents()[kind].pk == last.document_id
