"""What an error of a mail backend means: try again, never again, or nobody lives there.

Whatever says that the provider itself is away or refuses us (no connection, wrong password, 5xx, 429) is the
provider's; what it says of one recipient or one message is not, and holds nobody else up.
"""

from __future__ import annotations

import re
import smtplib
from datetime import timedelta
from typing import Any

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused

from notifications.delivery.masking import masked
from notifications.delivery.providers.protocol import AddressGone, Permanent, Result, Transient
from notifications.delivery.retrying import read_retry_after

# RFC 3463: no such mailbox, no such domain, moved, no longer valid, mailbox disabled.
_NOBODY_THERE = re.compile(r"\b5\.(?:1\.(?:1|2|3|6|10)|2\.1)\b")
_REFUSES_US = {401, 402, 403, 404, 405, 407}
_FOR_NOW = {408, 409, 423, 425, 429}


def result_of(error: Exception, address: str) -> tuple[Result, bool]:
    """What came of a message whose handing over raised `error`; and whether the connection is to be made anew."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return _by_code(code, _said(code, text, address)), False
    if isinstance(error, smtplib.SMTPDataError):
        return _by_code(error.smtp_code, _said(error.smtp_code, error.smtp_error, address)), False
    if isinstance(error, smtplib.SMTPResponseException):  # refused as a sender, at the greeting, or to sign in
        said = _said(error.smtp_code, error.smtp_error, address)
        return Transient(said, error.smtp_code, is_providers=True), True
    if isinstance(error, AnymailRecipientsRefused):
        return AddressGone(_scrubbed(error.args[0] if error.args else "refused", address)), False
    if isinstance(error, AnymailAPIError):
        return _of_api(error, address), False
    if isinstance(error, (smtplib.SMTPException, OSError)):
        return Transient(_scrubbed(f"{type(error).__name__}: {error}", address), is_providers=True), True
    if isinstance(error, (AnymailError, ValueError, UnicodeError)):
        # The message cannot be put into words of the provider's.
        return Permanent(_scrubbed(f"{type(error).__name__}: {error}", address)), False
    return Transient(_scrubbed(f"{type(error).__name__}: {error}", address)), True


def _by_code(code: int, said: str) -> Result:
    if code < 500:
        return Transient(said, code)
    return AddressGone(said, code) if _NOBODY_THERE.search(said) else Permanent(said, code)


def _of_api(error: Any, address: str) -> Result:
    status, headers = _status_of(error), getattr(error.response, "headers", None) or {}
    said = _scrubbed(f"{status or ''} {error.args[0] if error.args else ''} {_body_of(error)}", address)
    retry_after: timedelta | None = read_retry_after(headers.get("Retry-After"))
    if status is None or status < 400 or status >= 500 or status in _FOR_NOW or status in _REFUSES_US:
        # A 200 whose body says nothing may have been taken: it goes again under the same key.
        return Transient(said, status, retry_after, is_providers=status is None or status >= 400)
    if _code_of(error) in {"TooManyRequestsException", "Throttling", "LimitExceededException"}:
        return Transient(said, status, retry_after, is_providers=True)
    return Permanent(said, status)


def _status_of(error: Any) -> int | None:
    if isinstance(error.response, dict):  # botocore's
        found = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        return int(found) if found else None
    return int(error.status_code) if error.status_code else None


def _code_of(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", "")) if isinstance(error.response, dict) else ""


def _body_of(error: Any) -> str:
    text = getattr(error.response, "text", "") if not isinstance(error.response, dict) else ""
    return str(text)[:300]


def _said(code: int, text: bytes | str, address: str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return _scrubbed(f"{code} {words}", address)


def _scrubbed(text: str, address: str) -> str:
    """Without the address, which is kept nowhere."""
    return re.sub(re.escape(address), masked(address), text, flags=re.IGNORECASE) if address else text
