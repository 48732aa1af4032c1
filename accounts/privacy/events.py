"""Facts about exports, deletions and consents."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from config.events import Event


class ExportRequested(Event, wire="data_export.requested", subject="export_id"):
    """A member wants all that is kept about them; a job writes the file."""

    actor_id: UUID | None
    user_id: UUID
    export_id: UUID


class ExportReady(Event, wire="data_export.ready", subject="export_id"):
    """The file is there, until `expires_at`."""

    actor_id: UUID | None
    user_id: UUID
    export_id: UUID
    expires_at: datetime


class DeletionRequested(Event, wire="user.deletion_requested", subject="user_id"):
    """An account is to be erased after `due_at`, unless its owner signs in before."""

    actor_id: UUID | None
    user_id: UUID
    due_at: datetime


class DeletionUndone(Event, wire="user.deletion_undone", subject="user_id"):
    """An account is to stay after all."""

    actor_id: UUID | None
    user_id: UUID


class AccountErased(Event, wire="user.deleted", subject="user_id"):
    """All that was kept about a member is gone; the id leads nowhere any more."""

    actor_id: UUID | None
    user_id: UUID


class ConsentGiven(Event, wire="consent.given", subject="user_id"):
    """A member said yes to the newest version of a document."""

    actor_id: UUID | None
    user_id: UUID
    kind: str


class ConsentWithdrawn(Event, wire="consent.withdrawn", subject="user_id"):
    """A member took a yes back; whoever acted on it stops, and forgets what it was for."""

    actor_id: UUID | None
    user_id: UUID
    kind: str
