"""GET /sigma/embed/{workbook_id}: a view for whoever may see the workbook, signed for its viewer where needed."""

from __future__ import annotations

from datetime import UTC, datetime

import jwt
import pytest

from config.testing.client import Api
from workbooks.catalog.tests.factories import draft, published
from workbooks.embeds import services as embeds
from workbooks.embeds.models import EmbedSource, SigningKey
from workbooks.embeds.tests.shipping import ship_sources
from workbooks.embeds.tests.test_sign_view import CLIENT, SECRET, decoded, token_of

pytestmark = pytest.mark.django_db

SIGNED = "https://app.sigmacomputing.com/acme/workbook/Sales-1a2B"


@pytest.fixture
def key(admin):
    ship_sources()
    source = EmbedSource.objects.get(slug="sigma-signed")
    return embeds.keep_signing_key(actor=admin, key=SigningKey(source=source, client_id=CLIENT), secret=SECRET)


def test_a_public_source_gives_its_url_to_visitors_too(owner):
    book = published(owner, embed_url="https://public.tableau.com/views/Sales/Overview")
    answer = Api().get(f"/sigma/embed/{book.pk}")
    assert answer.status_code == 200
    said = answer.json()
    assert said.pop("sandbox")[0] == "allow-scripts"
    assert said == {
        "url": "https://public.tableau.com/views/Sales/Overview",
        "expires_at": None,
        "provider": "tableau-public",
        "aspect_ratio": "16:9",
    }
    assert answer["Cache-Control"] == "no-store"


def test_a_signed_source_gives_each_viewer_a_url_of_their_own(owner, friend, key):
    book = published(owner, embed_url=SIGNED)
    ids = set()
    for person in (owner, friend, owner):
        answer = Api().as_(person).get(f"/sigma/embed/{book.pk}")
        header, claims = decoded(answer.json()["url"])
        assert header["kid"] == CLIENT
        assert claims["sub"] == person.email
        assert answer["Cache-Control"] == "no-store"
        expires = datetime.fromisoformat(answer.json()["expires_at"])
        assert expires == datetime.fromtimestamp(claims["exp"], UTC)
        ids.add(claims["jti"])
        with pytest.raises(jwt.InvalidSignatureError):
            jwt.decode(token_of(answer.json()["url"]), "another-secret" * 4, algorithms=["HS256"])
    assert len(ids) == 3


def test_whatever_would_log_a_signed_view_or_report_it_hides_its_token(owner, key):
    from config import observing

    url = Api().as_(owner).get(f"/sigma/embed/{published(owner, embed_url=SIGNED).pk}").json()["url"]
    line = observing.scrub(None, "", {"event": f"fetched {url}", "exception": f"Error at {url}"})
    report = observing.scrub_report({"message": url, "breadcrumbs": {"values": [{"data": {"url": url}}]}}, {})
    for told in (line, report):
        assert token_of(url) not in str(told)
        assert token_of(url).split(".")[1] not in str(told)
        assert "[hidden]" in str(told)


def test_a_signed_view_is_for_members_whose_address_is_proven(owner, unverified, key):
    book = published(owner, embed_url=SIGNED)
    assert Api().get(f"/sigma/embed/{book.pk}").status_code == 401
    refused = Api().as_(unverified).get(f"/sigma/embed/{book.pk}")
    assert (refused.status_code, refused.json()["code"]) == (403, "email_not_verified")


def test_without_a_key_it_cannot_be_signed(owner):
    book = published(owner, embed_url=SIGNED)
    refused = Api().as_(owner).get(f"/sigma/embed/{book.pk}")
    assert (refused.status_code, refused.json()["code"]) == (409, "source_cannot_sign")


def test_only_those_who_may_see_the_workbook_get_a_view(owner, stranger, blocked, friend, key):
    private = published(owner, embed_url=SIGNED, visibility="private")
    followers = published(owner, embed_url=SIGNED, visibility="followers")
    for person in (stranger, blocked):
        for book in (private, followers, draft(owner, embed_url=SIGNED)):
            assert Api().as_(person).get(f"/sigma/embed/{book.pk}").status_code == 404
    assert Api().as_(blocked).get(f"/sigma/embed/{published(owner, embed_url=SIGNED).pk}").status_code == 404
    assert Api().as_(friend).get(f"/sigma/embed/{followers.pk}").status_code == 200
    assert Api().as_(owner).get(f"/sigma/embed/{private.pk}").status_code == 200


def test_a_source_out_of_use_gives_no_view(owner):
    book = published(owner)
    EmbedSource.objects.update(is_active=False)
    refused = Api().as_(owner).get(f"/sigma/embed/{book.pk}")
    assert (refused.status_code, refused.json()["code"]) == (409, "source_out_of_use")
