"""Notes that whoever asks is here: the members behind access tokens and page sessions, not the programs behind keys."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.presence.noting import seen
from config import context


class PresenceMiddleware:
    """For a visitor's request it looks at one attribute; for a member's it looks into one dict more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        member_id = context.current().actor_id
        if member_id is not None and not hasattr(request, "sigma_key"):
            seen.note(member_id, time.time())
        return response
