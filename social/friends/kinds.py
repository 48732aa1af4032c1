"""The request as a thing that floors which do not know it by name can see, name, and hide the message of."""

from __future__ import annotations

from config.entities import Kind
from social.friends import queries, screened, services

FRIEND_REQUEST = Kind(
    name="friend_request",
    visible_to=queries.requests_visible_to,
    summaries=queries.request_summaries,
    owner_of=queries.request_sender,
    hide=services.hide_message,
    restore=services.restore_message,
    written=screened.written,
    newest=screened.newest,
)
