"""Mail: through Django's mail backends, SMTP and those of django-anymail. A connection is kept for a batch."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from config import clock
from notifications.delivery.providers.mail_errors import result_of
from notifications.delivery.providers.protocol import Message, Permanent, Result, Sent
from notifications.delivery.providers.smtp import GroupingBackend
from notifications.delivery.providers.written import written

Backend = Callable[[], BaseEmailBackend]


def message_id(delivery_id: UUID) -> str:
    """The `Message-ID` of a delivery: the same for every attempt, so that receivers drop doubles."""
    return f"<{delivery_id}@{urlsplit(settings.BASE_URL).hostname}>"


class _Mail(EmailMultiAlternatives):
    """A mail whose parts are divided by a line of our own.

    Python would draw one at random and look for it in the text by a pattern made for each mail, which takes longer than
    all the rest of writing it.
    """

    divider = ""

    def written(self) -> bytes:
        """The mail as a server takes it."""
        return written(self, self.divider)

    def message(self, *args: Any, **named: Any) -> Any:
        made = super().message(*args, **named)
        if made.is_multipart():
            made.set_boundary(self.divider)
        return made


def compose(message: Message) -> EmailMultiAlternatives:
    """The mail. What somebody typed is in its words alone; a header with a line break is refused."""
    words = message.words
    headers = {
        "Message-ID": message_id(message.delivery_id),
        "Date": format_datetime(clock.now()),
        "Auto-Submitted": "auto-generated",
        **message.headers,
    }
    if message.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if any(sign in text for pair in headers.items() for text in pair for sign in "\r\n\0"):
        raise ValueError("a header holds a line break")
    subject = " ".join(words.subject.replace("\0", "").split())
    mail = _Mail(subject=subject, body=words.text, to=[message.address], headers=headers)
    mail.divider = f"=_{message.delivery_id.hex}_="
    if words.html:
        mail.attach_alternative(words.html, "text/html")
    mail.metadata = {"delivery": str(message.delivery_id)}  # type: ignore[attr-defined] # read by anymail's backends
    return mail


@dataclass(frozen=True, slots=True)
class MailProvider:
    """A provider of mail, over one of Django's backends."""

    name: str
    backend: Backend

    @contextmanager
    def session(self) -> Iterator[MailSession]:
        made = MailSession(self.backend())
        try:
            yield made
        finally:
            made.close()


class MailSession:
    """One connection, opened with the first mail and anew after it broke."""

    def __init__(self, backend: BaseEmailBackend) -> None:
        self.backend = backend

    def send(self, message: Message) -> Result:
        try:
            mail = compose(message)
        except ValueError as error:
            return Permanent(str(error))
        try:
            self.backend.open()
            self.backend.send_messages([mail])
        except Exception as error:
            result, is_broken = result_of(error, message.address)
            if is_broken:
                self.close()
            return result
        return Sent(_provider_id(mail, message))

    def close(self) -> None:
        # A connection that broke cannot say goodbye, and need not.
        with suppress(Exception):
            self.backend.close()


def _provider_id(mail: Any, message: Message) -> str:
    status = getattr(mail, "anymail_status", None)
    found = getattr(status, "message_id", None)
    return str(found) if found else message_id(message.delivery_id)


def _own() -> BaseEmailBackend:
    if settings.EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend":
        return GroupingBackend()
    return get_connection(settings.EMAIL_BACKEND)


def _sendgrid() -> BaseEmailBackend:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # anymail says that it does not test this one any more; our tests do
        return get_connection(
            "anymail.backends.sendgrid.EmailBackend",
            api_key=settings.SENDGRID_API_KEY,
            api_url=settings.SENDGRID_URL,
            timeout=settings.EMAIL_TIMEOUT,
        )


def _mailgun() -> BaseEmailBackend:
    return get_connection(
        "anymail.backends.mailgun.EmailBackend",
        api_key=settings.MAILGUN_API_KEY,
        sender_domain=settings.MAILGUN_DOMAIN,
        api_url=settings.MAILGUN_URL,
        timeout=settings.EMAIL_TIMEOUT,
    )


def _resend() -> BaseEmailBackend:
    return get_connection(
        "notifications.delivery.providers.resend.KeyedResend",
        api_key=settings.RESEND_API_KEY,
        api_url=settings.RESEND_URL,
        timeout=settings.EMAIL_TIMEOUT,
    )


def _ses() -> BaseEmailBackend:
    from botocore.config import Config

    config = Config(
        connect_timeout=settings.EMAIL_TIMEOUT, read_timeout=settings.EMAIL_TIMEOUT, retries={"total_max_attempts": 1}
    )
    params: dict[str, Any] = {
        "aws_access_key_id": settings.SES_ACCESS_KEY_ID,
        "aws_secret_access_key": settings.SES_SECRET_ACCESS_KEY,
        "region_name": settings.SES_REGION,
        "config": config,
    }
    if settings.SES_URL:
        params["endpoint_url"] = settings.SES_URL
    return get_connection("anymail.backends.amazon_ses.EmailBackend", client_params=params)


MAIL_PROVIDERS: dict[str, Backend] = {
    "smtp": _own,
    "console": _own,
    "sendgrid": _sendgrid,
    "mailgun": _mailgun,
    "resend": _resend,
    "ses": _ses,
}
