"""Deeds on avatars: having one, another one, none. Files are written before the row names them, and go after it.

What happens between is the business of `config.storage`: files that no row names are swept after a day.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from accounts.profiles.errors import ProfileNotFound
from accounts.profiles.events import AvatarChanged
from accounts.profiles.models import Profile
from config import clock
from config.events import record
from config.images import AVATAR
from config.storage import direct, pictures
from config.storage.direct import Prepared

KIND = "avatars"


def change_avatar(*, user_id: UUID, image: bytes) -> str:
    """Draw the avatar of a member from what they uploaded; returns its stem. Refuses what `pictures.REFUSALS` lists."""
    stem = pictures.take(KIND, image, AVATAR)
    _set(user_id, stem)
    return stem


def prepare_avatar(*, user_id: UUID, media_type: str, size: int) -> Prepared:
    """Have the member's client upload an image of `size` bytes to the store itself."""
    return direct.prepare(kind=KIND, owner=str(user_id), media_type=media_type, size=size)


def confirm_avatar(*, user_id: UUID, ticket: str) -> str:
    """As `change_avatar`, from the upload behind the ticket; `UploadNotFound` where there is none."""
    with direct.uploaded(kind=KIND, owner=str(user_id), ticket=ticket) as image:
        return change_avatar(user_id=user_id, image=image)


def remove_avatar(*, user_id: UUID) -> None:
    """Have no avatar; where there is none, nothing happens."""
    _set(user_id, "")


@transaction.atomic
def move_avatar(*, user_id: UUID) -> None:
    """Give the avatar new addresses, so that those which are known lead nowhere."""
    profile = Profile.objects.select_for_update(no_key=True).filter(pk=user_id).first()
    if profile is not None and profile.avatar:
        _put(profile, pictures.renew(profile.avatar) or "", actor_id=None)


@transaction.atomic
def _set(user_id: UUID, stem: str) -> None:
    profile = Profile.objects.select_for_update(no_key=True).filter(pk=user_id).first()
    if profile is None:
        raise ProfileNotFound()
    if profile.avatar != stem:
        _put(profile, stem, actor_id=user_id)


def _put(profile: Profile, stem: str, actor_id: UUID | None) -> None:
    replaced, profile.avatar = profile.avatar, stem
    profile.version += 1
    profile.updated_at = clock.now()
    profile.save(update_fields=["avatar", "version", "updated_at"])
    user_id = profile.pk
    record(AvatarChanged(actor_id=actor_id, user_id=user_id, replaced=replaced, has_avatar=bool(stem)))
