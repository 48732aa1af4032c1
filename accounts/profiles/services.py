"""Deeds on profiles: making, editing, privacy, counts, hiding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from accounts.profiles.counters import column_of
from accounts.profiles.errors import ContentRejected, ProfileNotFound
from accounts.profiles.events import PrivacyChanged, ProfileEdited, ProfileHidden
from accounts.profiles.models import Profile
from accounts.profiles.queries import PRIVACY
from accounts.profiles.texts import checked
from config import clock, context
from config.entities import Outcome, screen
from config.errors import FieldError, StaleVersion
from config.events import record

SCREENED = frozenset({"full_name", "bio", "title", "website", "location"})
# What a profile is when nothing has been said of it.
_NEW = Profile()
EMPTY = {
    name: getattr(_NEW, name) for name in ("full_name", "bio", "title", "website", "location", "timezone", "locale")
}


def settings_at_the_beginning() -> dict[str, Any]:
    """The settings of a new account."""
    privacy = {part: str(getattr(_NEW, column)) for part, column in PRIVACY.items()}
    return {
        "timezone": EMPTY["timezone"],
        "locale": EMPTY["locale"],
        "approves_followers": _NEW.approves_followers,
        "privacy": privacy,
    }


@transaction.atomic
def create_profile(*, user_id: UUID, username: str, full_name: str = "", locale: str = "en") -> Profile:
    """The profile of a new account; what it is called is screened."""
    values = checked({"full_name": full_name, "locale": locale})
    outcome = screen_texts(user_id=user_id, texts={"username": username, "full_name": values["full_name"]})
    hidden_at = clock.now() if outcome == Outcome.HOLD else None
    return Profile.objects.create(user_id=user_id, hidden_at=hidden_at, **values)


def create_profiles(*, user_ids: Iterable[UUID]) -> None:
    """Empty profiles for many new accounts at once."""
    Profile.objects.bulk_create([Profile(user_id=user_id) for user_id in user_ids], ignore_conflicts=True)


def screen_texts(*, user_id: UUID, texts: Mapping[str, str]) -> Outcome:
    """What screening says of these texts together; a rejected one is an error of its fields."""
    together = "\n".join(text for text in texts.values() if text)
    if not together:
        return Outcome.ALLOW
    verdict = screen("profile", user_id, together, user_id)
    if verdict.outcome == Outcome.REJECT:
        reason = str(ContentRejected.detail)
        raise ContentRejected(
            errors=[FieldError(name, "content_rejected", reason) for name, text in texts.items() if text]
        )
    return verdict.outcome


@transaction.atomic
def screen_name(*, user_id: UUID, username: str) -> None:
    """Screen another username; one that is held hides the profile until moderation looks."""
    if screen_texts(user_id=user_id, texts={"username": username}) == Outcome.HOLD:
        hide(user_id)


@transaction.atomic
def edit_profile(*, user_id: UUID, changes: Mapping[str, Any], expected_version: int | None = None) -> Profile:
    """Change what a member says of themselves. What screening holds hides the profile until moderation looks."""
    values = checked(changes)
    profile = _held(user_id, expected_version)
    changed = {name: value for name, value in values.items() if getattr(profile, name) != value}
    if not changed:
        return profile
    outcome = screen_texts(user_id=user_id, texts={name: changed[name] for name in changed if name in SCREENED})
    _save(profile, changed)
    if outcome == Outcome.HOLD:
        hide(user_id)
        profile.refresh_from_db()
    record(ProfileEdited(actor_id=user_id, user_id=user_id, fields=sorted(changed)))
    return profile


@transaction.atomic
def edit_settings(
    *,
    user_id: UUID,
    timezone: str | None = None,
    locale: str | None = None,
    approves_followers: bool | None = None,
    privacy: Mapping[str, str] | None = None,
    expected_version: int | None = None,
) -> Profile:
    """Change the member's own settings; what is None stays."""
    values = checked({name: value for name, value in (("timezone", timezone), ("locale", locale)) if value is not None})
    values |= {PRIVACY[part]: audience for part, audience in (privacy or {}).items()}
    if approves_followers is not None:
        values["approves_followers"] = approves_followers
    profile = _held(user_id, expected_version)
    changed = {name: value for name, value in values.items() if getattr(profile, name) != value}
    if not changed:
        return profile
    _save(profile, changed)
    shown = sorted(set(changed) - {"timezone", "locale"})
    if shown:
        record(PrivacyChanged(actor_id=user_id, user_id=user_id, fields=shown))
    if len(shown) < len(changed):
        record(ProfileEdited(actor_id=user_id, user_id=user_id, fields=sorted(set(changed) - set(shown))))
    return profile


def set_privacy(*, user_id: UUID, privacy: Mapping[str, str]) -> Profile:
    """Change who may see what of a member; parts are named as clients name them (`favorites`, `messages`, …)."""
    return edit_settings(user_id=user_id, privacy=privacy)


def touch(*, user_id: UUID) -> None:
    """What the profile shows changed elsewhere (its name): count a new version."""
    Profile.objects.filter(pk=user_id).update(version=F("version") + 1, updated_at=clock.now())


@transaction.atomic
def bump_counts(changes: Mapping[UUID, Mapping[str, int]]) -> None:
    """Add to kept counts, in the transaction that changed what they count; rows are taken in ascending id order."""
    for user_id in sorted(changes):
        steps = {column_of(name): F(column_of(name)) + step for name, step in changes[user_id].items() if step}
        if steps:
            Profile.objects.filter(pk=user_id).update(**steps)


@transaction.atomic
def hide(profile_id: UUID) -> None:
    """Take the profile out of sight, for moderation."""
    if Profile.objects.filter(pk=profile_id, hidden_at__isnull=True).update(hidden_at=clock.now()):
        touch(user_id=profile_id)
        record(ProfileHidden(actor_id=context.current().actor_id, user_id=profile_id))


def restore(profile_id: UUID) -> None:
    """Undo `hide`."""
    Profile.objects.filter(pk=profile_id).update(hidden_at=None)
    touch(user_id=profile_id)


def _held(user_id: UUID, expected_version: int | None) -> Profile:
    profile = Profile.objects.select_for_update(no_key=True).filter(pk=user_id).first()
    if profile is None:
        raise ProfileNotFound()
    if expected_version is not None and profile.version != expected_version:
        raise StaleVersion()
    return profile


def _save(profile: Profile, changed: Mapping[str, Any]) -> None:
    for name, value in changed.items():
        setattr(profile, name, value)
    profile.version += 1
    profile.updated_at = clock.now()
    profile.save(update_fields=[*changed, "hidden_at", "version", "updated_at"])
