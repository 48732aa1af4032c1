"""When members were last here is forgotten when it is old."""

from __future__ import annotations

from datetime import timedelta

from accounts.presence import services, tasks
from accounts.presence.models import Presence
from config import clock


def test_old_times_go_and_who_is_invisible_stays_so(owner, friend, stranger, settings):
    settings.PRESENCE_DAYS = 30
    now = clock.now()
    services.keep_last_active(
        {owner.pk: (now - timedelta(days=31)).timestamp(), friend.pk: (now - timedelta(days=29)).timestamp()}
    )
    services.go_invisible(user_id=stranger.pk)
    Presence.objects.filter(pk=stranger.pk).update(invisible_since=now - timedelta(days=400))
    assert tasks.sweep() == {"forgotten": 1}
    assert set(Presence.objects.values_list("pk", flat=True)) == {friend.pk, stranger.pk}
    assert tasks.sweep() == {"forgotten": 0}
