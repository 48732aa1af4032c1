"""`/settings/privacy`: its forms, without script, and how it looks in Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts.privacy import queries, services
from accounts.privacy.models import DataExport, Deletion
from accounts.users.models import User
from config.roles import Status
from config.testing.browser import DESKTOP, PHONE, findings, overflows
from config.testing.cast import PASSWORD
from config.testing.visiting import Visitor

PATH = "/settings/privacy"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.MEDIA_FOLDER, settings.PRIVATE_FOLDER = tmp_path / "media", tmp_path / "private"


def test_visitors_are_led_to_the_sign_in_page_and_back():
    page = Visitor().follow(PATH)
    assert page.status == 303
    assert page.answer["Location"] == "/sign-in?next=%2Fsettings%2Fprivacy"


def test_a_member_asks_for_the_file_and_fetches_it(owner):
    visitor = Visitor().as_(owner)
    assert visitor.press_at(PATH, f"{PATH}/export").status == 303
    page = visitor.follow(PATH)
    assert "Your file is being written" in page.text
    assert f"{PATH}/export" not in [form["action"] for form in page.all("form")]
    services.make_export(DataExport.objects.get().pk)
    page = visitor.follow(PATH)
    (link,) = [each for each in page.links if "/users/profile/export/" in each]
    assert visitor.client.get(link[link.index("/api/v1") :]).status_code == 200
    assert page.answer["Cache-Control"] == "private, no-store"


def test_a_member_agrees_and_withdraws(owner):
    services.publish_document(kind="marketing", version="1", title="News by mail", actor=None)
    visitor = Visitor().as_(owner)
    said = {"kind": "marketing", "version": "1"}
    assert visitor.press_at(PATH, f"{PATH}/consents", wanted="yes", **said).status == 303
    assert queries.has_consented(owner.pk, "marketing")
    assert "you agreed to version 1" in visitor.follow(PATH).text
    assert visitor.press_at(PATH, f"{PATH}/consents", wanted="no", **said).status == 303
    assert not queries.has_consented(owner.pk, "marketing")
    assert visitor.press_at(PATH, f"{PATH}/consents", wanted="perhaps", **said).status == 400


def test_a_member_deletes_the_account_and_is_signed_out(owner):
    visitor = Visitor().as_(owner)
    wrong = visitor.press_at(PATH, f"{PATH}/delete", content="erase", current_password="wrong horse battery 7")
    assert (wrong.status, Deletion.objects.count()) == (403, 0)
    assert "not your present password" in wrong.text
    assert visitor.press_at(PATH, f"{PATH}/delete", content="erase").status == 400
    gone = visitor.press_at(PATH, f"{PATH}/delete", content="reassign", current_password=PASSWORD)
    assert gone.status == 200
    assert "Your account is closed" in gone.text
    assert Deletion.objects.get().content == "reassign"
    assert User.objects.get(pk=owner.pk).status == Status.DEACTIVATED
    assert visitor.follow(PATH).status == 303


def test_the_last_admin_is_told_why_not(admin):
    page = Visitor().as_(admin).press_at(PATH, f"{PATH}/delete", content="erase", current_password=PASSWORD)
    assert page.status == 409
    assert "last active admin" in page.text


@pytest.mark.xdist_group("browser")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("width", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone-dark", "desktop-light"]
)
def test_the_page_can_be_used_without_script(visit, client, owner, width, scheme):
    services.publish_document(kind="marketing", version="1", title="News by mail", actor=None)
    services.request_export(user_id=owner.pk, actor=owner)
    client.force_login(owner)
    cookies = [{"name": "sessionid", "value": client.cookies["sessionid"].value}]
    page = visit(PATH, width=width, scheme=scheme, cookies=cookies, script=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Privacy")
    assert overflows(page) == 0
    page.get_by_role("button", name="Agree").click()
    expect(page.get_by_role("button", name="Withdraw")).to_be_visible()
    page.get_by_label("They stay, under the name of a deleted member.").check()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_role("status")).to_contain_text("You are signed out everywhere")


@pytest.mark.xdist_group("browser")
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_on_the_page(visit, client, owner):
    services.publish_document(kind="marketing", version="1", title="News by mail", actor=None)
    client.force_login(owner)
    cookies = [{"name": "sessionid", "value": client.cookies["sessionid"].value}]
    for scheme in ("light", "dark"):
        page = visit(PATH, cookies=cookies, scheme=scheme, width=PHONE)
        findings(page)
