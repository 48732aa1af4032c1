"""The codes and reasons with which a connection is closed. Clients read the code; the reason says more."""

from __future__ import annotations

from typing import Final, NamedTuple

from config.roles import SIGNED_IN_STATES


class Closing(NamedTuple):
    """A websocket's closing code and its reason, a stable word; a stream says the same in its last event."""

    code: int
    reason: str


BAD_FRAME: Final = Closing(4400, "bad_frame")
NOT_SIGNED_IN: Final = Closing(4401, "not_signed_in")
INVALID_CREDENTIALS: Final = Closing(4401, "invalid_credentials")
SIGNED_OUT: Final = Closing(4401, "signed_out")
EXPIRED: Final = Closing(4401, "expired")
STOPPED: Final = Closing(4403, "account_stopped")
OTHER_MEMBER: Final = Closing(4403, "other_member")
NO_AUTH_IN_TIME: Final = Closing(4408, "no_auth_in_time")
TOO_SLOW: Final = Closing(4408, "too_slow")
TOO_MANY_MESSAGES: Final = Closing(4429, "too_many_messages")
TOO_MANY_CONNECTIONS: Final = Closing(4429, "too_many_connections")
TRY_AGAIN: Final = Closing(1013, "try_again_later")

CLOSINGS: Final = (
    BAD_FRAME,
    NOT_SIGNED_IN,
    INVALID_CREDENTIALS,
    SIGNED_OUT,
    EXPIRED,
    STOPPED,
    OTHER_MEMBER,
    NO_AUTH_IN_TIME,
    TOO_SLOW,
    TOO_MANY_MESSAGES,
    TOO_MANY_CONNECTIONS,
    TRY_AGAIN,
)


def ended_as(standing: str) -> Closing:
    """How a connection ends whose holder may not go on: the account was stopped, or the session has ended."""
    return SIGNED_OUT if standing in SIGNED_IN_STATES else STOPPED
