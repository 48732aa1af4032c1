"""Each notice arrives in the reader's language, by a real server."""

import pytest
from django.db import transaction

from accounts.auth.events import (
    EmailVerified,
    PasswordChanged,
    RefreshReused,
    RoleChanged,
    SignedInFromNewDevice,
    StatusChanged,
)
from accounts.users import services as users
from accounts.users.services import set_role, set_status
from config import clock
from config.db import uuid7
from config.events import record
from config.roles import Role, Status
from config.testing.post_office import html_of, text_of
from notifications.delivery.models import Delivery

pytestmark = pytest.mark.django_db

NOTICES = {
    "welcome": (
        lambda user: EmailVerified(actor_id=user.pk, user_id=user.pk),
        {"en": "Welcome to Sigma Playground", "de": "Willkommen bei Sigma Playground"},
        {"en": "Everything is open to you now", "de": "Dir steht jetzt alles offen"},
    ),
    "password_changed": (
        lambda user: PasswordChanged(actor_id=user.pk, user_id=user.pk, by_reset=False),
        {"en": "Your password was changed", "de": "Dein Passwort wurde geändert"},
        {"en": "your other devices were signed out", "de": "deine anderen Geräte wurden abgemeldet"},
    ),
    "refresh_reused": (
        lambda user: RefreshReused(actor_id=user.pk, user_id=user.pk, session_id=uuid7()),
        {"en": "A device was signed out for your safety", "de": "Ein Gerät wurde zu deiner Sicherheit abgemeldet"},
        {"en": "had already been replaced", "de": "der schon ersetzt war"},
    ),
    "new_device": (
        lambda user: SignedInFromNewDevice(actor_id=user.pk, user_id=user.pk, session_id=uuid7()),
        {"en": "Sign-in from a new device", "de": "Anmeldung von einem neuen Gerät"},
        {"en": "had not seen before", "de": "das noch nicht bekannt war"},
    ),
    "role_changed": (
        lambda user: RoleChanged(actor_id=None, user_id=user.pk, before="member", after="moderator"),
        {"en": "Your role was changed", "de": "Deine Rolle wurde geändert"},
        {"en": "is now: moderator", "de": "ist jetzt: Moderation"},
    ),
    "status_changed": (
        lambda user: StatusChanged(actor_id=None, user_id=user.pk, before="active", after="muted", until=None),
        {"en": "Your account was muted", "de": "Dein Konto wurde stummgeschaltet"},
        {"en": "you can read, but not write", "de": "Du kannst lesen, aber nicht schreiben"},
    ),
}


def happen(event):
    with transaction.atomic():
        record(event)


@pytest.mark.parametrize("kind", NOTICES)
def test_a_notice_arrives_in_two_forms_in_the_readers_language(reader, language, kind, post_office, deliver):
    make, subjects, phrases = NOTICES[kind]
    happen(make(reader))
    deliver()
    (mail,) = post_office.to(reader.email)
    assert mail["Subject"] == subjects[language]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    for body in (text_of(mail), html_of(mail)):
        assert phrases[language] in " ".join(body.split())
        assert "Rita Reader" in body
    assert f'<html lang="{language}">' in html_of(mail)
    row = Delivery.objects.get()
    assert (row.recipient_id, row.state, row.provider_id) == (reader.pk, "sent", mail["Message-ID"])


def test_a_suspended_member_is_told_why_and_until_when(reader, language, post_office, deliver):
    until = clock.now().replace(year=2031, month=5, day=6, hour=7, minute=8)
    set_status(user_id=reader.pk, status=Status.SUSPENDED, actor=None, reason="Spam <b>links</b>", until=until)
    deliver()
    (mail,) = post_office.to(reader.email)
    assert mail["Subject"] == {"en": "Your account was suspended", "de": "Dein Konto wurde gesperrt"}[language]
    assert {"en": "May 6, 2031, 7:08 a.m. (UTC)", "de": "6. Mai 2031 07:08 (UTC)"}[language] in text_of(mail)
    assert "Spam <b>links</b>" in text_of(mail)
    assert "Spam &lt;b&gt;links&lt;/b&gt;" in html_of(mail)


def test_a_new_role_is_told(reader, language, post_office, deliver):
    set_role(user_id=reader.pk, role=Role.AGENT, actor=None)
    deliver()
    (mail,) = post_office.to(reader.email)
    assert {"en": "agent", "de": "Support"}[language] in text_of(mail)


def test_the_old_address_learns_that_it_was_replaced(reader, language, post_office, deliver):
    old = reader.email
    with transaction.atomic():
        change = users.request_email_change(user_id=reader.pk, new_email="new@example.com")
        users.change_email(user=users.held_user(reader.pk), change=change, actor=reader, verified=True)
    deliver()
    (mail,) = post_office.to(old)
    assert (
        mail["Subject"]
        == {
            "en": "Your e-mail address was changed",
            "de": "Deine E-Mail-Adresse wurde geändert",
        }[language]
    )
    assert "new@example.com" not in text_of(mail) + html_of(mail)


def test_a_locale_without_templates_reads_english(person, post_office, deliver):
    from accounts.profiles.models import Profile

    made = person("reader")
    for locale, subject in {"pt-BR": "Welcome to Sigma Playground", "de-AT": "Willkommen bei Sigma Playground"}.items():
        Profile.objects.filter(pk=made.pk).update(locale=locale)
        Delivery.objects.all().delete()
        happen(EmailVerified(actor_id=made.pk, user_id=made.pk))
        deliver()
        assert post_office.mails[-1]["Subject"] == subject


def test_nobody_is_welcomed_twice(reader, post_office, deliver):
    for _ in range(2):
        happen(EmailVerified(actor_id=reader.pk, user_id=reader.pk))
    deliver()
    assert len(post_office.mails) == 1
