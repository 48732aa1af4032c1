"""What becomes of profiles and avatars in exports and in erasure."""

from __future__ import annotations

from accounts.profiles.models import Profile
from config.privacy import By, Export, Person, register
from config.storage import pictures

AFTER_CONTENT = 80


def remove_profile(person: Person) -> int:
    """Remove the avatar's files, have caches drop them, and delete the profile."""
    profile = Profile.objects.filter(pk=person.id).first()
    if profile is None:
        return 0
    pictures.forget(profile.avatar)
    return int(bool(Profile.objects.filter(pk=person.id).delete()[0]))


def declare() -> None:
    register(
        "accounts.Profile",
        of="user",
        export=Export(stem=lambda row: str(row["avatar"])),
        erase=By(remove_profile, "deleted with the avatar's files"),
        place=AFTER_CONTENT,
    )
