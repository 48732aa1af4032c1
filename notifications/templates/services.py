"""Templates are made, edited, published and retired by managers; every change is in the audit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from config import clock
from config.audit import note
from config.db import insert_once, wait_lock
from config.errors import Forbidden, InvalidInput, StaleVersion
from config.events import record
from config.roles import Role, Viewer, at_least
from notifications.templates.checking import check, type_of
from notifications.templates.choices import State
from notifications.templates.errors import DraftExists, TemplateNotFound, TemplateStands
from notifications.templates.events import TemplateChanged
from notifications.templates.memory import memory
from notifications.templates.models import Template
from notifications.templates.shipped import Wording
from notifications.templates.wording import chain
from notifications.types import Channel

WORDING = ("title", "body", "html")


@transaction.atomic
def make_template(
    *, actor: Viewer, type_name: str, channel: Channel, locale: str, wording: Mapping[str, str]
) -> Template:
    """Make a draft: the next version for its type, channel and language. It is sent to nobody until it is published."""
    _check_actor(actor)
    declared = type_of(type_name)
    if chain(locale)[0] != locale:
        raise InvalidInput.of("locale", "invalid", _("A language like en, de or pt-BR."))
    check(declared, channel, Wording(**wording))
    _hold(type_name, channel, locale)
    of_it = Template.objects.filter(type=type_name, channel=channel, locale=locale)
    newest = of_it.aggregate(newest=Max("number"))["newest"] or 0
    made = Template(
        type=type_name,
        channel=channel,
        locale=locale,
        number=newest + 1,
        made_by_id=cast(UUID, actor.pk),
        **wording,
    )
    if not insert_once(made):
        raise DraftExists
    note(action="template.made", actor=actor, target=("template", made.pk), after=_told(made))
    _tell(actor, made)
    return made


@transaction.atomic
def edit_template(
    *, actor: Viewer, template_id: UUID, changes: Mapping[str, str], expected_version: int | None = None
) -> Template:
    """Change the wording of a draft."""
    _check_actor(actor)
    row = _held(template_id, expected_version)
    if row.state != State.DRAFT:
        raise TemplateStands
    before = _told(row)
    for name, value in changes.items():
        setattr(row, name, value)
    check(type_of(row.type), Channel(row.channel), Wording(row.title, row.body, row.html))
    if _told(row) == before:
        return row
    _save(row, *WORDING)
    note(action="template.edited", actor=actor, target=("template", row.pk), before=before, after=_told(row))
    _tell(actor, row)
    return row


@transaction.atomic
def publish_template(*, actor: Viewer, template_id: UUID, expected_version: int | None = None) -> Template:
    """Have a template used from now on, in place of the one before it; every process knows within some seconds.

    A retired one can be published again: that is the way back to an earlier version. Again is no error.
    """
    _check_actor(actor)
    row = _held(template_id, expected_version)
    if row.state == State.PUBLISHED:
        return row
    # Types grow and lose variables: what was fine when it was written need not be now.
    check(type_of(row.type), Channel(row.channel), Wording(row.title, row.body, row.html))
    before = {"state": row.state}
    of_it = Template.objects.filter(type=row.type, channel=row.channel, locale=row.locale)
    for other in of_it.filter(state=State.PUBLISHED):
        other.state = State.RETIRED
        _save(other, "state")
    row.state, row.published_at = State.PUBLISHED, clock.now()
    _save(row, "state", "published_at")
    note(action="template.published", actor=actor, target=("template", row.pk), before=before, after=_told(row))
    _tell(actor, row)
    return row


@transaction.atomic
def retire_template(*, actor: Viewer, template_id: UUID, expected_version: int | None = None) -> Template:
    """Take a template out of use; the shipped wording serves again. Again is no error."""
    _check_actor(actor)
    row = _held(template_id, expected_version)
    if row.state == State.RETIRED:
        return row
    before = {"state": row.state}
    row.state = State.RETIRED
    _save(row, "state")
    note(action="template.retired", actor=actor, target=("template", row.pk), before=before, after={"state": "retired"})
    _tell(actor, row)
    return row


def _check_actor(actor: Viewer) -> None:
    if not at_least(actor, Role.MANAGER):
        raise Forbidden


def _hold(type_name: str, channel: str, locale: str) -> None:
    """Changes of the versions of one wording come one after the other."""
    wait_lock(f"template:{type_name}:{channel}:{locale}")


def _held(template_id: UUID, expected_version: int | None) -> Template:
    found = Template.objects.filter(pk=template_id).first()
    if found is None:
        raise TemplateNotFound
    _hold(found.type, found.channel, found.locale)
    row = Template.objects.select_for_update().get(pk=template_id)
    if expected_version is not None and expected_version != row.version:
        raise StaleVersion
    return row


def _save(row: Template, *fields: str) -> None:
    row.version += 1
    row.updated_at = clock.now()
    row.save(update_fields=[*fields, "version", "updated_at"])


def _told(row: Template) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in WORDING}
    return {"type": row.type, "channel": row.channel, "locale": row.locale, "number": row.number, **told}


def _tell(actor: Viewer, row: Template) -> None:
    record(TemplateChanged(actor_id=actor.pk, template_id=row.pk, state=str(row.state)))
    # At once for whoever asks inside of this transaction, and for all others once it is committed.
    memory.expire()
    transaction.on_commit(memory.expire)
