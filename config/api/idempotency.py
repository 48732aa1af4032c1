"""`Idempotency-Key`: the same key and body within a day gets the first answer again, and the work is done once.

The kept answer and the effect are written in one transaction, so that neither exists without the other, whatever is
killed. While the first request is under way a second one is told so (409) instead of waiting.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from config import clock, context
from config.api import renderers
from config.api.models import IdempotentAnswer
from config.api.request import Request
from config.db import try_lock
from config.errors import Conflict, DomainError, InvalidInput

KEPT_FOR = timedelta(hours=24)
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


class KeyUsedOtherwise(DomainError):
    """The key was used before, with another body."""

    code = "idempotency_key_reused"
    status = 422
    detail = _("This Idempotency-Key was used with another request.")


class StillUnderWay(Conflict):
    """The first request with this key has not been answered yet."""

    code = "idempotency_in_progress"
    detail = _("The first request with this Idempotency-Key is still under way.")


def key_of(request: Request) -> str | None:
    """The request's key, or None; a key that is empty, too long or not printable ASCII is a 400."""
    raw = request.headers.get("Idempotency-Key")
    if raw is None:
        return None
    if not _KEY.fullmatch(raw):
        raise InvalidInput.of("Idempotency-Key", "invalid", _("The key is 1 to 255 printable ASCII characters."))
    return raw


def _client(request: Request) -> str:
    return f"user:{request.user.pk}" if request.user.is_authenticated else f"address:{context.current().address}"


def answer_once(
    request: Request, key: str, act: Callable[[], Response], refused: Callable[[Exception], Response]
) -> Response:
    """Run `act` unless its answer is kept already. `refused` makes the answer of a refusal, which is kept as well."""
    actor, route = _client(request), f"{request.method} {request.path}"[:200]
    # Keyed: a body may hold a password, and the plain digest of one could be guessed at.
    body_hash = salted_hmac("config.api.idempotency", request._request.body, algorithm="sha256").hexdigest()
    with transaction.atomic():
        if not try_lock(f"idempotency:{actor}:{route}:{key}"):
            raise StillUnderWay(headers={"Retry-After": "1"})
        kept = IdempotentAnswer.objects.filter(actor=actor, route=route, key=key).first()
        if kept and kept.created_at < clock.now() - KEPT_FOR:
            kept.delete()
            kept = None
        if kept:
            if kept.request_hash != body_hash:
                raise KeyUsedOtherwise()
            return _replay(kept)
        try:
            with transaction.atomic():
                response = _act_or_leave_a_trace(act, refused)
        except Exception as error:  # of whatever kind: the effect is undone, and DRF's own hook makes the answer
            response = refused(error)
        if response.status_code < 500 and response.status_code not in {401, 429}:
            IdempotentAnswer.objects.create(
                actor=actor,
                route=route,
                key=key,
                request_hash=body_hash,
                status=response.status_code,
                content_type=response.content_type or "application/json",
                body=_kept_body(response),
            )
        return response


def _act_or_leave_a_trace(act: Callable[[], Response], refused: Callable[[Exception], Response]) -> Response:
    """The answer of `act`. A wrong guess is refused and still counted: else a key would make guessing free."""
    try:
        return act()
    except DomainError as error:
        if not error.leaves_trace:
            raise
        return refused(error)


def keep_instead(response: Response, data: dict[str, Any]) -> Response:
    """Have `data` kept for replays in place of the answer itself, which holds a secret that is shown once."""
    response.kept_data = data  # type: ignore[attr-defined]
    return response


def _kept_body(response: Response) -> bytes:
    data = getattr(response, "kept_data", response.data)
    return b"" if data is None else renderers.encode(data)


def _replay(kept: IdempotentAnswer) -> Response:
    data = renderers.Raw(bytes(kept.body))
    response = Response(data, status=kept.status, content_type=kept.content_type)
    response["Idempotent-Replayed"] = "true"
    return response


def prune() -> int:
    """Drop answers older than a day; returns how many went."""
    gone, _rows = IdempotentAnswer.objects.filter(created_at__lt=clock.now() - KEPT_FOR).delete()
    return gone
