"""What a process remembers between requests, forgotten: tests begin as a process does that has just started."""

from __future__ import annotations

from django.core.cache import cache


def forget_all() -> None:
    """Caches, counts, and everything that was read from a table to be asked often."""
    from accounts.api_keys import counting, verifying
    from accounts.auth import revocation
    from accounts.presence.noting import seen
    from config.api import throttles
    from config.flags import memory as flags
    from config.search import picking
    from moderation.screening import hosted, refusals
    from moderation.screening import memory as screening
    from notifications.templates.memory import memory as templates

    revocation.reset()
    verifying.forget()
    counting.tally.take()
    seen.forget()
    flags.reset()
    screening.reset()
    templates.clear()
    refusals.forget()
    picking.forget()
    hosted.breaker.reset()
    cache.clear()
    throttles.reset_all()
