"""Resend takes a key by which it tells doubles, in a header that anymail does not set."""

from __future__ import annotations

from typing import Any

from anymail.backends.resend import EmailBackend


class KeyedResend(EmailBackend):
    """Anymail's backend, with the delivery's id as `Idempotency-Key`."""

    def build_message_payload(self, message: Any, defaults: Any) -> Any:
        payload = super().build_message_payload(message, defaults)
        payload.headers["Idempotency-Key"] = message.metadata["delivery"]
        return payload
