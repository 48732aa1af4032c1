"""What moderation does to a request: its message is kept from the recipient, or shown to them again.

The request itself stays and can be answered; what keeps its message hidden, and for how long, is known above.
"""

from __future__ import annotations

from uuid import UUID

from config import clock
from social.friends.errors import FriendRequestNotFound
from social.friends.models import FriendRequest


def hide_message(request_id: UUID) -> None:
    """Keep the message from the recipient."""
    _set_hidden(request_id, hidden=True)


def restore_message(request_id: UUID) -> None:
    """Show the recipient the message again."""
    _set_hidden(request_id, hidden=False)


def _set_hidden(request_id: UUID, *, hidden: bool) -> None:
    rows = FriendRequest.objects.filter(pk=request_id)
    changed = rows.filter(hidden_at__isnull=hidden).update(hidden_at=clock.now() if hidden else None)
    if not changed and not rows.exists():
        raise FriendRequestNotFound
