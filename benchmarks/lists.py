"""The list of 20 workbooks: its statements alone, our endpoint's view, and the same page through ModelSerializer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from accounts.auth.principal import Principal
from accounts.users.models import User
from benchmarks import dataset
from benchmarks.measuring import Line, in_turn, seconds_each
from config.api import renderers
from workbooks.catalog import queries
from workbooks.catalog.api.gallery import Workbooks
from workbooks.catalog.models import Workbook
from workbooks.tags.models import Tag

TIMES = 30


class AuthorSerializer(serializers.ModelSerializer[User]):
    full_name = serializers.CharField(source="profile.full_name")
    avatar_url = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ("id", "username", "full_name", "avatar_url")

    def get_avatar_url(self, user: User) -> None:
        return None


class TagSerializer(serializers.ModelSerializer[Tag]):
    class Meta:
        model = Tag
        fields = ("slug", "name")


class WorkbookSerializer(serializers.ModelSerializer[Workbook]):
    """The peer: what most projects write, with the related rows fetched ahead."""

    author = AuthorSerializer()
    tags = TagSerializer(many=True, source="tag_rows")
    is_favorited = serializers.BooleanField()
    is_featured = serializers.BooleanField()
    view_count = serializers.IntegerField(source="shown_views")
    favorite_count = serializers.IntegerField(source="shown_favorites")

    class Meta:
        model = Workbook
        fields = (
            "id", "slug", "title", "description", "embed_url", "author", "tags", "status", "visibility",
            "view_count", "favorite_count", "comment_count", "is_favorited", "is_featured", "published_at",
            "created_at", "updated_at",
        )  # fmt: skip


def ours(viewer: Principal) -> Any:
    request = APIRequestFactory().get("/api/v1/workbooks")
    request.sigma_principal = viewer
    view = Workbooks()
    view.setup(request)
    wrapped = Request(request)
    wrapped._user, wrapped._auth = viewer, None
    view.request = wrapped
    return renderers.encode(view.get(wrapped).data)


def statements(viewer: Principal) -> list[tuple[str, Any]]:
    with CaptureQueriesContext(connection) as captured:
        ours(viewer)
    return [query["sql"] for query in captured.captured_queries]


def peer(viewer: Principal) -> Any:
    from django.db.models import Exists, OuterRef

    from workbooks.catalog.queries import running_picks
    from workbooks.engagement.models import Favorite

    rows = (
        queries.listed(viewer)
        .annotate(
            is_favorited=Exists(Favorite.objects.filter(member_id=viewer.pk, workbook_id=OuterRef("pk"))),
            is_featured=Exists(running_picks(dataset.clock.now()).filter(workbook_id=OuterRef("pk"))),
        )
        .select_related("author__profile")
        .prefetch_related("taggings__tag")
        .order_by("-listed_at", "-id")[:21]
    )
    page = list(rows)[:20]
    for row in page:
        row.tag_rows = [tagging.tag for tagging in row.taggings.all()]
    from rest_framework.renderers import JSONRenderer

    return JSONRenderer().render(WorkbookSerializer(page, many=True).data)


def run() -> Iterator[Line]:
    dataset.fill()
    row = User.objects.order_by("username").first()
    assert row
    viewer = Principal(row.pk, row.username, row.role, row.status, row.email_verified, row.pk)
    sql = statements(viewer)

    def floor() -> None:
        with connection.cursor() as cursor:
            for statement in sql:
                cursor.execute(statement)
                cursor.fetchall()

    medians = in_turn(
        {
            "its statements alone": lambda: seconds_each(floor, TIMES) * 1e3,
            "ours": lambda: seconds_each(lambda: ours(viewer), TIMES) * 1e3,
            "ModelSerializer": lambda: seconds_each(lambda: peer(viewer), TIMES) * 1e3,
        }
    )
    alone, mine, theirs = medians["its statements alone"], medians["ours"], medians["ModelSerializer"]
    yield Line("list of 20", f"its {len(sql)} statements alone", alone, "ms")
    yield Line("list of 20", "ours, view and JSON", mine, "ms", mine / alone, "statements", "≤ 3", mine / alone <= 3)
    yield Line("list of 20", "ModelSerializer", theirs, "ms", theirs / mine, "ours", "≥ 3", theirs / mine >= 3)
