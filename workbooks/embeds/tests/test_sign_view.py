"""Signed views: the documented claims and header, for one viewer, once."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import call_command

from config import secrets
from config.audit.models import AuditEntry
from workbooks.embeds import services
from workbooks.embeds.errors import SourceCannotSign
from workbooks.embeds.models import EmbedSource, SigningKey
from workbooks.embeds.tests.shipping import ship_sources

pytestmark = pytest.mark.django_db

SECRET = "f3b1c0d9-embed-secret-of-a-test-0123456789abcdef"
CLIENT = "0a1b2c3d4e5f"
URL = "https://app.sigmacomputing.com/acme/workbook/Sales-1a2B"
NOW = datetime(2026, 11, 20, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def source(db):
    ship_sources()
    return EmbedSource.objects.get(slug="sigma-signed")


@pytest.fixture
def key(source, admin):
    return services.keep_signing_key(actor=admin, key=SigningKey(source=source, client_id=CLIENT), secret=SECRET)


@pytest.fixture
def noon(monkeypatch):
    from config import clock

    monkeypatch.setattr(clock, "now", lambda: NOW)


def token_of(url):
    return dict(parse_qsl(urlsplit(url).query))[":jwt"]


def decoded(url):
    token = token_of(url)
    return jwt.get_unverified_header(token), jwt.decode(
        token, SECRET, algorithms=["HS256"], options={"verify_exp": False, "verify_iat": False}
    )


def test_the_token_has_the_documented_claims_and_header(source, key, noon):
    view = services.sign_view(source=source, url=URL, email="ana@example.com", full_name="Ana Ruiz")
    header, claims = decoded(view.url)
    assert header == {"alg": "HS256", "typ": "JWT", "kid": CLIENT}
    assert set(claims) == {"sub", "jti", "iat", "exp"}
    assert claims["sub"] == "ana@example.com"
    assert claims["iat"] == int(NOW.timestamp())
    assert claims["exp"] - claims["iat"] == 3_600
    assert view.expires_at == NOW + timedelta(hours=1)
    parts = urlsplit(view.url)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == URL
    assert [name for name, _value in parse_qsl(parts.query)] == [":jwt", ":embed"]
    assert parts.query.endswith("&:embed=true")


def test_what_else_is_said_of_the_viewer_is_what_the_source_is_set_to(source, key, admin):
    key.sends_names, key.account_type, key.teams = True, "embed-viewer", ["Finance"]
    key.user_attributes = {"region": "north"}
    services.keep_signing_key(actor=admin, key=key)
    _header, claims = decoded(
        services.sign_view(source=source, url=URL, email="a@example.com", full_name="Ana Ruiz").url
    )
    assert {name: claims[name] for name in set(claims) - {"sub", "jti", "iat", "exp"}} == {
        "first_name": "Ana",
        "last_name": "Ruiz",
        "account_type": "embed-viewer",
        "teams": ["Finance"],
        "user_attributes": {"region": "north"},
    }


def test_a_query_and_a_fragment_keep_their_places(source, key):
    url = services.sign_view(source=source, url=URL + "?a=b#top", email="a@example.com").url
    assert url.startswith(URL + "?a=b&:jwt=")
    assert url.endswith("&:embed=true#top")


def test_no_two_views_share_their_id(source, key):
    ids = {decoded(services.sign_view(source=source, url=URL, email="a@example.com").url)[1]["jti"] for _ in range(200)}
    assert len(ids) == 200


@pytest.mark.parametrize("seconds", [60, 2_592_000])
def test_a_view_lives_as_long_as_was_set_and_30_days_at_most(source, key, admin, seconds):
    key.lifetime_seconds = seconds
    services.keep_signing_key(actor=admin, key=key)
    _header, claims = decoded(services.sign_view(source=source, url=URL, email="a@example.com").url)
    assert claims["exp"] - claims["iat"] == seconds <= 30 * 86_400


def test_a_longer_life_is_refused(source, key, admin):
    from django.core.exceptions import ValidationError

    for seconds in (59, 2_592_001):
        key.lifetime_seconds = seconds
        with pytest.raises(ValidationError):
            services.keep_signing_key(actor=admin, key=key)


def test_without_a_key_nothing_is_signed(source):
    with pytest.raises(SourceCannotSign):
        services.sign_view(source=source, url=URL, email="a@example.com")


def test_the_secret_stands_nowhere_in_clear(source, key, admin, caplog):
    caplog.set_level(logging.DEBUG)
    view = services.sign_view(source=source, url=URL, email="a@example.com")
    services.keep_signing_key(actor=admin, key=key, secret=SECRET)
    dumped = "".join(
        serializers.serialize("json", model._default_manager.all())
        for model in apps.get_models()
        if model._meta.managed
    )
    assert CLIENT in dumped
    assert SECRET not in dumped
    assert view.url not in dumped
    assert token_of(view.url) not in dumped
    assert SECRET not in caplog.text
    assert token_of(view.url) not in caplog.text
    assert token_of(view.url) not in repr(view)
    told = list(AuditEntry.objects.filter(action__startswith="embed_source.key").values_list("after", flat=True))
    assert len(told) == 2


def test_a_sealed_secret_opens_for_its_own_source_alone(source, key):
    other = EmbedSource.objects.get(slug="metabase-signed")
    moved = SigningKey.objects.create(source=other, client_id="x", sealed_secret=key.sealed_secret)
    with pytest.raises(secrets.CannotBeOpened):
        services.sign_view(source=other, url=URL, email="a@example.com")
    moved.delete()


def test_keys_of_encryption_are_changed_without_a_gap(source, key, settings, capsys):
    old = list(settings.ENCRYPTION_KEYS)
    settings.ENCRYPTION_KEYS = [secrets.make_key(), *old]
    assert services.sign_view(source=source, url=URL, email="a@example.com").url
    call_command("reseal_secrets")
    assert "workbooks.embeds: 1 under the first key." in capsys.readouterr().out
    settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS[:1]
    assert decoded(services.sign_view(source=source, url=URL, email="a@example.com").url)[1]["sub"] == "a@example.com"
    settings.ENCRYPTION_KEYS = old
    with pytest.raises(secrets.CannotBeOpened):
        services.sign_view(source=source, url=URL, email="a@example.com")


def test_taking_a_key_away_is_in_the_audit(source, key, admin):
    services.remove_signing_key(actor=admin, key=key)
    assert not SigningKey.objects.exists()
    assert AuditEntry.objects.filter(action="embed_source.key_removed").count() == 1
