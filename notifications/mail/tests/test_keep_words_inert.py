"""What members type stays words: no template, no markup, no header."""

import pytest
from django.conf import settings as installation
from django.template.loader import get_template

from accounts.profiles.models import Profile
from notifications.mail import kinds, services
from notifications.mail.wording import LANGUAGES, wording

pytestmark = [pytest.mark.once, pytest.mark.django_db]

NASTY = [
    "{{settings.SECRET_KEY}}",
    "{% debug %}",
    "{0.__class__}",
    "%(x)s",
    '"><svg/onload=alert(1)>',
    "Ana\r\nBcc: victim@example.com",
]

SAY_OTHER_VALUES = (kinds.NEW_DEVICE, kinds.STATUS_CHANGED)


@pytest.mark.parametrize("name", NASTY)
@pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda kind: kind.name)
def test_a_name_is_shown_as_it_was_typed(person, kind, name, mailoutbox):
    member = person("reader")
    Profile.objects.filter(pk=member.pk).update(full_name=name)
    values = {"hours": 1, "status": "suspended", "reason": name, "role": "member", "device": name}
    errand = lambda: services.Errand("abc")  # noqa: E731
    services.send(kind=kind, user_id=member.pk, cause_id=1, errand=errand, values=values)
    (mail,) = mailoutbox
    html = mail.alternatives[0].content
    assert "<svg" not in html
    assert installation.SECRET_KEY not in mail.body + html
    sent = mail.message()
    assert sent["Bcc"] is None
    assert sent["To"] == "reader@example.com"
    assert "\n" not in mail.subject
    says_the_name = "{{ name }}" in get_template(f"notifications/mail/en/{kind.name}.txt").template.source
    assert (name.replace("\r", "") in mail.body.replace("\r", "")) == says_the_name or kind in SAY_OTHER_VALUES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda kind: kind.name)
def test_every_kind_is_worded_in_every_language_with_links_home_alone(kind, language, settings):
    import re

    settings.BASE_URL = "https://play.example"
    values = {"username": "ana", "name": "Ana", "link": "https://play.example/x", "token": "t", "status": "active"}
    words = wording(kind, language, values)
    assert words.subject
    assert not re.findall(r"\{[{%#]|[%#}]\}", words.subject + words.text + words.html)
    links = re.findall(r"https?://[^\s\"<]+", words.text + words.html)
    assert links
    assert all(link.startswith("https://play.example") for link in links)
    assert "Ana" in words.text or "ana" in words.text


def test_the_languages_differ():
    values = {"username": "ana", "name": "Ana", "link": "x", "token": "t", "status": "active"}
    for kind in kinds.KINDS:
        assert wording(kind, "en", values).subject != wording(kind, "de", values).subject
