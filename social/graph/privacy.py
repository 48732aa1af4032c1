"""What becomes of follows, friendships, blocks and mutes in exports and in erasure."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.profiles.services import bump_counts
from config.privacy import By, Delete, Export, Person, register
from config.privacy.erasing import BATCH
from social.graph.models import Follow

_OTHERS = "what others have decided about somebody is not theirs to read"


@transaction.atomic
def end_follows(person: Person) -> int:
    """End a batch of follows at either end of which the person stands, and count them off at the other."""
    touching = Follow.objects.filter(Q(follower_id=person.id) | Q(followee_id=person.id))
    keys = list(touching.order_by("pk").values_list("pk", flat=True)[:BATCH])
    held = list(Follow.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    Follow.objects.filter(pk__in=[row.pk for row in held]).delete()
    followers = Counter(row.followee_id for row in held)
    following = Counter(row.follower_id for row in held)
    members: set[UUID] = {*followers, *following}
    bump_counts({pk: {"followers": -followers[pk], "following": -following[pk]} for pk in members})
    return len(keys)


def declare() -> None:
    register(
        "social.Follow",
        of=("follower", "followee"),
        export=Export(),
        erase=By(end_follows, "deleted, and counted off at the other end"),
    )
    register(
        "social.FollowRequest",
        of=("requester", "followee"),
        export=Export(),
        erase=Delete(),
    )
    register(
        "social.Friendship",
        of=("member", "friend"),
        export=Export(of="member", because="the other half of a friendship says the same"),
        erase=Delete(),
    )
    register("social.Block", of=("blocker", "blocked"), export=Export(of="blocker", because=_OTHERS), erase=Delete())
    register("social.Mute", of=("muter", "muted"), export=Export(of="muter", because=_OTHERS), erase=Delete())
