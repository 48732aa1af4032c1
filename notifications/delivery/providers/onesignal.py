"""OneSignal: one HTTP request a device, with the delivery's id as its key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from config.fetching import FetchError
from config.fetching.posting import post_json
from notifications.delivery.providers.protocol import AddressGone, Message, Permanent, Result, Sent, Transient
from notifications.delivery.retrying import read_retry_after

NAME = "onesignal"
SECONDS = 10.0


class OneSignal:
    """The apps of members, as OneSignal knows them."""

    name = NAME

    @contextmanager
    def session(self) -> Iterator[OneSignal]:
        yield self

    def send(self, message: Message) -> Result:
        said = {
            "app_id": settings.ONESIGNAL_APP_ID,
            "include_subscription_ids": [message.address],
            "target_channel": "push",
            "headings": {"en": message.words.title[:200]},
            "contents": {"en": message.words.body[:2_000] or message.words.title[:200]},
            "idempotency_key": str(message.delivery_id),
            "data": {"id": str(message.delivery_id), "type": message.type},
            **({"url": message.link} if message.link else {}),
        }
        headers = [("Authorization", f"Key {settings.ONESIGNAL_API_KEY}")]
        try:
            answer = post_json(settings.ONESIGNAL_URL, json.dumps(said).encode(), headers=headers, seconds=SECONDS)
        except FetchError as error:
            return Transient(str(error), is_providers=True)
        if answer.status in {401, 403, 408, 429} or answer.status >= 500 or answer.status < 200:
            retry_after = read_retry_after(answer.first("retry-after"))
            return Transient(f"answered {answer.status}", answer.status, retry_after, is_providers=True)
        return _read(answer.status, _parsed(answer.body))


def _parsed(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _read(status: int, said: dict[str, Any] | None) -> Result:
    if said is None:
        # It may have been taken: it goes again under the same key, and OneSignal drops the double.
        return (
            Transient(f"answered {status} with something that is not JSON", status)
            if status < 300
            else Permanent(f"answered {status}", status)
        )
    errors = said.get("errors")
    if _names_nobody(errors):
        return AddressGone("the app has ended its subscription", status)
    if status >= 300 or errors:
        return Permanent(f"answered {status}: {json.dumps(errors)[:200]}", status)
    if not said.get("id"):
        return Transient(f"answered {status} without an id", status)
    return Sent(str(said["id"]))


def _names_nobody(errors: Any) -> bool:
    if isinstance(errors, dict):
        return bool(errors.get("invalid_subscription_ids") or errors.get("invalid_player_ids"))
    return isinstance(errors, list) and any("not subscribed" in str(error) for error in errors)
