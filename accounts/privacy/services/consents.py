"""Publishing what members are asked about, and taking their yes and no."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from accounts.presence.services import withdraw_location
from accounts.privacy import queries
from accounts.privacy.choices import ConsentKind
from accounts.privacy.errors import DocumentNotFound, NotTheNewest
from accounts.privacy.events import ConsentGiven, ConsentWithdrawn
from accounts.privacy.models import Consent, ConsentDocument
from accounts.users import services as users
from config.audit import note
from config.events import record
from config.roles import Viewer


@transaction.atomic
def publish_document(*, kind: str, version: str, title: str, url: str = "", actor: Viewer | None) -> ConsentDocument:
    """Publish a version that members are asked about from now on. One that stands already stays as it is."""
    wanted = {"title": title, "url": url}
    document, made = ConsentDocument.objects.get_or_create(kind=ConsentKind(kind), version=version, defaults=wanted)
    if made:
        after = {"version": version, "title": title}
        note(action="consent_document.published", actor=actor, target=("consent_document", kind), after=after)
    return document


@transaction.atomic
def give_consent(*, user_id: UUID, kind: str, version: str = "") -> bool:
    """Note a yes to the newest version of a kind; False where it was given already.

    `version` is the one that was read: another than the newest is refused.
    """
    document = _newest(kind)
    if version and version != document.version:
        raise NotTheNewest()
    users.held_user(user_id)
    if queries.has_consented(user_id, kind, newest=True):
        return False
    Consent.objects.create(user_id=user_id, document=document, is_given=True)
    record(ConsentGiven(actor_id=user_id, user_id=user_id, kind=kind))
    return True


@transaction.atomic
def withdraw_consent(*, user_id: UUID, kind: str) -> bool:
    """Note a no, and forget what the yes allowed; False where there was none to take back."""
    document = _newest(kind)
    users.held_user(user_id)
    if not queries.has_consented(user_id, kind):
        return False
    Consent.objects.create(user_id=user_id, document=document, is_given=False)
    record(ConsentWithdrawn(actor_id=user_id, user_id=user_id, kind=kind))
    if kind == ConsentKind.LOCATION:
        withdraw_location(user_id=user_id)
    return True


def _newest(kind: str) -> ConsentDocument:
    document = queries.newest_documents().get(kind)
    if document is None:
        raise DocumentNotFound()
    return document
