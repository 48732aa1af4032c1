"""Which providers there are, made from the settings when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from notifications.delivery.providers.mailed import MAIL_PROVIDERS, MailProvider
from notifications.delivery.providers.onesignal import OneSignal
from notifications.delivery.providers.protocol import Provider
from notifications.delivery.providers.web_push import WebPush

_PUSH: dict[str, Callable[[], Provider]] = {"web_push": WebPush, "onesignal": OneSignal}


def email_providers() -> list[str]:
    """The names of the providers of mail, in the order in which they are tried."""
    return list(settings.EMAIL_PROVIDERS)


def push_providers() -> list[str]:
    """The names of the providers of push that are set up."""
    known = {"web_push": bool(settings.VAPID_PRIVATE_KEY), "onesignal": bool(settings.ONESIGNAL_APP_ID)}
    return [name for name, is_set in known.items() if is_set]


def provider(name: str) -> Provider:
    """The provider of that name."""
    return _PUSH[name]() if name in _PUSH else MailProvider(name, MAIL_PROVIDERS[name])


def per_second(name: str) -> int:
    """How many messages a second it may be given; 0 for any number."""
    return int(settings.PUSH_PER_SECOND if name in _PUSH else settings.EMAIL_PER_SECOND)
