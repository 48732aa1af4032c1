"""What is known of the request or job that runs now: its id, the client's address, who acts.

Set by `config.api.middleware` and by the runners of jobs; read by logs, audit rows and problem answers.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID


@dataclass(slots=True)
class Context:
    """One request, job or command. `address` is the client's true address; empty outside requests.

    `is_request` says that somebody waits for an answer: what may take long refuses to run then.
    """

    request_id: str = ""
    address: str = ""
    user_agent: str = ""
    actor_id: UUID | None = None
    is_request: bool = False


_context: ContextVar[Context | None] = ContextVar("sigma_context", default=None)


def current() -> Context:
    """The present context; an empty one where nothing has set it."""
    return _context.get() or Context()


def new_request_id() -> str:
    return secrets.token_hex(16)


@contextmanager
def within(context: Context) -> Iterator[Context]:
    """Run the block under `context`."""
    token = _context.set(context)
    try:
        yield context
    finally:
        _context.reset(token)
