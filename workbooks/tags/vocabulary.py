"""The moderators' deeds on the vocabulary: making, renaming, merging and removing tags, and their synonyms.

Each takes the vocabulary's lock first, so that a slug never leads to two tags.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from config.audit import note
from config.db import wait_lock
from config.events import record
from config.roles import Viewer
from workbooks.tags.errors import SameTag, TagExists
from workbooks.tags.events import TagRemoved, TagRenamed, TagsMerged
from workbooks.tags.models import Tag, TagFollow, Tagging, TagSynonym
from workbooks.tags.names import clean_name, slug_of, words_of
from workbooks.tags.queries import ids_by_slugs, tag_by_slug
from workbooks.tags.services import VOCABULARY


@transaction.atomic
def create_tag(*, actor: Viewer, name: str, synonyms: Sequence[str] = ()) -> Tag:
    """A tag that no workbook carries yet; refused where its name leads to one already."""
    wait_lock(VOCABULARY)
    name = clean_name(name)
    if ids_by_slugs([slug_of(name)]):
        raise TagExists
    tag = Tag.objects.create(slug=slug_of(name), name=name, words=words_of(name))
    _set_synonyms(tag, synonyms)
    note(action="tag.created", actor=actor, target=("tag", tag.slug), after={"name": name})
    return tag


@transaction.atomic
def change_tag(*, actor: Viewer, slug: str, name: str | None = None, synonyms: Sequence[str] | None = None) -> Tag:
    """Rename a tag, keeping its old slug as a synonym, or replace its synonyms."""
    wait_lock(VOCABULARY)
    tag = Tag.objects.select_for_update().get(pk=tag_by_slug(slug).pk)
    before = {"name": tag.name, "slug": tag.slug}
    if synonyms is not None:
        _set_synonyms(tag, synonyms)
    if name is not None and name != tag.name:
        _rename(tag, clean_name(name))
        record(TagRenamed(actor_id=actor.pk, tag_id=tag.pk, tag=tag.slug))
    note(
        action="tag.changed",
        actor=actor,
        target=("tag", tag.slug),
        before=before,
        after={"name": tag.name, "slug": tag.slug},
    )
    return tag


def _rename(tag: Tag, name: str) -> None:
    slug = slug_of(name)
    if ids_by_slugs([slug]).get(slug, tag.pk) != tag.pk:
        raise TagExists
    if slug != tag.slug:
        TagSynonym.objects.filter(slug=slug).delete()
        TagSynonym.objects.create(slug=tag.slug, tag=tag)
    tag.name, tag.slug = name, slug
    Tag.objects.filter(pk=tag.pk).update(name=name, slug=slug, words=words_of(name))


def _set_synonyms(tag: Tag, synonyms: Sequence[str]) -> None:
    slugs = {slug_of(clean_name(each, f"synonyms.{index}")) for index, each in enumerate(synonyms)} - {tag.slug}
    if any(tag_id != tag.pk for tag_id in ids_by_slugs(slugs).values()):
        raise TagExists
    TagSynonym.objects.filter(tag=tag).exclude(slug__in=slugs).delete()
    TagSynonym.objects.bulk_create([TagSynonym(slug=each, tag=tag) for each in sorted(slugs)], ignore_conflicts=True)


@transaction.atomic
def merge_tags(*, actor: Viewer, slug: str, into: str) -> Tag:
    """Make all that carries the tag `slug` carry `into` instead; `slug` and its synonyms lead to `into` from now on."""
    wait_lock(VOCABULARY)
    source, target = tag_by_slug(slug), tag_by_slug(into)
    if source.pk == target.pk:
        raise SameTag
    list(Tag.objects.select_for_update().filter(pk__in=[source.pk, target.pk]).order_by("pk"))
    moved = Tagging.objects.filter(tag=source)
    both = Tagging.objects.filter(tag=target).values("workbook_id")
    moved.exclude(workbook_id__in=both).update(tag=target)
    moved.delete()
    TagSynonym.objects.filter(tag=source).update(tag=target)
    follows = TagFollow.objects.filter(tag=source)
    follows.exclude(member_id__in=TagFollow.objects.filter(tag=target).values("member_id")).update(tag=target)
    gone_id = source.pk
    source.delete()
    TagSynonym.objects.create(slug=source.slug, tag=target)
    counted = Tagging.objects.filter(tag=target, is_listed=True).count()
    Tag.objects.filter(pk=target.pk).update(workbooks_count=counted)
    target.refresh_from_db()
    record(TagsMerged(actor_id=actor.pk, gone=source.slug, into=target.slug, gone_id=gone_id))
    note(action="tag.merged", actor=actor, target=("tag", target.slug), before={"merged": source.slug})
    return target


@transaction.atomic
def remove_tag(*, actor: Viewer, slug: str) -> None:
    """Take a tag off all workbooks, and remove it."""
    wait_lock(VOCABULARY)
    tag = Tag.objects.select_for_update().get(pk=tag_by_slug(slug).pk)
    note(action="tag.removed", actor=actor, target=("tag", tag.slug), before={"workbooks_count": tag.workbooks_count})
    record(TagRemoved(actor_id=actor.pk, tag_id=tag.pk, tag=tag.slug))
    tag.delete()
