"""Many members at once, for tests of what thousands are told; they stand in the tables as any others do."""

from __future__ import annotations

from uuid import UUID

from accounts.profiles.models import Profile
from accounts.users.models import User
from social.graph.models import Follow


def members(count: int, name: str = "town") -> list[UUID]:
    """So many members, in the order of their ids."""
    rows = [
        User(username=f"{name}-{number}", email=f"{name}-{number}@example.com", password="!", is_claimed=True)
        for number in range(count)
    ]
    User.objects.bulk_create(rows, batch_size=500)
    Profile.objects.bulk_create([Profile(user_id=row.pk) for row in rows], batch_size=500)
    return sorted(row.pk for row in rows)


def follow(followers: list[UUID], person_id: UUID) -> None:
    """Have all of them follow one."""
    Follow.objects.bulk_create([Follow(follower_id=each, followee_id=person_id) for each in followers], batch_size=500)
