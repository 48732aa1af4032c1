"""Making a workbook, changing its text, and making one from another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from config import clock, entities
from config.errors import InvalidInput
from config.events import record
from config.roles import Viewer
from config.text import clean
from workbooks.catalog.errors import TextRejected, TooManyDrafts
from workbooks.catalog.events import WorkbookCreated, WorkbookEdited, WorkbookRemixed
from workbooks.catalog.models import State, Visibility, Workbook, WorkbookVersion
from workbooks.catalog.queries import visible_workbook
from workbooks.catalog.screened import screened_text
from workbooks.catalog.services.hiding import hide
from workbooks.catalog.services.holding import hold_own, settle
from workbooks.embeds.origins import clean_origins
from workbooks.embeds.queries import check_url
from workbooks.tags import services as tags
from workbooks.tags.names import clean_names
from workbooks.tags.queries import names_of

MOST_DRAFTS = 1_000
"""How many drafts one member may keep."""

_EDITED = [
    *("title", "slug", "description", "embed_url", "embed_allowed_on", "source", "visibility", "version"),
    "updated_at",
]
_WITHOUT_VERSION = {"visibility", "embed_allowed_on"}


def slug_for(title: str) -> str:
    """What stands for the title in links; it need not be unique."""
    return slugify(title)[:80].strip("-") or "workbook"


def clean_title(title: str) -> str:
    """The title on one line; an empty one is refused."""
    cleaned = " ".join(clean(title, lines=True).split())
    if not cleaned:
        raise InvalidInput.of("title", "blank", _("A workbook needs a title."))
    return cleaned


@transaction.atomic
def create_workbook(
    *,
    author: Viewer,
    title: str,
    embed_url: str,
    description: str = "",
    tag_names: Sequence[str] = (),
    visibility: str = Visibility.PUBLIC,
    embed_allowed_on: Sequence[str] = (),
) -> Workbook:
    """Make a draft. Its URL must keep the rules of embeds from the beginning."""
    allowed_on = clean_origins(embed_allowed_on)
    return _make(
        author, title, embed_url, clean(description, lines=True), clean_names(tag_names), visibility, allowed_on
    )


def _make(
    author: Viewer,
    title: str,
    embed_url: str,
    description: str,
    names: list[str],
    visibility: str,
    allowed_on: Sequence[str] = (),
    remix_of: Workbook | None = None,
) -> Workbook:
    author_id = cast(UUID, author.pk)
    if Workbook.objects.filter(author_id=author_id, status=State.DRAFT, deleted_at__isnull=True).count() >= MOST_DRAFTS:
        raise TooManyDrafts(limit=MOST_DRAFTS)
    checked, title = check_url(embed_url), clean_title(title)
    made = Workbook(
        author_id=author_id,
        title=title,
        slug=slug_for(title),
        description=description,
        embed_url=checked.url,
        source=checked.source,
        visibility=visibility,
        embed_allowed_on=list(allowed_on),
        listed_at=clock.now(),
        remix_of=remix_of,
    )
    is_objected_to = screen_text(made, names)
    made.save(force_insert=True)
    tags.set_tags(workbook_id=made.pk, names=names, is_listed=False)
    record(WorkbookCreated(actor_id=author_id, workbook_id=made.pk))
    if is_objected_to:
        hide(made)
    return made


@transaction.atomic
def edit_workbook(
    *, actor: Viewer, workbook_id: UUID, changes: dict[str, Any], expected_version: int | None = None
) -> Workbook:
    """Change `title`, `description`, `embed_url`, `tags`, `visibility` or `embed_allowed_on`.

    The text that goes is kept as a version.
    """
    held = hold_own(actor, workbook_id, expected_version)
    was_listed, before = held.is_listed, names_of(held.pk)
    kept = WorkbookVersion(
        workbook=held,
        number=held.version,
        title=held.title,
        description=held.description,
        embed_url=held.embed_url,
        tags=before,
        replaced_by_id=actor.pk,
        replaced_at=clock.now(),
    )
    names = clean_names(changes["tags"]) if "tags" in changes else before
    changed = _apply(held, changes) + ([] if names == before else ["tags"])
    if not changed:
        return held
    is_objected_to = screen_text(held, names)
    held.version += 1
    held.updated_at = clock.now()
    held.save(update_fields=_EDITED)
    if not set(changed) <= _WITHOUT_VERSION:
        kept.save(force_insert=True)
    settle(held, was_listed=was_listed)
    if names != before:
        tags.set_tags(workbook_id=held.pk, names=names, is_listed=held.is_listed)
    record(WorkbookEdited(actor_id=held.author_id, workbook_id=held.pk, fields=sorted(changed)))
    if is_objected_to:
        hide(held)
    return held


def _apply(held: Workbook, changes: dict[str, Any]) -> list[str]:
    """Put the changes into the row in hand; the names of the fields that are different now."""
    new: dict[str, Any] = {name: changes[name] for name in ("visibility",) if name in changes}
    if "title" in changes:
        new["title"] = clean_title(changes["title"])
    if "description" in changes:
        new["description"] = clean(changes["description"], lines=True)
    if "embed_allowed_on" in changes:
        new["embed_allowed_on"] = clean_origins(changes["embed_allowed_on"])
    if "embed_url" in changes:
        checked = check_url(changes["embed_url"])
        new["embed_url"], held.source = checked.url, checked.source
    changed = [name for name, value in new.items() if getattr(held, name) != value]
    for name in changed:
        setattr(held, name, new[name])
    if "title" in changed:
        held.slug = slug_for(held.title)
    return changed


def screen_text(workbook: Workbook, names: Sequence[str]) -> bool:
    """Refuse what screening rejects, before the row is saved; whether it holds the workbook, which is then hidden."""
    text = screened_text(workbook.title, workbook.description, names)
    verdict = entities.screen("workbook", workbook.pk, text, workbook.author_id)
    if verdict.outcome == entities.Outcome.REJECT:
        raise TextRejected
    return verdict.outcome == entities.Outcome.HOLD


@transaction.atomic
def duplicate_workbook(*, actor: Viewer, workbook_id: UUID) -> Workbook:
    """Make a draft of the actor's from a workbook that they see; the two know of each other."""
    source = visible_workbook(actor, workbook_id)
    made = _make(
        actor,
        source.title,
        source.embed_url,
        source.description,
        names_of(source.pk),
        Visibility.PUBLIC,
        remix_of=source,
    )
    record(WorkbookRemixed(actor_id=made.author_id, workbook_id=made.pk, source_id=source.pk))
    return made
