"""Following tags. Doing so again changes nothing and tells nothing."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.db import transaction

from config.db import insert_once
from config.events import record
from config.roles import Viewer
from workbooks.tags.errors import TooManyTagsFollowed
from workbooks.tags.events import TagFollowed, TagUnfollowed
from workbooks.tags.models import Tag, TagFollow
from workbooks.tags.queries import tag_by_slug

MOST_FOLLOWED = 500
"""How many tags one member may follow."""


@transaction.atomic
def follow_tag(*, member: Viewer, slug: str) -> Tag:
    """Follow the tag that `slug` leads to."""
    tag, member_id = tag_by_slug(slug), cast(UUID, member.pk)
    row = TagFollow(member_id=member_id, tag=tag)
    if TagFollow.objects.filter(member_id=member_id).count() >= MOST_FOLLOWED:
        if not TagFollow.objects.filter(member_id=member_id, tag=tag).exists():
            raise TooManyTagsFollowed
    elif insert_once(row):
        record(TagFollowed(actor_id=member_id, tag=tag.slug))
    return tag


@transaction.atomic
def unfollow_tag(*, member: Viewer, slug: str) -> None:
    """Follow the tag no longer."""
    tag = tag_by_slug(slug)
    if TagFollow.objects.filter(member_id=member.pk, tag=tag).delete()[0]:
        record(TagUnfollowed(actor_id=cast(UUID, member.pk), tag=tag.slug))
