"""The comments on a workbook's page: threads, the newest first, each with its replies in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from config.errors import InvalidInput
from config.roles import Viewer
from workbooks.engagement import queries, shapes
from workbooks.engagement.api.comments import LONGEST

MOST_THREADS, MOST_COMMENTS = 20, 200


class CommentForm(forms.Form):
    """A comment, or with `parent` a reply. The field names are those of the API, whose refusals find their field."""

    body = forms.CharField(
        label=_("Your comment"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    parent = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def take(self, refused: InvalidInput) -> None:
        """Show what a service refused."""
        for error in refused.errors:
            self.add_error(error.field if error.field in self.fields else None, error.message)


@dataclass(slots=True)
class Thread:
    """A comment that begins a thread, and its replies; None where the viewer may see replies of it alone."""

    id: UUID
    first: dict[str, Any] | None = None
    replies: list[dict[str, Any]] = field(default_factory=list)


def first_threads(viewer: Viewer, workbook_id: UUID, *, before: str) -> tuple[list[Thread], UUID | None]:
    """The newest threads that began before that one, and the thread before which there are more.

    Two statements, however many comments there are: of a page at most 200 are shown.
    """
    seen = queries.comments_on(viewer, workbook_id)
    if before:
        seen = seen.filter(thread__lt=_thread_id(before))
    rows = list(queries.comment_cards(seen.order_by("-thread", "id"), viewer)[: MOST_COMMENTS + 1])
    is_cut = len(rows) > MOST_COMMENTS
    threads: dict[UUID, Thread] = {}
    for comment, row in zip(shapes.comments(rows, viewer), rows, strict=True):
        thread = threads.setdefault(row["thread"], Thread(row["thread"]))
        if comment["parent"] is None:
            thread.first = comment
        else:
            thread.replies.append(comment)
    if is_cut and len(threads) > 1:
        threads.popitem()  # the last may not be whole; it begins the next page
    shown = list(threads.values())[:MOST_THREADS]
    return shown, shown[-1].id if is_cut or len(threads) > MOST_THREADS else None


def _thread_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise InvalidInput() from None
