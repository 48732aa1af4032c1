"""What engagement tells: facts and ids, never a body. Doing a deed again tells nothing; views tell nothing at all."""

from __future__ import annotations

from uuid import UUID

from config.events import Event, Feed, TakesBack, Thing

_FAVORITED = "workbook.favorited"


class WorkbookFavorited(
    Event,
    wire=_FAVORITED,
    subject="workbook_id",
    feed=Feed("favorited", Thing("workbook", "workbook_id"), choice="show_favorites"),
):
    """A member marked the workbook as a favourite."""

    actor_id: UUID
    workbook_id: UUID


class WorkbookUnfavorited(
    Event, wire="workbook.unfavorited", subject="workbook_id", takes_back=TakesBack((_FAVORITED,))
):
    """A member took the mark back."""

    actor_id: UUID
    workbook_id: UUID


class CommentCreated(
    Event,
    wire="comment.created",
    subject="comment_id",
    feed=Feed("commented", Thing("comment", "comment_id"), target=Thing("workbook", "workbook_id")),
):
    """A member commented on the workbook, or replied to the comment `parent_id`."""

    actor_id: UUID
    comment_id: UUID
    workbook_id: UUID
    parent_id: UUID | None


class MentionedInComment(Event, wire="comment.mentioned", subject="comment_id"):
    """The comment mentions `member_id`, who may see it; once a person and comment, however often it is edited."""

    actor_id: UUID
    comment_id: UUID
    workbook_id: UUID
    member_id: UUID


class CommentEdited(Event, wire="comment.edited", subject="comment_id"):
    """The author changed the comment."""

    actor_id: UUID
    comment_id: UUID


class CommentDeleted(Event, wire="comment.deleted", subject="comment_id"):
    """The author deleted the comment; its replies stay."""

    actor_id: UUID
    comment_id: UUID
    workbook_id: UUID


class CommentHidden(Event, wire="comment.hidden", subject="comment_id"):
    """The comment was hidden: by moderation, or by screening when it was written, and then nobody did it."""

    actor_id: UUID | None
    comment_id: UUID


class CommentRestored(Event, wire="comment.restored", subject="comment_id"):
    """Moderation showed the comment again."""

    actor_id: UUID | None
    comment_id: UUID


class CommentLiked(Event, wire="comment.liked", subject="comment_id"):
    """A member likes the comment."""

    actor_id: UUID
    comment_id: UUID


class CommentUnliked(Event, wire="comment.unliked", subject="comment_id"):
    """A member likes the comment no longer."""

    actor_id: UUID
    comment_id: UUID
