"""What the catalog's endpoints take and give."""

from __future__ import annotations

from typing import Any

from config.api import Answer, Body
from config.api import fields as f
from workbooks.catalog.models import State, Visibility

EMBED_URL = "https://public.tableau.com/views/Sales/Overview"
AUTHOR = {"id": "019a9b2e-0000-7000-8000-000000000001", "username": "ana", "full_name": "Ana Ruiz", "avatar_url": None}
CARD: dict[str, Any] = {
    "id": "019a9b2e-0000-7000-8000-0000000000a1",
    "slug": "sales-at-a-glance",
    "title": "Sales at a glance",
    "description": "Every region on **one** page.",
    "embed_url": EMBED_URL,
    "author": AUTHOR,
    "tags": [{"slug": "sales", "name": "Sales"}],
    "status": "published",
    "visibility": "public",
    "thumbnail_url": None,
    "view_count": 1204,
    "favorite_count": 31,
    "comment_count": 4,
    "is_favorited": False,
    "is_featured": True,
    "is_hidden": False,
    "label": "",
    "published_at": "2026-11-20T09:30:00Z",
    "created_at": "2026-11-19T16:02:11Z",
    "updated_at": "2026-11-20T09:30:00Z",
}


class _Text(Body):
    description = f.Text(max_length=10_000, lines=True, allow_blank=True, required=False)
    tags = f.Items(f.Text(max_length=50), required=False)
    visibility = f.Choice(Visibility.values, required=False)
    embed_allowed_on = f.Items(f.Text(max_length=300), max_length=20, required=False)


class WorkbookBody(_Text):
    """A workbook: its title, where its source shows it, and what is said of it."""

    title = f.Text(max_length=200)
    embed_url = f.Url()

    class Meta:
        example = {
            "title": "Sales at a glance",
            "description": "Every region on **one** page.",
            "embed_url": EMBED_URL,
            "tags": ["Sales"],
            "visibility": "public",
            "embed_allowed_on": ["https://blog.example.com"],
        }


class WorkbookChange(_Text):
    """What changes of a workbook."""

    title = f.Text(max_length=200, required=False)
    embed_url = f.Url(required=False)

    class Meta:
        example = {"title": "Sales at a glance", "tags": ["Sales", "KPI"]}


class AuthorAnswer(Answer):
    """Who wrote something."""

    id = f.Id()
    username = f.Text()
    full_name = f.Text(allow_blank=True)
    avatar_url = f.Url(allow_null=True)

    class Meta:
        example = AUTHOR


class TagOfWorkbook(Answer):
    """A tag on a workbook."""

    slug = f.Text()
    name = f.Text()

    class Meta:
        example = {"slug": "sales", "name": "Sales"}


class NamedWorkbook(Answer):
    """Another workbook, by its title."""

    id = f.Id()
    title = f.Text()

    class Meta:
        example = {"id": CARD["id"], "title": CARD["title"]}


class WorkbookCard(Answer):
    """A workbook in a list. Its counts are ours and those that its listing brought, together.

    `label` is what moderators want everyone to read beside it: `sensitive`, `misleading`, `outdated`, `disputed`, or
    nothing.
    """

    id = f.Id()
    slug = f.Text()
    title = f.Text()
    description = f.Text(max_length=10_000, allow_blank=True)
    embed_url = f.Url()
    author = f.Nested(AuthorAnswer)
    tags = f.Nested(TagOfWorkbook, many=True)
    status = f.Choice(State.values)
    visibility = f.Choice(Visibility.values)
    thumbnail_url = f.Url(allow_null=True)
    view_count = f.Integer()
    favorite_count = f.Integer()
    comment_count = f.Integer()
    is_favorited = f.Flag()
    is_featured = f.Flag()
    is_hidden = f.Flag()
    label = f.Text(allow_blank=True)  # type: ignore[assignment] # a field, not DRF's attribute of that name
    published_at = f.Moment(allow_null=True)
    created_at = f.Moment()
    updated_at = f.Moment()

    class Meta:
        example = CARD


class WorkbookAnswer(WorkbookCard):
    """A workbook in full, with its remixes and what it is a remix of."""

    embed_allowed_on = f.Items(f.Text())
    description_html = f.Text(max_length=50_000, allow_blank=True)
    remix_of = f.Nested(NamedWorkbook, allow_null=True)
    remixes = f.Nested(NamedWorkbook, many=True)

    class Meta:
        example = {
            **CARD,
            "embed_allowed_on": ["https://blog.example.com"],
            "description_html": "<p>Every region on <strong>one</strong> page.</p>\n",
            "remix_of": None,
            "remixes": [],
        }
