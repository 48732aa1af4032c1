"""Tags over HTTP: everyone reads them, moderators write them."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Answer, Anyone, AtLeast, Body, Endpoint, Filters, Page, Request, operation
from config.api import fields as f
from config.roles import Role
from workbooks.tags import queries, shapes, vocabulary
from workbooks.tags.errors import InvalidTag, SameTag, TagExists, TagNotFound
from workbooks.tags.models import Tag
from workbooks.tags.names import LONGEST_NAME, slug_of

MODERATORS = [AtLeast(Role.MODERATOR)]
ORDERS = {"popular": ("-workbooks_count", "-id"), "name": ("slug",)}
EXAMPLE = {"slug": "finance", "name": "Finance", "workbooks_count": 12, "synonyms": ["finances"]}


class TagBody(Body):
    """A new tag."""

    name = f.Text(max_length=LONGEST_NAME)
    synonyms = f.Items(f.Text(max_length=LONGEST_NAME), max_length=50, required=False)

    class Meta:
        example = {"name": "Finance", "synonyms": ["finances"]}


class TagChange(Body):
    """What changes of a tag; synonyms replace the ones there are."""

    name = f.Text(max_length=LONGEST_NAME, required=False)
    synonyms = f.Items(f.Text(max_length=LONGEST_NAME), max_length=50, required=False)

    class Meta:
        example = {"name": "Finance"}


class MergeBody(Body):
    """The tag that takes over."""

    into = f.Text(max_length=2 * LONGEST_NAME)

    class Meta:
        example = {"into": "finance"}


class TagAnswer(Answer):
    """A tag, with the number of public workbooks that carry it."""

    slug = f.Text()
    name = f.Text()
    workbooks_count = f.Integer()
    synonyms = f.Items(f.Text())

    class Meta:
        example = EXAMPLE


class TagFilters(Filters):
    """`q` is part of a name; `sort` is `popular` (unless told) or `name`."""

    q = django_filters.CharFilter(method="named", max_length=LONGEST_NAME)
    sort = django_filters.ChoiceFilter(choices=[(name, name) for name in ORDERS], method="as_sorted")

    def named(self, rows: QuerySet[Tag], name: str, value: str) -> QuerySet[Tag]:
        return rows.filter(Q(name__icontains=value) | Q(slug__contains=slug_of(value) or value))

    def as_sorted(self, rows: QuerySet[Tag], name: str, value: str) -> QuerySet[Tag]:
        """The page is ordered where it is cut."""
        return rows


class Tags(Endpoint):
    """All tags, most used first."""

    permissions = {"GET": [Anyone], "POST": MODERATORS}
    tag = "tags"
    scopes = "tags"

    @operation("List tags", answer=Page(TagAnswer), filters=TagFilters)
    def get(self, request: Request) -> Response:
        rows = self.filtered(request, TagFilters, queries.all_tags())
        order = ORDERS[request.query_params.get("sort") or "popular"]
        return self.page(request, rows, order=order, shape=shapes.tags)

    @operation(
        "Make a tag", body=TagBody, answer=TagAnswer, status=201, errors=[TagExists, InvalidTag], idempotent=True
    )
    def post(self, request: Request) -> Response:
        data = self.read(request, TagBody)
        made = vocabulary.create_tag(actor=request.user, **data)
        return Response(shapes.tag(made, request.user), status=201)


class OneTag(Endpoint):
    """One tag, by its slug or by a synonym."""

    permissions = {"GET": [Anyone], "PATCH": MODERATORS, "DELETE": MODERATORS}
    tag = "tags"
    scopes = "tags"

    @operation("See a tag", answer=TagAnswer, errors=[TagNotFound])
    def get(self, request: Request, slug: str) -> Response:
        return Response(shapes.tag(queries.tag_by_slug(slug), request.user))

    @operation(
        "Rename a tag or set its synonyms",
        body=TagChange,
        answer=TagAnswer,
        errors=[TagNotFound, TagExists, InvalidTag],
    )
    def patch(self, request: Request, slug: str) -> Response:
        data = self.read(request, TagChange)
        changed = vocabulary.change_tag(actor=request.user, slug=slug, **data)
        return Response(shapes.tag(changed, request.user))

    @operation("Remove a tag from all workbooks", answer=None, status=204, errors=[TagNotFound])
    def delete(self, request: Request, slug: str) -> Response:
        vocabulary.remove_tag(actor=request.user, slug=slug)
        return Response(status=204)


class Merge(Endpoint):
    """Makes one tag part of another: its workbooks carry the other, its slug stays as a synonym."""

    permissions = MODERATORS
    tag = "tags"
    scopes = "tags"

    @operation("Merge a tag into another", body=MergeBody, answer=TagAnswer, errors=[TagNotFound, SameTag])
    def post(self, request: Request, slug: str) -> Response:
        data = self.read(request, MergeBody)
        target = vocabulary.merge_tags(actor=request.user, slug=slug, into=data["into"])
        return Response(shapes.tag(target, request.user))


urlpatterns: list[URLPattern] = [
    path("tags", Tags.as_view(), name="tags"),
    path("tags/<str:slug>", OneTag.as_view(), name="tag"),
    path("tags/<str:slug>/merge", Merge.as_view(), name="tag-merge"),
]
