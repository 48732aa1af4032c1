"""Tags over HTTP: everyone reads them, moderators write them."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Answer, Anyone, AtLeast, Body, Endpoint, Filters, IsMember, Page, Request, operation
from config.api import fields as f
from config.roles import Role
from config.search.query import LONGEST_QUERY
from workbooks.tags import following, queries, shapes, vocabulary
from workbooks.tags.errors import InvalidTag, SameTag, TagExists, TagNotFound, TooManyTagsFollowed
from workbooks.tags.models import Tag
from workbooks.tags.names import LONGEST_NAME, slug_of

MODERATORS = [AtLeast(Role.MODERATOR)]
ORDERS = {"popular": ("-workbooks_count", "-id"), "name": ("slug",)}
EXAMPLE = {"slug": "finance", "name": "Finance", "workbooks_count": 12, "synonyms": ["finances"], "is_followed": False}


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
    is_followed = f.Flag()

    class Meta:
        example = EXAMPLE


class TagFilters(Filters):
    """`q` is part of a name; `sort` is `popular` (unless told) or `name`; `followed` leaves what the viewer follows."""

    q = django_filters.CharFilter(method="named", max_length=LONGEST_NAME)
    sort = django_filters.ChoiceFilter(choices=[(name, name) for name in ORDERS], method="as_sorted")
    followed = django_filters.BooleanFilter(method="by_follows")

    def by_follows(self, rows: QuerySet[Tag], name: str, value: bool) -> QuerySet[Tag]:
        ids = queries.followed(self.request.user.pk).values("tag_id")
        return rows.filter(pk__in=ids) if value else rows.exclude(pk__in=ids)

    def named(self, rows: QuerySet[Tag], name: str, value: str) -> QuerySet[Tag]:
        return rows.filter(Q(name__icontains=value) | Q(slug__contains=slug_of(value) or value))

    def as_sorted(self, rows: QuerySet[Tag], name: str, value: str) -> QuerySet[Tag]:
        """The page is ordered where it is cut."""
        return rows


class TagSearchFilters(Filters):
    """`q` is what is searched: the beginnings of words of names."""

    q = django_filters.CharFilter(method="found", required=True, max_length=LONGEST_QUERY)

    def found(self, rows: QuerySet[Tag], name: str, value: str) -> QuerySet[Tag]:
        return rows & queries.found(value)


class SearchTags(Endpoint):
    """Tags in whose names every word of the search begins a word, most used first."""

    permissions = [Anyone]
    tag = "search"
    scopes = "tags"

    @operation("Search tags", answer=Page(TagAnswer), filters=TagSearchFilters)
    def get(self, request: Request) -> Response:
        rows = self.filtered(request, TagSearchFilters, queries.all_tags())
        return self.page(request, rows, order=ORDERS["popular"], shape=shapes.tags)


class FollowTag(Endpoint):
    """Follows a tag, or ends it; doing so again changes nothing."""

    permissions = [IsMember]
    throttles = ("follow",)
    tag = "tags"
    scopes = "tags"

    @operation("Follow a tag", answer=TagAnswer, errors=[TagNotFound, TooManyTagsFollowed])
    def post(self, request: Request, slug: str) -> Response:
        return Response(shapes.tag(following.follow_tag(member=request.user, slug=slug), request.user))

    @operation("Follow a tag no longer", answer=None, status=204, errors=[TagNotFound])
    def delete(self, request: Request, slug: str) -> Response:
        following.unfollow_tag(member=request.user, slug=slug)
        return Response(status=204)


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
    path("search/tags", SearchTags.as_view(), name="search-tags"),
    path("tags", Tags.as_view(), name="tags"),
    path("tags/<str:slug>", OneTag.as_view(), name="tag"),
    path("tags/<str:slug>/follow", FollowTag.as_view(), name="tag-follow"),
    path("tags/<str:slug>/merge", Merge.as_view(), name="tag-merge"),
]
