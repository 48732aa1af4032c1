"""The peer's serializers, views and routes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.urls import path
from rest_framework import generics, pagination, serializers
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_simplejwt.views import TokenObtainPairView

from accounts.users.models import User
from config import clock
from workbooks.catalog import queries
from workbooks.catalog.models import Workbook
from workbooks.engagement.models import Comment, Favorite
from workbooks.tags.models import Tag


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
    """A card, with its author and tags."""

    author = AuthorSerializer()
    tags = serializers.SerializerMethodField()
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

    def get_tags(self, workbook: Workbook) -> Any:
        return TagSerializer([tagging.tag for tagging in workbook.taggings.all()], many=True).data


class CommentSerializer(serializers.ModelSerializer[Comment]):
    author = AuthorSerializer(read_only=True)

    class Meta:
        model = Comment
        fields = ("id", "workbook", "body", "author", "parent", "like_count", "created_at", "edited_at")
        read_only_fields = ("workbook", "like_count", "created_at", "edited_at")


def with_flags(rows: Any, viewer: Any) -> Any:
    """Our own rule of who sees what, and the related rows fetched ahead."""
    return (
        rows.annotate(
            is_favorited=Exists(Favorite.objects.filter(member_id=viewer.pk, workbook_id=OuterRef("pk"))),
            is_featured=Exists(queries.running_picks(clock.now()).filter(workbook_id=OuterRef("pk"))),
        )
        .select_related("author__profile")
        .prefetch_related("taggings__tag")
    )


class Newest(pagination.CursorPagination):
    ordering = ("-listed_at", "-id")


class Workbooks(generics.ListAPIView[Workbook]):
    serializer_class = WorkbookSerializer
    pagination_class = Newest

    def get_queryset(self) -> Any:
        return with_flags(queries.listed(self.request.user), self.request.user)


class OneWorkbook(generics.RetrieveAPIView[Workbook]):
    serializer_class = WorkbookSerializer

    def get_queryset(self) -> Any:
        return with_flags(queries.visible_to(self.request.user), self.request.user)


class Favorites(APIView):
    def post(self, request: Any, pk: UUID) -> Response:
        workbook = generics.get_object_or_404(queries.visible_to(request.user), pk=pk)
        with transaction.atomic():
            _mark, made = Favorite.objects.get_or_create(member=request.user, workbook=workbook)
            if made:
                Workbook.objects.filter(pk=pk).update(favorite_count=F("favorite_count") + 1)
        workbook.refresh_from_db(fields=["shown_favorites"])
        return Response({"is_favorited": True, "favorite_count": workbook.shown_favorites})


class Comments(generics.CreateAPIView[Comment]):
    serializer_class = CommentSerializer

    def perform_create(self, serializer: Any) -> None:
        workbook = generics.get_object_or_404(queries.visible_to(self.request.user), pk=self.kwargs["pk"])
        comment_id = Comment._meta.pk.get_default()
        with transaction.atomic():
            serializer.save(id=comment_id, thread=comment_id, author=self.request.user, workbook=workbook)
            Workbook.objects.filter(pk=workbook.pk).update(comment_count=F("comment_count") + 1)


urlpatterns = [
    path("workbooks", Workbooks.as_view()),
    path("workbooks/<uuid:pk>", OneWorkbook.as_view()),
    path("workbooks/<uuid:pk>/favorite", Favorites.as_view()),
    path("workbooks/<uuid:pk>/comments", Comments.as_view()),
    path("token", TokenObtainPairView.as_view()),
]
