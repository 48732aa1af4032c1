"""robots.txt, the sitemap and security.txt."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from accounts.profiles.models import Profile
from accounts.users import services as users
from config import clock
from config.roles import Status
from workbooks.catalog.models import Visibility
from workbooks.catalog.tests.factories import draft, published
from workbooks.pages import searching

pytestmark = pytest.mark.django_db


def addresses(path):
    answer = Client().get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml; charset=utf-8")
    ElementTree.fromstring(answer.content)
    return [loc.removeprefix(settings.BASE_URL) for loc in re.findall(r"<loc>(.*?)</loc>", answer.content.decode())]


def test_robots_are_told_what_is_not_for_them():
    answer = Client().get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert {"Disallow: /admin/", "Disallow: /api/v1/", f"Sitemap: {settings.BASE_URL}/sitemap.xml"} <= set(lines)
    assert answer["Cache-Control"] == "public, max-age=3600"


def test_the_sitemap_names_what_everybody_may_see_and_nothing_else(owner, friend, stranger, blocked, person):
    public = published(owner)
    for visibility in (Visibility.UNLISTED, Visibility.FOLLOWERS, Visibility.PRIVATE):
        published(owner, visibility=visibility)
    draft(stranger)
    gone, closed = person("gone"), person("closed")
    published(gone), published(closed)
    users.set_status(user_id=gone.pk, status=Status.SUSPENDED, actor=None)
    Profile.objects.filter(pk=closed.pk).update(show_profile="followers")
    assert f"/w/{public.pk}" in addresses("/sitemap-workbooks.xml")
    assert len(addresses("/sitemap-workbooks.xml")) == 2  # and that of `closed`, whose profile alone is closed
    assert addresses("/sitemap-people.xml") == ["/u/owner"]


def test_its_files_hold_a_bounded_number_and_follow_each_other(owner, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(searching, "A_FILE", 2)
    made = [f"/w/{published(owner).pk}" for _ in range(5)]
    with django_assert_num_queries(2):
        files = addresses("/sitemap.xml")
    assert len(files) == 3 + 1
    listed = [addresses(file.replace("&amp;", "&")) for file in files if "workbooks" in file]
    assert [len(each) for each in listed] == [2, 2, 1]
    assert sorted(address for file in listed for address in file) == sorted(made)


@pytest.mark.parametrize("path", ["/sitemap-workbooks.xml?after=x", "/sitemap-nothing.xml", "/sitemap-.xml"])
def test_a_file_that_is_none_is_not_there(path):
    assert Client().get(path).status_code == 404


def test_security_txt_is_there_where_somebody_can_be_written_to(settings):
    path = "/.well-known/security.txt"
    assert Client().get(path).status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@example.com"
    lines = Client().get(path).content.decode().splitlines()
    assert lines[0] == "Contact: mailto:security@example.com"
    expires = next(line for line in lines if line.startswith("Expires: ")).removeprefix("Expires: ")
    assert clock.now().isoformat() < expires
