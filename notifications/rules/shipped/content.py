"""What members are told of workbooks and comments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from config.roles import ANONYMOUS
from notifications.inbox.seeing import seen_things
from notifications.rules.rule import Ending, Gone, Rule, register
from notifications.types import shipped as types
from social.graph import queries as graph
from workbooks.catalog.events import WorkbookFeatured, WorkbookPublished, WorkbookRemixed
from workbooks.catalog.queries import author_of
from workbooks.engagement.events import CommentCreated, CommentLiked, MentionedInComment, WorkbookFavorited
from workbooks.engagement.queries import comment_author, commented_workbook, mentioned_in
from workbooks.framing.events import WorkbookEmbedBroken, WorkbookEmbedRestored


def _workbook(event: Any) -> tuple[str, UUID]:
    return ("workbook", event.workbook_id)


def _comment(event: Any) -> tuple[str, UUID]:
    return ("comment", event.comment_id)


def _workbook_of_comment(event: CommentLiked) -> tuple[str, UUID] | None:
    workbook_id = commented_workbook(event.comment_id)
    return ("workbook", workbook_id) if workbook_id is not None else None


def _author(event: Any) -> list[UUID | None]:
    return [author_of(event.workbook_id)]


def _followers(event: WorkbookPublished, after: UUID | None, most: int) -> Sequence[tuple[UUID, UUID]]:
    """Who follows the author, newest first: whoever begins to while they are told is told of what comes next."""
    rows = graph.followers_of(event.actor_id).order_by("-id")
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return list(rows.values_list("pk", "follower_id")[:most])


def _answered(event: CommentCreated) -> Iterable[UUID | None]:
    """Whoever is replied to, unless the comment mentions them: then that is what they are told."""
    replied_to = comment_author(event.parent_id) if event.parent_id is not None else None
    return [replied_to] if replied_to not in mentioned_in(event.comment_id) else []


def _commented(event: CommentCreated) -> Iterable[UUID | None]:
    """The author of the workbook, unless they are replied to or mentioned."""
    author_id = author_of(event.workbook_id)
    told_so = {*_answered(event), *mentioned_in(event.comment_id)}
    return [author_id] if author_id not in told_so else []


register(
    Rule(
        types.FAVORITED,
        WorkbookFavorited,
        recipients=_author,
        thing=_workbook,
        threads=lambda event: [_workbook(event)],
    ),
    Rule(
        types.PUBLISHED,
        WorkbookPublished,
        audience=_followers,
        thing=_workbook,
        group=lambda event: f"{types.PUBLISHED.name}:{event.actor_id}",
        threads=lambda event: [_workbook(event)],
        listed=True,
    ),
    Rule(
        types.REMIXED,
        WorkbookRemixed,
        recipients=lambda event: [author_of(event.source_id)],
        thing=lambda event: ("workbook", event.source_id),
        threads=lambda event: [("workbook", event.source_id)],
    ),
    Rule(types.FEATURED, WorkbookFeatured, recipients=_author, thing=_workbook, actor=""),
    Rule(
        types.COMMENTED,
        CommentCreated,
        name="comment.replied",
        recipients=_answered,
        thing=_workbook,
        part=_comment,
        group=lambda event: f"{types.COMMENTED.name}:reply:{event.workbook_id}",
        threads=lambda event: [_workbook(event), *([("comment", event.parent_id)] if event.parent_id else [])],
        data=lambda event: {"is_reply": True},
    ),
    Rule(
        types.COMMENTED,
        CommentCreated,
        recipients=_commented,
        thing=_workbook,
        part=_comment,
        threads=lambda event: [_workbook(event)],
        data=lambda event: {"is_reply": False},
    ),
    Rule(
        types.MENTIONED,
        MentionedInComment,
        recipients=lambda event: [event.member_id],
        thing=_workbook,
        part=_comment,
        threads=lambda event: [_workbook(event)],
    ),
    Rule(
        types.LIKED,
        CommentLiked,
        recipients=lambda event: [comment_author(event.comment_id)],
        thing=_workbook_of_comment,
        part=_comment,
        group=lambda event: f"{types.LIKED.name}:{event.comment_id}",
        threads=lambda event: [_comment(event)],
    ),
    Rule(
        types.EMBED_BROKEN,
        WorkbookEmbedBroken,
        recipients=lambda event: [event.author_id],
        thing=_workbook,
        actor="",
        data=lambda event: {"verdict": event.verdict},
    ),
    Rule(
        types.EMBED_RESTORED,
        WorkbookEmbedRestored,
        recipients=lambda event: [event.author_id],
        thing=_workbook,
        actor="",
    ),
    Ending("comment.unliked", (types.LIKED.name,), thing="comment_id"),
    # What is fine again is not broken, and the other way round.
    Ending("workbook.embed_restored", (types.EMBED_BROKEN.name,), actor="", thing="workbook_id"),
    Ending("workbook.embed_broken", (types.EMBED_RESTORED.name,), actor="", thing="workbook_id"),
    Ending("workbook.unfeatured", (types.FEATURED.name,), actor="", thing="workbook_id"),
    Gone("workbook.deleted", "workbook", "workbook_id"),
    Gone("workbook.hidden", "workbook", "workbook_id", owner_sees=True),
    Gone("workbook.archived", "workbook", "workbook_id", owner_sees=True),
    Gone(
        "workbook.edited",
        "workbook",
        "workbook_id",
        some_see=True,
        when=lambda event: "visibility" in event.fields and not seen_things(ANONYMOUS, "workbook", [event.workbook_id]),
    ),
    Gone("comment.deleted", "comment", "comment_id"),
    Gone("comment.hidden", "comment", "comment_id", owner_sees=True),
)
