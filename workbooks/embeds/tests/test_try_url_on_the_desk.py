"""On the desk: trying a URL, and keeping sources and their keys by the services, with every change in the audit."""

from __future__ import annotations

import pytest

from config.audit.models import AuditEntry
from config.testing.hostile import PUBLIC, answer
from workbooks.embeds.models import EmbedSource, Probe, SigningKey
from workbooks.embeds.tests.shipping import ship_sources

pytestmark = pytest.mark.django_db

HOST = "public.tableau.com"
URL = f"https://{HOST}/views/Sales/Overview"
SECRET = "an-embed-secret-of-a-test-0123456789"


@pytest.fixture
def desk(client, admin):
    ship_sources()
    client.force_login(admin)
    return client


def test_the_rules_answer_at_once_and_nothing_is_asked(desk, hostile):
    page = desk.get("/admin/embeds/try/", {"url": "https://sigma.evil.example/embed/"})
    assert page.status_code == 200
    assert "(host_not_allowed)" in page.content.decode()
    page = desk.get("/admin/embeds/try/", {"url": URL}).content.decode()
    assert "nobody has asked yet" in page
    assert hostile.look_ups == []
    assert not Probe.objects.exists()


def test_what_is_there_is_looked_at_by_a_job(desk, hostile, run_jobs):
    hostile.names[HOST] = [[PUBLIC]]
    page = b"<title><script>alert(1)</script></title><meta property='og:title' content='&lt;script&gt;x'>"
    hostile.serves("/views/Sales/Overview", answer(page, Content_Type="text/html", X_Frame_Options="DENY"))
    sent = desk.post("/admin/embeds/try/", {"url": URL})
    assert (sent.status_code, hostile.look_ups) == (302, [])
    assert run_jobs() == 1
    text = desk.get(sent["Location"]).content.decode()
    assert "does not let us show it" in text
    assert "x_frame_options" in text
    assert "DENY" in text
    assert "<script>x" not in text
    assert "&lt;script&gt;x" in text


def test_it_is_for_staff(client, owner, moderator):
    client.force_login(owner)
    assert client.get("/admin/embeds/try/").status_code in {302, 403, 404}
    client.force_login(moderator)
    assert client.get("/admin/embeds/try/").status_code == 200


def test_a_key_goes_in_by_the_form_and_never_comes_out(desk):
    source = EmbedSource.objects.get(slug="sigma-signed")
    values = {
        "source": source.pk,
        "client_id": "0a1b2c",
        "secret": SECRET,
        "lifetime_seconds": 600,
        "user_attributes": "{}",
        "teams": "",
    }
    made = desk.post("/admin/workbooks/signingkey/add/", values)
    assert made.status_code == 302, made.content.decode()[:3000]
    key = SigningKey.objects.get()
    assert (key.client_id, key.lifetime_seconds) == ("0a1b2c", 600)
    for path in ("", f"{key.pk}/change/"):
        page = desk.get(f"/admin/workbooks/signingkey/{path}").content.decode()
        assert "0a1b2c" in page
        assert SECRET not in page
        assert key.sealed_secret not in page
    told = AuditEntry.objects.get(action="embed_source.key_added")
    assert SECRET not in str(told.after)


def test_a_source_is_kept_by_the_form_and_the_change_is_in_the_audit(desk):
    values = {
        "name": "Acme",
        "slug": "acme",
        "hosts": "bi.acme.example",
        "paths": "/acme/workbook/*",
        "access": "public",
        "sandbox": "allow-scripts",
        "aspect_ratio": "4:3",
        "is_active": "on",
    }
    assert desk.post("/admin/workbooks/embedsource/add/", values).status_code == 302
    made = EmbedSource.objects.get(slug="acme")
    assert (made.hosts, made.aspect_ratio) == (["bi.acme.example"], "4:3")
    assert AuditEntry.objects.filter(action="embed_source.added", target_id="acme").count() == 1
    for wrong in ({"hosts": "*"}, {"sandbox": "allow-top-navigation"}, {"paths": "no path"}):
        refused = desk.post("/admin/workbooks/embedsource/add/", values | {"slug": "other"} | wrong)
        assert refused.status_code == 200 or refused.status_code == 422
        assert not EmbedSource.objects.filter(slug="other").exists()
