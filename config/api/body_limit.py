"""The cap of bodies where they are read as a whole before Django sees them: under ASGI.

Without it, a body without a length would be written to a temporary file for as long as somebody sends.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from config import context
from config.api.problems import problem_response
from config.api.uploads import most_bytes
from config.errors import TooLarge

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class BodyLimit:
    """Answers 413 as soon as a body is announced, or grows, past what its type allows."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        most = most_bytes(headers.get(b"content-type", b"").decode("latin-1"))
        announced = headers.get(b"content-length", b"0")
        if announced.isdigit() and int(announced[:20]) > most:
            await _refuse(send)
            return
        count, answered = 0, False

        async def receive_up_to_the_cap() -> Mapping[str, Any]:
            nonlocal count
            message = await receive()
            count += len(message.get("body", b""))
            # To Django the client seems to be gone, so that it lets go of what it has written so far.
            return message if count <= most else {"type": "http.disconnect"}

        async def send_unless_refused(message: Mapping[str, Any]) -> None:
            nonlocal answered
            answered = True
            await send(message)

        await self.app(scope, receive_up_to_the_cap, send_unless_refused)
        if count > most and not answered:
            await _refuse(send)


async def _refuse(send: Send) -> None:
    with context.within(context.Context(request_id=context.new_request_id())):
        answer = problem_response(TooLarge())
        answer["X-Request-ID"] = context.current().request_id
    answer["Content-Length"] = str(len(answer.content))
    answer["Connection"] = "close"
    headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in answer.items()]
    await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": answer.content})
