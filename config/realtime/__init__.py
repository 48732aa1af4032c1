"""What members are told while they look: frames of channels, kept for a day, in an order that each channel counts.

`post` and `post_many` write frames in the transaction that causes them: the table is the truth, and the broker only
makes them sooner. `tell` says something that is worth nothing a moment later and is kept nowhere. `Channel` and
`register_channel` declare who may listen to what. Whoever holds the sockets (`notifications.realtime`) reads the table
(`queries`) and listens to what is published (`publishing`); this module knows neither them nor any app.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from config.realtime.channels import Channel, Recheck, register_channel
from config.realtime.publishing import Message

if TYPE_CHECKING:
    from config.realtime.posting import post, post_many, tell

__all__ = ["Channel", "Message", "Recheck", "post", "post_many", "register_channel", "tell"]


def __getattr__(name: str) -> Any:
    # Models can only be imported once the apps are loaded, and this package is imported before.
    if name in {"post", "post_many", "tell"}:
        from config.realtime import posting

        return getattr(posting, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
