"""Turning mails of one type off by a token, and on again. Both are changes of preferences, and told as such."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from accounts.profiles.queries import own_settings
from accounts.users.queries import user_by_id
from config.errors import NotFound
from notifications.preferences.queries import preferences_of_one
from notifications.preferences.services import Changes, change_preferences
from notifications.types import Channel, NotificationType
from notifications.unsubscribing.tokens import read_token


@dataclass(frozen=True, slots=True)
class Standing:
    """What a token is about, and whether such mails go out; `locale` is the language that its member reads."""

    type: NotificationType
    is_on: bool
    locale: str


def standing_of(token: str) -> Standing:
    """How things stand, with nothing changed; `NotFound` where the token is none, or its account is no more."""
    named = read_token(token)
    if user_by_id(named.member_id) is None:
        raise NotFound
    is_on = preferences_of_one(named.member_id).wants(named.type, Channel.EMAIL)
    return Standing(named.type, is_on, str(own_settings(named.member_id)["locale"]))


def unsubscribe(token: str) -> Standing:
    """Turn such mails off; no error where they are."""
    return _set(token, is_on=False)


def resubscribe(token: str) -> Standing:
    """Turn such mails on again."""
    return _set(token, is_on=True)


@transaction.atomic
def _set(token: str, *, is_on: bool) -> Standing:
    named = read_token(token)
    member = user_by_id(named.member_id)
    if member is None:
        raise NotFound
    change_preferences(member=member, changes=Changes(matrix={named.type.name: {Channel.EMAIL.value: is_on}}))
    return standing_of(token)
