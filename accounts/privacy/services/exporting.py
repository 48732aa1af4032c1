"""Asking for an export, making it, and removing what has expired."""

from __future__ import annotations

import hashlib
import secrets as random
import tempfile
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from accounts.privacy import queries
from accounts.privacy.choices import ExportState
from accounts.privacy.events import ExportReady, ExportRequested
from accounts.privacy.models import UNDER_WAY, DataExport
from accounts.privacy.services.archive import Written, write_archive
from accounts.users import services as users
from config import clock, secrets
from config.audit import note
from config.db import insert_once
from config.events import record
from config.roles import Viewer
from config.storage.private import new_key, private_store, scratch

KIND = "exports"
LOST_AFTER = timedelta(hours=2)
ROWS_KEPT_FOR = timedelta(days=30)
_PIECE = 1024 * 1024


class Cancelled(Exception):
    """The export is wanted no more: its account is being deleted."""


@transaction.atomic
def request_export(*, user_id: UUID, actor: Viewer | None) -> DataExport:
    """Have an export made. While one is under way there is no second: it is the answer to everyone who asks."""
    user = users.held_user(user_id)
    export = DataExport(user=user, token_version=user.token_version)
    if not insert_once(export):
        under_way = DataExport.objects.filter(user=user, state__in=UNDER_WAY).first()
        # It may have come to its end between the two looks; then the newest is it.
        return under_way or queries.exports_of(user.pk)[0]
    note(action="privacy.export_requested", actor=actor, target=("user", user.pk), after={"export": str(export.pk)})
    record(ExportRequested(actor_id=actor.pk if actor else None, user_id=user.pk, export_id=export.pk))
    return export


def make_export(export_id: UUID) -> dict[str, int]:
    """Write the file of an export and make it ready. Nothing is left of one that was cancelled meanwhile."""
    under_way = DataExport.objects.filter(pk=export_id, state__in=UNDER_WAY)
    if not under_way.update(state=ExportState.RUNNING, started_at=clock.now()):
        return {"made": 0}
    export = DataExport.objects.get(pk=export_id)

    def goes_on() -> None:
        if not under_way.exists():
            raise Cancelled

    with tempfile.TemporaryDirectory(dir=scratch()) as folder:
        path = Path(folder) / "export.zip"
        try:
            written = write_archive(path, queries.person_of(export.user_id), goes_on=goes_on)
        except Cancelled:
            return {"made": 0}
        name = new_key(KIND)
        private_store().keep(name, path)
        made = _make_ready(export, name, path, written)
    if not made:
        private_store().remove([name])
    return {"made": int(made), "rows": written.rows}


@transaction.atomic
def _make_ready(export: DataExport, name: str, path: Path, written: Written) -> bool:
    """Put the file's name and the link's key into the row, if the export is still wanted."""
    now = clock.now()
    expires_at = now + settings.EXPORT_LIFETIME
    sealed = secrets.seal(random.token_urlsafe(32), purpose=f"{queries.KEY_PURPOSE}:{export.pk}")
    ready = DataExport.objects.filter(pk=export.pk, state=ExportState.RUNNING).update(
        state=ExportState.READY,
        finished_at=now,
        expires_at=expires_at,
        sealed_key=sealed,
        file=name,
        size=path.stat().st_size,
        sha256=digest_of(path),
        rows=written.rows,
    )
    if ready:
        told = ExportReady(actor_id=None, user_id=export.user_id, export_id=export.pk, expires_at=expires_at)
        record(told)
    return bool(ready)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def export_to(path: Path, *, user_id: UUID, actor: Viewer | None, reason: str) -> Written:
    """An operator writes a member's export to a file of their own; the audit says so."""
    with transaction.atomic():
        user = users.held_user(user_id)
        note(action="privacy.exported", actor=actor, target=("user", user.pk), reason=reason)
    return write_archive(path, queries.person_of(user.pk))


def cancel_exports(user_id: UUID) -> None:
    """Stop what is under way for an account; in the transaction that deletes it. The job notices and leaves nothing."""
    DataExport.objects.filter(user_id=user_id, state__in=UNDER_WAY).update(
        state=ExportState.CANCELLED, finished_at=clock.now()
    )


def remove_exports(user_id: UUID) -> int:
    """Remove all exports of an account with their files; how many."""
    rows = list(DataExport.objects.filter(user_id=user_id).order_by("pk")[:100])
    private_store().remove([row.file for row in rows if row.file])
    DataExport.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def sweep_exports() -> dict[str, int]:
    """Remove files that have expired, those that no row names, rows a month old, and give up what was lost."""
    now, kept = clock.now(), private_store()
    expired = list(DataExport.objects.filter(expires_at__lte=now).exclude(file="").order_by("expires_at")[:500])
    kept.remove([row.file for row in expired])
    ids = [row.pk for row in expired]
    DataExport.objects.filter(pk__in=ids).update(state=ExportState.EXPIRED, file="", finished_at=now)
    lost = Q(state__in=UNDER_WAY, created_at__lte=now - LOST_AFTER)
    lost &= Q(started_at__isnull=True) | Q(started_at__lte=now - LOST_AFTER)
    failed = DataExport.objects.filter(lost).update(state=ExportState.FAILED, finished_at=now)
    DataExport.objects.filter(created_at__lte=now - ROWS_KEPT_FOR, file="").exclude(state__in=UNDER_WAY).delete()
    return {"expired": len(expired), "failed": failed, "stray": _remove_stray(), "unfinished": _remove_unfinished()}


def _remove_stray() -> int:
    """Files that a process wrote and did not live to name."""
    before, kept = clock.now() - LOST_AFTER, private_store()
    old = [file.key for file in kept.listed(KIND) if file.at < before]
    named = set(DataExport.objects.exclude(file="").values_list("file", flat=True))
    stray = [key for key in old if key not in named]
    kept.remove(stray)
    return len(stray)


def _remove_unfinished() -> int:
    """What was being written on this machine when its process died."""
    before, count = (clock.now() - LOST_AFTER).timestamp(), 0
    for path in sorted(scratch().rglob("*"), reverse=True):
        if path.stat().st_mtime < before:
            path.rmdir() if path.is_dir() else path.unlink()
            count += 1
    return count
