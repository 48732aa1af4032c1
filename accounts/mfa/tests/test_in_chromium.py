"""The pages of the second step in real Chromium, with a virtual authenticator for passkeys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from accounts.auth import services as auth
from accounts.mfa.models import Passkey
from config.testing.browser import PHONE, VIEWS, WINDOW_OF, findings, overflows
from config.testing.cast import PASSWORD
from config.testing.second_step import App, with_app, with_passkey

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"


@pytest.fixture
def here(settings: Any, live_server: Any) -> str:
    """Passkeys belong to the live server."""
    settings.PASSKEY_ORIGINS, settings.PASSKEY_RP_ID = [live_server.url], "localhost"
    return str(live_server.url)


@pytest.fixture
def signed_in(client: Any) -> Callable[[Any], list[dict[str, Any]]]:
    """The cookies of somebody's browser."""

    def cookies(person: Any) -> list[dict[str, Any]]:
        client.force_login(person)
        return [{"name": "sessionid", "value": client.cookies["sessionid"].value}]

    return cookies


def plug_in(page: Any) -> Any:
    """A virtual authenticator in the browser of that page."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return lambda present: devtools.send(
        "WebAuthn.setUserVerified", {"authenticatorId": made["authenticatorId"], "isUserVerified": present}
    )


def give_the_password(page: Any) -> None:
    page.get_by_label("Username or e-mail address").fill("owner")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_pages_read_well_whatever_the_light_and_the_window(
    visit: Any, owner: Any, here: str, signed_in: Any, language: str
) -> None:
    with_app(owner)
    with_passkey(owner, name=LONG)
    auth.open_session(user=owner)
    cookies = signed_in(owner)
    passkey = Passkey.objects.get().pk
    paths = ("", "/app", "/mail", "/codes", "/off", "/app/off", "/password", "/passkeys/new", f"/passkeys/{passkey}")
    for scheme, width in [(scheme, width) for scheme, width, spoken in VIEWS if spoken == language]:
        page = visit("/settings/security", scheme=scheme, width=width, language=language, cookies=cookies)
        for path in paths:
            page.goto(f"/settings/security{path}")
            assert overflows(page) == 0, (path, scheme, width)
            findings(page)


def test_an_app_is_set_up_and_asked_for_without_script(visit: Any, owner: Any, here: str) -> None:
    page = visit("/sign-in?next=/settings/security", script=False, width=PHONE)
    give_the_password(page)
    page.get_by_role("link", name="Set up an app").click()
    page.get_by_role("button", name="Show the QR code").click()
    expect(page.get_by_role("img", name="QR code for your app")).to_be_visible()
    assert overflows(page) == 0
    app = App(page.locator(".key code").inner_text().replace(" ", ""), [])
    page.get_by_label("Code", exact=True).fill(app.code())
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    assert page.locator(".codes li").count() == 10
    assert overflows(page) == 0
    page.get_by_role("link", name="I have kept them").click()
    page.locator('form[action="/sign-out"] button').click()
    page.goto("/sign-in?next=/settings/security")
    give_the_password(page)
    page.get_by_label("Code", exact=True).fill(app.code(1))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("On: beside your password")).to_be_visible()
    page.get_by_role("link", name="Turn the second step off").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Turn it off").click()
    expect(page.get_by_text("Off: your password alone")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_between_read_well_too(visit: Any, owner: Any, here: str, signed_in: Any, scheme: str) -> None:
    with_passkey(owner)
    app = with_app(owner)
    page = visit("/sign-in?next=/settings/security", scheme=scheme, width=WINDOW_OF[scheme], allowed_statuses=(401,))
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_visible()
    findings(page)
    give_the_password(page)
    for _ in range(2):
        expect(page.get_by_role("heading", name="Second step")).to_be_visible()
        expect(page.get_by_role("button", name="Use a passkey")).to_be_visible()
        assert overflows(page) == 0
        findings(page)
        page.get_by_label("Code", exact=True).fill("x")
        page.get_by_role("button", name="Go on").click()
    page = visit("/settings/security/codes", scheme=scheme, width=PHONE, cookies=signed_in(owner))
    page.get_by_label("Or a code of your second step").fill(app.code())
    page.get_by_role("button", name="Make new codes").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    assert overflows(page) == 0
    findings(page)
    page.goto("/settings/security/app")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Show the QR code").click()
    expect(page.get_by_role("img", name="QR code for your app")).to_be_visible()
    findings(page)


def test_a_passkey_is_made_used_for_everything_and_removed(visit: Any, owner: Any, here: str) -> None:
    page = visit("/sign-in?next=/settings/security", allowed_statuses=(403,))
    plug_in(page)
    give_the_password(page)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of the passkey").fill("My laptop")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("Give your present password once more")).to_be_visible()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("link", name="My laptop")).to_be_visible()

    page.locator('form[action="/sign-out"] button').click()
    page.goto("/sign-in?next=/settings/security")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Security")).to_be_visible()

    page.locator('form[action="/sign-out"] button').click()
    page.goto("/sign-in?next=/settings/security")
    give_the_password(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Security")).to_be_visible()

    page.get_by_role("link", name="My laptop").click()
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_text("Off: your password alone")).to_be_visible()
    assert not Passkey.objects.exists()


def test_a_passkey_that_does_not_know_its_holder_opens_nothing(visit: Any, owner: Any, here: str) -> None:
    page = visit("/sign-in?next=/settings/security", allowed_statuses=(401,))
    recognise = plug_in(page)
    give_the_password(page)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of the passkey").fill("My laptop")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.locator('form[action="/sign-out"] button').click()
    recognise(False)
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("No passkey was used.")).to_be_visible()
