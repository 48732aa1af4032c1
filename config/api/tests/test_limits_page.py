"""The limits' page: what is configured and refused, looking somebody up, lifting."""

from __future__ import annotations

import pytest

from accounts.auth import lockout
from config.api import throttles
from config.audit.models import AuditEntry
from config.errors import TooMany

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limits_on(settings):
    settings.THROTTLES = True


@pytest.fixture
def page(desk, admin):
    return desk(admin)


def spend(name, key, times):
    for _ in range(times):
        throttles.spend(name, key)


def test_only_admins_see_it(desk, admin, manager, moderator):
    assert [desk(person).get("limits/").status_code for person in (admin, manager, moderator)] == [200, 403, 403]


def test_every_limit_stands_there_with_its_rate_variable_and_refusals(page, settings):
    spend("follow", "user:x", 60)
    for _ in range(3):
        with pytest.raises(TooMany):
            throttles.spend("follow", "user:x")
    answer = page.get("limits/").content.decode()
    for name, rate in settings.THROTTLE_RATES.items():
        assert f'<th scope="row">{name}</th><td class="nowrap">{rate}</td>' in answer
    assert "THROTTLE_SIGN_IN_ACCOUNT" in answer
    assert '<td class="number">3</td><td class="number">3</td>' in answer


def test_it_says_where_the_counts_lie(page, settings):
    local = "Counted in the memory of this process"
    assert (local in page.text("limits/")) is settings.EMBEDDED
    settings.THROTTLES = False
    assert "Limits are switched off" in page.text("limits/")


def test_an_account_is_looked_up(page, owner):
    spend("client", f"user:{owner.pk}", 7)
    answer = page.get("limits/", account="owner").content.decode()
    assert '<td class="number">7</td><td class="number">93</td>' in answer
    assert f"/admin/accounts/user/{owner.pk}/change/" in answer
    assert "Nothing is used." in page.text("limits/", account="nobody-here")
    assert "This is not an IP address." in page.text("limits/", address="next door")


def test_counts_are_lifted_after_being_asked_and_with_a_reason(page, owner, admin):
    spend("comment", f"user:{owner.pk}", 20)
    path = "limits/?account=owner&limit=comment&lift=counts"
    assert "comment: 20" in page.text(path)
    assert page.post(path).status_code == 422
    assert page.post(path, reason="They have a lot to say").status_code == 302
    throttles.spend("comment", f"user:{owner.pk}")
    entry = AuditEntry.objects.get(action="limit.lifted")
    assert (entry.actor_id, entry.target_id, entry.reason) == (admin.pk, str(owner.pk), "They have a lot to say")
    assert "1 count was lifted." in page.text("limits/")


def test_the_lock_of_signing_in_is_shown_and_lifted(page, owner):
    for _ in range(lockout.FREE_TRIES):
        lockout.count_try(lockout.key_of("owner"), is_known_device=False)
    text = page.text("limits/", account=owner.email)
    assert "5 failures of signing in." in text
    assert "locked until" in text
    assert page.post("limits/?account=owner&lift=lock", reason="They called").status_code == 302
    assert lockout.count_try(lockout.key_of("owner"), is_known_device=False) == 0
    assert AuditEntry.objects.filter(action="sign_in_lock.lifted").count() == 1


def test_with_the_store_away_the_page_stands(page, monkeypatch):
    def away(*_args):
        raise OSError("away")

    monkeypatch.setattr(throttles, "storage", away)
    monkeypatch.setattr(throttles, "_limiter", away)
    assert "unknown" in page.text("limits/")
    assert "A service that this needs is away" in page.text("limits/", account="owner")


def test_what_is_typed_is_shown_as_text(page):
    answer = page.get("limits/", account="<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in answer
