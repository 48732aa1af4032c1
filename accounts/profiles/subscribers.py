"""What follows from a changed avatar or a hidden profile: files that are out of use go, whatever it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.profiles import avatars
from accounts.profiles.events import AvatarChanged, ProfileHidden
from config.events import subscribe
from config.storage import pictures

if TYPE_CHECKING:
    from config.events import DomainEvent


@subscribe(AvatarChanged, as_="profiles.forget_avatar")
def forget_avatar(event: AvatarChanged, *, cause: DomainEvent) -> None:
    """Remove the files of the avatar that was replaced, and have caches drop them."""
    pictures.forget(event.replaced)


@subscribe(ProfileHidden, as_="profiles.move_avatar")
def move_avatar(event: ProfileHidden, *, cause: DomainEvent) -> None:
    """Take the avatar of a hidden profile away from the addresses that are known."""
    avatars.move_avatar(user_id=event.user_id)
