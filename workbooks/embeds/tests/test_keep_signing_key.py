"""Signing keys on the desk: entered, changed and rotated; the secret goes in, and into nothing that anybody reads."""

from __future__ import annotations

import json

import jwt
import pytest

from config.audit.models import AuditEntry
from config.errors import InvalidInput
from config.secrets import unseal
from workbooks.embeds import services
from workbooks.embeds.models import EmbedSource, SigningKey
from workbooks.embeds.services.signing import purpose_of

pytestmark = pytest.mark.django_db

OLD, NEW = "an-old-embed-secret-of-a-test-012345", "a-new-embed-secret-of-a-test-6789012"
URL = "https://app.sigmacomputing.com/acme/workbook/Sales-1"


@pytest.fixture
def source(db):
    return EmbedSource.objects.get(slug="sigma-signed")


@pytest.fixture
def key(source, admin):
    return services.keep_signing_key(actor=admin, key=SigningKey(source=source, client_id="first"), secret=OLD)


@pytest.fixture
def change(client, admin, key):
    """Sends the form of the key with these values in it; the answer."""
    client.force_login(admin)

    def sent(**values):
        form = {"client_id": "first", "secret": "", "lifetime_seconds": 3600, "user_attributes": "{}", "teams": ""}
        return client.post(f"/admin/workbooks/signingkey/{key.pk}/change/", form | values)

    return sent


def secret_of(key):
    return unseal(SigningKey.objects.get(pk=key.pk).sealed_secret, purpose=purpose_of(key.source_id))


def test_a_new_secret_takes_the_place_of_the_old_one_and_signs_from_then_on(change, key, source):
    assert change(client_id="second", secret=NEW).status_code == 302
    assert SigningKey.objects.count() == 1
    view = services.sign_view(source=source, url=URL, email="a@example.com")
    token = view.url.partition(":jwt=")[2].partition("&")[0]
    assert jwt.decode(token, NEW, algorithms=["HS256"])["sub"] == "a@example.com"
    assert jwt.get_unverified_header(token)["kid"] == "second"


def test_without_a_secret_the_one_that_is_there_stays(change, key):
    assert change(client_id="second", lifetime_seconds=600).status_code == 302
    kept = SigningKey.objects.get()
    assert (kept.pk, kept.client_id, kept.lifetime_seconds, secret_of(kept)) == (key.pk, "second", 600, OLD)


def test_the_audit_says_what_changed_and_that_the_secret_did_and_no_secret(change, key):
    change(client_id="second", secret=NEW)
    change(client_id="third")
    first, second = AuditEntry.objects.filter(action="embed_source.key_changed").order_by("pk")
    clients = [(entry.before["client_id"], entry.after["client_id"]) for entry in (first, second)]
    assert clients == [("first", "second"), ("second", "third")]
    assert [entry.after["new_value"] for entry in (first, second)] == [True, False]
    told = json.dumps(list(AuditEntry.objects.values("before", "after", "reason")))
    assert not any(word in told for word in (OLD, NEW, "sealed", SigningKey.objects.get().sealed_secret))


def test_no_page_shows_a_secret_be_the_form_refused_or_not(change, client, key):
    refused = change(secret=NEW, lifetime_seconds=1)
    assert refused.status_code == 200
    for page in (refused, client.get(f"/admin/workbooks/signingkey/{key.pk}/change/")):
        assert not any(word in page.content.decode() for word in (OLD, NEW, key.sealed_secret))
    assert secret_of(key) == OLD


def test_a_key_stays_with_its_source(change, key, source):
    other = EmbedSource.objects.exclude(pk=source.pk).first()
    assert change(source=other.pk).status_code == 302
    kept = SigningKey.objects.get()
    assert (kept.source_id, secret_of(kept)) == (source.pk, OLD)


def test_a_new_key_needs_its_secret(client, admin, source):
    client.force_login(admin)
    form = {"source": source.pk, "client_id": "x", "secret": "", "lifetime_seconds": 3600, "user_attributes": "{}"}
    page = client.post("/admin/workbooks/signingkey/add/", form | {"teams": ""})
    assert "A new key needs its secret." in page.content.decode()
    with pytest.raises(InvalidInput):
        services.keep_signing_key(actor=admin, key=SigningKey(source=source, client_id="x"))
    assert not SigningKey.objects.exists()


@pytest.mark.parametrize(("text", "kept"), [("", {}), ('{"region": "EU"}', {"region": "EU"})])
def test_attributes_are_names_with_values_or_nothing(change, text, kept):
    assert change(user_attributes=text).status_code == 302
    assert SigningKey.objects.get().user_attributes == kept
    assert change(user_attributes='["x"]').status_code == 200
    assert SigningKey.objects.get().user_attributes == kept
