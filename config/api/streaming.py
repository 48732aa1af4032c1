"""Long files as they come: never all in memory, whichever kind of server sends them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from itertools import islice

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse

from config.api.request import Request

LINES_A_PIECE = 500


def streamed(request: Request | HttpRequest, lines: Iterable[bytes], *, media: str, name: str) -> StreamingHttpResponse:
    """An answer that is the file `name`, made of `lines` while it is sent."""
    pieces = _pieces(iter(lines))
    # Django would read a plain iterator to its end before an asynchronous server sends anything.
    is_async = isinstance(getattr(request, "_request", request), ASGIRequest)
    answer = StreamingHttpResponse(_in_turn(pieces) if is_async else pieces, content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _pieces(lines: Iterator[bytes]) -> Iterator[bytes]:
    while piece := b"".join(islice(lines, LINES_A_PIECE)):
        yield piece


async def _in_turn(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    while (piece := await sync_to_async(lambda: next(pieces, None))()) is not None:
        yield piece
