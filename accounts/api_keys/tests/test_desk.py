"""Keys on the desk: what is shown, to whom, and that no secret is."""

from __future__ import annotations

import pytest

from accounts.api_keys import keeping
from accounts.api_keys.models import ApiKey
from accounts.api_keys.tests.making import by, key_of
from config.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def used(owner):
    key = key_of(owner)
    for path in ("/workbooks", "/workbooks", "/users/nobody-of-that-name"):
        by(key).get(path)
    by(key).patch("/users/profile", {"title": "x"})
    keeping.write_now()
    return key


def test_a_keys_page_draws_what_it_used_and_shows_no_secret(client, manager, used):
    client.force_login(manager)
    pages = [
        client.get(path)
        for path in (
            "/admin/accounts/apikey/",
            f"/admin/accounts/apikey/{used.key.pk}/change/",
            f"/admin/accounts/apikey/?q={used.key.prefix}",
            f"/admin/accounts/apikeyusage/?key__id__exact={used.key.pk}",
        )
    ]
    assert [page.status_code for page in pages] == [200] * 4
    shown = [page.content.decode() for page in pages]
    assert shown[1].count("<figure") == 2
    assert "/api/v1/workbooks" in shown[3]
    for page in shown:
        assert used.key.prefix in page
        assert used.text[16:] not in page
        assert used.key.digest not in page


def test_below_managers_nobody_sees_keys(client, moderator, used):
    client.force_login(moderator)
    assert client.get("/admin/accounts/apikey/").status_code in {302, 403, 404}
    assert client.get(f"/admin/accounts/apikey/{used.key.pk}/change/").status_code in {302, 403, 404}


def test_an_admin_revokes_a_key_that_has_leaked_and_says_why(client, admin, used):
    client.force_login(admin)
    page = client.get(f"/admin/accounts/apikey/{used.key.pk}/change/").content.decode()
    assert "/revoke" in page
    path = next(part for part in page.split('"') if part.endswith(("/revoke/", "/revoke")) or "/revoke/?" in part)
    assert client.get(path).status_code == 200
    assert ApiKey.objects.get().revoked_at is None
    client.post(path, {"reason": "found in a public repository", "sure": "yes", "confirm": "yes"})
    assert ApiKey.objects.get().revoked_at is not None
    assert by(used).get("/workbooks").status_code == 401
    assert AuditEntry.objects.get(action="api_key.revoked").reason == "found in a public repository"
