"""Very many profiles at once, for demo data, with the counts that whoever makes what is counted brings along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from accounts.profiles.models import Profile
from config import bulk

TABLES = [Profile]
_TAKEN = (
    "user_id", "full_name", "bio", "updated_at", "followers_count", "following_count", "workbooks_count",
    "show_profile", "show_activity", "approves_followers",
)  # fmt: skip
_NEW = Profile()
_REST = {
    field.column: getattr(_NEW, field.attname)
    for field in Profile._meta.concrete_fields
    if field.column and field.column not in {*_TAKEN, "hidden_at"}
}

Face = tuple[str, str, str, str, int, int, int, str, str, bool]


def put_profiles(faces: Iterable[Face]) -> None:
    """Insert profiles of (user id, full name, bio, time, followers, following, workbooks), and of the choices who sees
    the profile, who sees the activity, and whether followers are approved."""

    rest = tuple(str(value) if isinstance(value, str) else value for value in _REST.values())

    def rows() -> Iterator[bulk.Row]:
        for face in faces:
            yield (*face, *rest)

    bulk.put(Profile, (*_TAKEN, *_REST), rows())
