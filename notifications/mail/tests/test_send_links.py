"""The mails that carry a link: what stands in them is what the API takes."""

import pytest
from django.db import transaction

from accounts.auth import services as auth
from accounts.users.queries import user_by_id
from config.events.models import DomainEvent
from config.testing.cast import PASSWORD
from config.testing.post_office import html_of, text_of, token_of
from notifications.delivery.models import Delivery

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "another horse battery 8"


def test_registering_sends_a_link_that_verifies_and_a_welcome(api, language, post_office, deliver):
    body = {"username": "ana.lima", "email": "ana@example.com", "password": PASSWORD}
    answer = api.post("/auth/register", body, Accept_Language=language)
    assert answer.status_code == 201
    deliver()
    (mail,) = post_office.to("ana@example.com")
    assert mail["Subject"] == {"en": "Verify your e-mail address", "de": "Bestätige deine E-Mail-Adresse"}[language]
    assert api.post("/auth/email/verify", {"token": token_of(mail)}).status_code in {200, 204}
    deliver()
    _, welcome = post_office.to("ana@example.com")
    assert (
        welcome["Subject"]
        == {
            "en": "Welcome to Sigma Playground",
            "de": "Willkommen bei Sigma Playground",
        }[language]
    )
    assert user_by_id(answer.json()["user"]["id"]).email_verified


def test_a_forgotten_password_is_replaced_by_the_link(api, reader, language, post_office, deliver):
    assert api.post("/auth/password/reset", {"email": reader.email}).status_code == 202
    deliver()
    (mail,) = post_office.to(reader.email)
    assert mail["Subject"] == {"en": "Reset your password", "de": "Setze dein Passwort zurück"}[language]
    assert {"en": "within 1 hour:", "de": "innerhalb von 1 Stunde:"}[language] in text_of(mail)
    token = token_of(mail)
    answer = api.post("/auth/password/reset/confirm", {"token": token, "new_password": NEW_PASSWORD})
    assert answer.status_code == 204
    assert api.post("/auth/login", {"username": "reader", "password": NEW_PASSWORD}).status_code == 200
    deliver()
    assert (
        post_office.to(reader.email)[1]["Subject"]
        == {
            "en": "Your password was changed",
            "de": "Dein Passwort wurde geändert",
        }[language]
    )


def test_nobody_is_written_to_for_an_address_that_is_nobodys(api, post_office, deliver):
    assert api.post("/auth/password/reset", {"email": "nobody@example.com"}).status_code == 202
    deliver()
    assert post_office.mails == []


def test_a_new_address_is_proven_by_the_link_and_the_old_one_is_told(api, reader, language, post_office, deliver):
    body = {"email": "new@example.com", "current_password": PASSWORD}
    assert api.as_(reader).post("/auth/email/change", body).status_code in {200, 202, 204}
    deliver()
    (mail,) = post_office.to("new@example.com")
    assert (
        mail["Subject"]
        == {
            "en": "Confirm your new e-mail address",
            "de": "Bestätige deine neue E-Mail-Adresse",
        }[language]
    )
    assert api.post("/auth/email/verify", {"token": token_of(mail)}).status_code in {200, 204}
    deliver()
    told = [mail["Subject"] for mail in post_office.to("reader@example.com")]
    assert {"en": "Your e-mail address was changed", "de": "Deine E-Mail-Adresse wurde geändert"}[language] in told
    assert user_by_id(reader.pk).email == "new@example.com"


def test_an_address_that_is_verified_by_now_needs_no_link(reader, post_office, deliver):
    from accounts.auth.events import EmailVerificationRequested
    from config.events import record

    with transaction.atomic():
        record(EmailVerificationRequested(actor_id=reader.pk, user_id=reader.pk))
    deliver()
    assert post_office.mails == []


def test_the_token_is_in_no_row(api, reader, language, post_office, deliver):
    api.post("/auth/password/reset", {"email": reader.email})
    deliver()
    token = token_of(post_office.mails[0])
    for model in (DomainEvent, Delivery):
        assert token not in str(list(model.objects.values()))


def test_links_lead_to_the_configured_address_whatever_host_was_asked(api, person, post_office, deliver, settings):
    settings.BASE_URL = "https://play.example"
    reader = person("reader")
    api.post("/auth/password/reset", {"email": reader.email}, Host="localhost")
    deliver()
    (mail,) = post_office.mails
    assert "https://play.example/reset-password?token=" in text_of(mail)
    assert "localhost" not in text_of(mail) + html_of(mail)
    assert mail["Message-ID"].endswith("@play.example>")


def test_a_second_sign_in_from_elsewhere_names_the_device(reader, language, post_office, deliver):
    from config.context import Context, within

    with within(Context(address="203.0.113.5", user_agent="Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")):
        auth.sign_in(auth.candidate("reader"), password=PASSWORD)
    with within(Context(address="198.51.100.7", user_agent="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")):
        auth.sign_in(auth.candidate("reader"), password=PASSWORD)
    deliver()
    (mail,) = post_office.to(reader.email)
    assert mail["Subject"] == {"en": "Sign-in from a new device", "de": "Anmeldung von einem neuen Gerät"}[language]
    assert "Firefox on Windows" in text_of(mail)
    assert "198.51.100.7" in text_of(mail)
