"""Sources and their signing keys, as administrators keep them: every change is in the audit, no secret is."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from config import clock
from config.audit import note
from config.errors import InvalidInput
from config.roles import Viewer
from config.secrets import reseal, seal
from workbooks.embeds.models import EmbedSource, SigningKey
from workbooks.embeds.services.signing import purpose_of

_FIELDS = ("slug", "name", "hosts", "paths", "access", "sandbox", "aspect_ratio", "is_active")
_KEY_FIELDS = ("client_id", "lifetime_seconds", "sends_names", "account_type", "teams", "user_attributes")


@transaction.atomic
def keep_source(*, actor: Viewer, source: EmbedSource) -> EmbedSource:
    """Add a source, or change one: `source` is the row as it is to be."""
    held = EmbedSource.objects.select_for_update().filter(pk=source.pk).first() if source.pk else None
    before = _told(held, _FIELDS)
    source.full_clean()
    source.save()
    action = "embed_source.changed" if held else "embed_source.added"
    note(action=action, actor=actor, target=("embed_source", source.slug), before=before, after=_told(source, _FIELDS))
    return source


@transaction.atomic
def keep_signing_key(*, actor: Viewer, key: SigningKey, secret: str = "") -> SigningKey:
    """Enter a source's signing key, or change it; without a `secret` the one that is there stays.

    Which source it is of says which row: a source has one key, and a key never goes to another source.
    """
    EmbedSource.objects.select_for_update(no_key=True).get(pk=key.source_id)
    held = SigningKey.objects.select_for_update().filter(source_id=key.source_id).first()
    if held is None and not secret:
        raise InvalidInput.of("secret", "required", _("A new key needs its secret."))
    before, kept = _told(held, _KEY_FIELDS), held or SigningKey(source_id=key.source_id)
    for name in _KEY_FIELDS:
        setattr(kept, name, getattr(key, name))
    if secret:
        kept.sealed_secret = seal(secret, purpose=purpose_of(kept.source_id))
    kept.updated_at = clock.now()
    kept.full_clean()
    kept.save()
    note(
        action="embed_source.key_changed" if held else "embed_source.key_added",
        actor=actor,
        target=("embed_source", kept.source.slug),
        before=before,
        after=_told(kept, _KEY_FIELDS) | {"new_value": bool(secret)},
    )
    return kept


@transaction.atomic
def remove_signing_key(*, actor: Viewer, key: SigningKey) -> None:
    """Take a source's signing key away: its workbooks cannot be shown any more."""
    told = _told(key, _KEY_FIELDS)
    if SigningKey.objects.filter(pk=key.pk).delete()[0]:
        note(action="embed_source.key_removed", actor=actor, target=("embed_source", key.source.slug), before=told)


def reseal_signing_keys() -> int:
    """Put every secret under the newest key of encryption; returns how many."""
    count = 0
    for pk in list(SigningKey.objects.values_list("pk", flat=True)):
        with transaction.atomic():
            held = SigningKey.objects.select_for_update().filter(pk=pk).first()
            if held is not None:
                held.sealed_secret = reseal(held.sealed_secret, purpose=purpose_of(held.source_id))
                held.save(update_fields=["sealed_secret"])
                count += 1
    return count


def _told(row: EmbedSource | SigningKey | None, fields: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in fields} if row is not None else {}
