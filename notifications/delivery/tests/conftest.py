"""A source, a post office, and a provider's stand-in."""

from __future__ import annotations

import pytest

from notifications.delivery import sources
from notifications.delivery.tests.standin import standing_in
from notifications.delivery.tests.trial import Trial, register
from notifications.mail.tests.conftest import opens_at, post_office, smtp_port

__all__ = ["opens_at", "post_office", "smtp_port"]


@pytest.fixture
def trial():
    """The source of this test's messages."""
    made = Trial()
    register(made)
    yield made
    sources.forget("trial")


@pytest.fixture
def stand_in():
    with standing_in() as made:
        yield made


@pytest.fixture
def sendgrid(settings, stand_in):
    """SendGrid is the provider of mail, at the stand-in."""
    settings.EMAIL_PROVIDERS = ["sendgrid"]
    settings.SENDGRID_API_KEY = "key"
    settings.SENDGRID_URL = f"{stand_in.url}/v3/"
    settings.EMAIL_TIMEOUT = 1
    stand_in.answers = [(202, b"", {})]
    return stand_in


@pytest.fixture
def by_smtp(settings):
    settings.EMAIL_PROVIDERS = ["smtp"]


@pytest.fixture
def office(by_smtp, post_office):
    """The post office, and mail goes there."""
    return post_office
