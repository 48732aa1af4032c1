"""What members type stays words: no template, no markup, no header. And every mail has its letter and its words."""

import pytest
from django.conf import settings as installation
from django.db import transaction

from accounts.auth.events import PasswordResetRequested
from accounts.profiles.models import Profile
from config.events import record
from notifications.mail.letters import _LETTERS, PAGES
from notifications.mail.subscribers import CALLS
from notifications.templates.framing import message
from notifications.templates.shipped import LANGUAGES
from notifications.templates.wording import sample_values
from notifications.types import Channel

pytestmark = [pytest.mark.once, pytest.mark.django_db]

NASTY = [
    "{{settings.SECRET_KEY}}",
    "{% debug %}",
    "{0.__class__}",
    "%(x)s",
    '"><svg/onload=alert(1)>',
    "Ana\r\nBcc: victim@example.com",
]


@pytest.mark.parametrize("name", NASTY)
def test_a_name_is_shown_as_it_was_typed(person, name, mailoutbox, deliver):
    member = person("reader")
    Profile.objects.filter(pk=member.pk).update(full_name=name)
    with transaction.atomic():
        record(PasswordResetRequested(actor_id=None, user_id=member.pk))
    deliver()
    (mail,) = mailoutbox
    html = mail.alternatives[0].content
    assert "<svg" not in html
    assert installation.SECRET_KEY not in mail.body + html
    sent = mail.message()
    assert sent["Bcc"] is None
    assert sent["To"] == "reader@example.com"
    assert "\n" not in mail.subject
    assert name.replace("\r", "") in mail.body.replace("\r", "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
def test_every_mail_is_worded_in_every_language_with_links_home_alone(call, language, settings):
    import re

    settings.BASE_URL = "https://example.org"
    values = sample_values(call.type)
    words = message(call.type.name, Channel.EMAIL, language, values, account="ana")
    assert words.subject
    assert not re.findall(r"\{[{%#]|[%#}]\}", words.subject + words.text + words.html)
    links = re.findall(r"https?://[^\s\"<]+", words.text + words.html)
    assert links
    assert all(link.startswith("https://example.org") for link in links)
    assert "Ana" in words.text or "ana" in words.text
    assert f'<html lang="{language}">' in words.html


def test_the_languages_differ():
    for call in CALLS:
        said = [
            message(call.type.name, Channel.EMAIL, each, sample_values(call.type), account="ana") for each in LANGUAGES
        ]
        assert said[0].subject != said[1].subject


def test_every_mail_that_is_called_for_has_its_letter():
    called_for = {call.type.name for call in CALLS}
    assert called_for == set(_LETTERS)
    assert set(PAGES) <= called_for


def test_mails_of_accounts_cannot_be_unsubscribed_from():
    for call in CALLS:
        assert call.type.is_mandatory
