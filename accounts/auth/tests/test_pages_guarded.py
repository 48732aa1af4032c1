"""What holds for every page behind a link: forged requests, limits, headers, and nothing loaded from elsewhere."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.auth import services
from accounts.auth.models import OneTimeToken, ResetRequest
from config.api import throttles
from config.testing.visiting import Visitor
from notifications.mail.letters import PAGES

PATHS = ["/verify-email", "/reset-password?token=x", "/forgot-password"]


@pytest.fixture
def visitor():
    return Visitor()


@pytest.fixture
def limits(settings):
    settings.THROTTLES = True


@pytest.mark.parametrize("path", ["/verify-email", "/reset-password"])
@pytest.mark.parametrize("origin", ["http://testserver", "https://evil.test", "null", ""])
def test_a_form_that_is_not_ours_is_refused(owner, path, origin):
    token = services.verification_token(owner.pk) if path == "/verify-email" else services.reset_token(owner.pk)
    sent = {"token": token, "new_password": "a staple of another colour", "repeated": "a staple of another colour"}
    headers = {"Origin": origin} if origin else {}
    assert Client(enforce_csrf_checks=True).post(path, sent, headers=headers).status_code == 403
    assert OneTimeToken.objects.get().used_at is None


@pytest.mark.parametrize("origin", ["https://evil.test", "null"])
def test_our_form_sent_by_another_site_is_refused(visitor, unverified, origin):
    page = visitor.follow("/verify-email", services.verification_token(unverified.pk))
    assert visitor.press(page, origin=origin).status == 403
    assert visitor.press(page).status == 200


def test_nobody_asks_for_mails_from_another_site(db):
    assert Client(enforce_csrf_checks=True).post("/forgot-password", {"email": "a@example.com"}).status_code == 403
    assert ResetRequest.objects.count() == 0


@pytest.mark.parametrize("path", PATHS)
def test_the_answer_is_kept_nowhere_and_its_address_is_told_to_no_other_site(visitor, db, path):
    shown = visitor.follow(path)
    for page in (shown, visitor.press(shown, token="x", email="nobody")):
        assert page.answer["Cache-Control"] == "no-store"
        # Not no-referrer: with it browsers send `Origin: null`, and the form is refused as forged.
        assert page.answer["Referrer-Policy"] == "same-origin"
        assert page.answer["X-Frame-Options"] == "DENY"
        assert page.answer["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_loaded_from_elsewhere_and_no_style_or_script_stands_in_the_page(visitor, db, path):
    page = visitor.follow(path)
    policy = page.answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "form-action 'self'" in policy
    assert [page.all(tag) for tag in ("script", "style", "iframe")] == [[], [], []]
    assert [image["src"] for image in page.all("img")] == ["/static/design/mark.svg"]
    assert all(
        "style" not in attributes and not any(a.startswith("on") for a in attributes) for _, attributes in page.tags
    )
    loaded = [link["href"] for link in page.all("link")]
    assert [href for href in loaded if not href.startswith(("/static/", "data:"))] == []


def test_the_token_leaves_the_address_with_the_form(visitor, unverified):
    page = visitor.follow("/verify-email", services.verification_token(unverified.pk))
    assert page.form == {"method": "post", "action": "/verify-email"}


@pytest.mark.usefixtures("limits")
def test_the_page_and_the_api_share_the_limit_of_passwords(visitor, api, owner):
    page = visitor.follow("/reset-password", "x")
    typed = {"new_password": "a staple of another colour", "repeated": "a staple of another colour"}
    assert [visitor.press(page, **typed).status for _ in range(3)] == [400] * 3
    body = {"token": "x", "new_password": "a staple of another colour"}
    assert [api.post("/auth/password/reset/confirm", body).status_code for _ in range(3)] == [400, 400, 429]
    refused = visitor.press(page, **typed)
    assert (refused.status, "Too many requests" in refused.text) == (429, True)
    assert 0 < int(refused.answer["Retry-After"]) <= 60
    assert refused.answer["Cache-Control"] == "no-store"
    assert visitor.follow("/reset-password", "x").status == 200


@pytest.mark.usefixtures("limits")
def test_a_mailbox_is_not_flooded_through_the_page(visitor, api, owner, settings):
    settings.TRUSTED_PROXIES = 1
    page = visitor.follow("/forgot-password")
    statuses = []
    for number in range(4):
        visitor.headers["X-Forwarded-For"] = f"198.51.100.{number}"
        statuses.append(visitor.press(page, email="OWNER@example.com").status)
    asked = [
        api.post("/auth/password/reset", {"email": "owner@example.com"}, X_Forwarded_For=f"203.0.113.{n}").status_code
        for n in range(2)
    ]
    assert (statuses, asked) == ([200] * 4, [202, 429])


@pytest.mark.usefixtures("limits")
def test_looking_at_pages_counts_as_any_request(visitor, settings):
    settings.THROTTLE_RATES = settings.THROTTLE_RATES | {"client": "3/minute"}
    assert [visitor.follow("/verify-email", "x").status for _ in range(4)] == [200] * 3 + [429]


@pytest.mark.usefixtures("limits")
def test_with_the_store_of_limits_away_no_password_is_set(visitor, owner, monkeypatch):
    page = visitor.follow("/reset-password", services.reset_token(owner.pk))

    def away():
        raise ConnectionError("away")

    monkeypatch.setattr(throttles, "_limiter", away)
    typed = {"new_password": "a staple of another colour", "repeated": "a staple of another colour"}
    assert visitor.press(page, **typed).status == 503
    assert OneTimeToken.objects.get().used_at is None


def test_every_page_that_mails_of_accounts_link_to_is_there(visitor, db):
    pages = set(PAGES.values()) - {"/"}
    assert pages == {"/verify-email", "/reset-password", "/settings/security", "/settings/privacy", "/sign-in"}
    # What is one's own leads through the sign-in page.
    assert [visitor.follow(page).status for page in sorted(pages)] == [200, 303, 303, 200, 200]


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_not_offered(db, method):
    assert getattr(Client(), method)("/verify-email").status_code == 405
