"""A real SMTP server on this machine, and what it was handed."""

import asyncio
import re
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.controller import Controller

from accounts.profiles.models import Profile


class PostOffice:
    """Takes mail, or refuses it in the words of `refuses_people` (RCPT) and `refuses_mail` (DATA).

    As most servers do, it takes commands in groups, unless `takes_groups` says no. `meanwhile` is called while a mail
    is being taken, before the sender has its answer.
    """

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuses_people = ""
        self.refuses_mail = ""
        self.takes_groups = True
        self.meanwhile = lambda: None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - aiosmtpd calls it so
        session.host_name = hostname
        return ["250-PIPELINING", *responses] if self.takes_groups else responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd calls it so
        if self.refuses_people:
            return self.refuses_people
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd calls it so
        await asyncio.to_thread(self.meanwhile)
        if self.refuses_mail:
            return self.refuses_mail
        mail = message_from_bytes(envelope.content, policy=policy.default)
        mail.envelope_to = list(envelope.rcpt_tos)
        self.mails.append(mail)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """What came for that address, oldest first."""
        return [mail for mail in self.mails if mail.envelope_to == [address]]


def text_of(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content()


def html_of(mail: EmailMessage) -> str:
    return mail.get_body(("html",)).get_content()


def token_of(mail: EmailMessage) -> str:
    """The token in the one link of the text, which must be the one of the HTML as well."""
    (link,) = re.findall(r"https?://\S+\?token=\S+", text_of(mail))
    assert f'href="{link}"' in html_of(mail)
    return parse_qs(urlsplit(link).query)["token"][0]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def smtp_port(settings) -> int:
    """Mail goes to this port of this machine; nobody listens there yet."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = free_port()
    settings.EMAIL_TIMEOUT = 5
    return settings.EMAIL_PORT


@pytest.fixture
def opens_at(smtp_port) -> Iterator:
    """Opens the post office when called."""
    controllers = []

    def open_() -> PostOffice:
        office = PostOffice()
        controller = Controller(office, hostname="127.0.0.1", port=smtp_port)
        controller.start()
        controllers.append(controller)
        return office

    yield open_
    for controller in controllers:
        controller.stop()


@pytest.fixture
def post_office(opens_at) -> PostOffice:
    """The post office, open."""
    return opens_at()


@pytest.fixture(params=["en", "de"])
def language(request) -> str:
    return request.param


@pytest.fixture
def reader(person, language):
    """A member who reads that language."""
    made = person("reader")
    Profile.objects.filter(pk=made.pk).update(locale=language, full_name="Rita Reader")
    return made
