"""Comments over HTTP: threads of two levels, edits, likes."""

from __future__ import annotations

from uuid import UUID

import django_filters
from django.db.models import QuerySet
from django.urls import URLPattern, path
from rest_framework.response import Response

from config.api import Answer, Anyone, Body, Endpoint, Filters, IsMember, Page, Request, operation
from config.api import fields as f
from workbooks.catalog import queries as catalog
from workbooks.catalog.api.bodies import AUTHOR, AuthorAnswer
from workbooks.catalog.errors import WorkbookNotFound
from workbooks.engagement import queries, services, shapes
from workbooks.engagement.errors import (
    CannotComment,
    CommentNotFound,
    CommentRejected,
    NotYourComment,
    TooDeep,
    TooManyMentions,
)
from workbooks.engagement.models import Comment

LONGEST = 5_000
TEXT_ERRORS = [CommentRejected, TooManyMentions]


class CommentBody(Body):
    """A comment in Markdown; with `parent`, a reply to the comment that begins a thread."""

    body = f.Text(max_length=LONGEST, lines=True)
    parent = f.Id(required=False, allow_null=True)  # type: ignore[assignment]

    class Meta:
        example = {"body": "Clear at first sight, @ana."}


class CommentChange(Body):
    """The new text of a comment."""

    body = f.Text(max_length=LONGEST, lines=True)

    class Meta:
        example = {"body": "Clear at first sight."}


class CommentAnswer(Answer):
    """A comment. Of a deleted one that has replies, only its place is left: no author, no text.

    `label` is what moderators want everyone to read beside it: `sensitive`, `misleading`, `outdated`, `disputed`, or
    nothing.
    """

    id = f.Id()
    workbook = f.Id()
    body = f.Text(max_length=LONGEST, lines=True, allow_blank=True)
    body_html = f.Text(max_length=50_000, lines=True, allow_blank=True)
    author = f.Nested(AuthorAnswer, allow_null=True)
    parent = f.Id(allow_null=True)  # type: ignore[assignment]
    like_count = f.Integer()
    is_liked = f.Flag()
    is_deleted = f.Flag()
    is_hidden = f.Flag()
    label = f.Text(allow_blank=True)  # type: ignore[assignment] # a field, not DRF's attribute of that name
    created_at = f.Moment()
    edited_at = f.Moment(allow_null=True)

    class Meta:
        example = {
            "id": "019a9b2e-0000-7000-8000-0000000000c1",
            "workbook": "019a9b2e-0000-7000-8000-0000000000a1",
            "body": "Clear at first sight, @ana.",
            "body_html": "<p>Clear at first sight, @ana.</p>\n",
            "author": AUTHOR,
            "parent": None,
            "like_count": 2,
            "is_liked": False,
            "is_deleted": False,
            "is_hidden": False,
            "label": "",
            "created_at": "2026-11-20T10:05:00Z",
            "edited_at": None,
        }


class LikeState(Answer):
    """Whether the member likes the comment, and how many do."""

    is_liked = f.Flag()
    like_count = f.Integer()

    class Meta:
        example = {"is_liked": True, "like_count": 3}


class CommentFilters(Filters):
    """`parent` gives the replies to one comment."""

    parent = django_filters.UUIDFilter(field_name="parent_id")


class Comments(Endpoint):
    """The comments on a workbook, thread by thread, each followed by its replies; and where one comments."""

    permissions = {"GET": [Anyone], "POST": [IsMember]}
    throttles = {"POST": ("comment",)}
    tag = "engagement"
    scopes = "comments"

    @operation(
        "List the comments on a workbook",
        answer=Page(CommentAnswer),
        filters=CommentFilters,
        errors=[WorkbookNotFound],
    )
    def get(self, request: Request, workbook_id: UUID) -> Response:
        catalog.visible_workbook(request.user, workbook_id)
        seen: QuerySet[Comment] = queries.comments_on(request.user, workbook_id)
        rows = queries.comment_cards(self.filtered(request, CommentFilters, seen), request.user)
        return self.page(request, rows, order=("thread", "id"), shape=shapes.comments)

    @operation(
        "Comment on a workbook",
        body=CommentBody,
        answer=CommentAnswer,
        status=201,
        errors=[WorkbookNotFound, CannotComment, TooDeep, *TEXT_ERRORS],
        idempotent=True,
    )
    def post(self, request: Request, workbook_id: UUID) -> Response:
        data = self.read(request, CommentBody)
        made = services.write_comment(
            author=request.user, workbook_id=workbook_id, body=data["body"], parent_id=data.get("parent")
        )
        return Response(shapes.comment(request.user, made.pk), status=201)


class OneComment(Endpoint):
    """One comment; only its author changes it."""

    permissions = [IsMember]
    throttles = {"PATCH": ("comment",)}
    tag = "engagement"
    scopes = "comments"

    @operation(
        "Change a comment",
        body=CommentChange,
        answer=CommentAnswer,
        errors=[CommentNotFound, NotYourComment, *TEXT_ERRORS],
    )
    def patch(self, request: Request, comment_id: UUID) -> Response:
        data = self.read(request, CommentChange)
        services.edit_comment(actor=request.user, comment_id=comment_id, body=data["body"])
        return Response(shapes.comment(request.user, comment_id))

    @operation("Delete a comment", answer=None, status=204, errors=[CommentNotFound, NotYourComment])
    def delete(self, request: Request, comment_id: UUID) -> Response:
        services.delete_comment(actor=request.user, comment_id=comment_id)
        return Response(status=204)


class Like(Endpoint):
    """The member's like of a comment; giving it or taking it back again changes nothing."""

    permissions = [IsMember]
    tag = "engagement"
    scopes = "comments"

    @operation("Like a comment", answer=LikeState, errors=[CommentNotFound])
    def post(self, request: Request, comment_id: UUID) -> Response:
        services.like_comment(member=request.user, comment_id=comment_id)
        shown = shapes.comment(request.user, comment_id)
        return Response({"is_liked": shown["is_liked"], "like_count": shown["like_count"]})

    @operation("Take a like back", answer=None, status=204)
    def delete(self, request: Request, comment_id: UUID) -> Response:
        services.unlike_comment(member=request.user, comment_id=comment_id)
        return Response(status=204)


urlpatterns: list[URLPattern] = [
    path("workbooks/<uuid:workbook_id>/comments", Comments.as_view(), name="comments"),
    path("comments/<uuid:comment_id>", OneComment.as_view(), name="comment"),
    path("comments/<uuid:comment_id>/like", Like.as_view(), name="comment-like"),
]
