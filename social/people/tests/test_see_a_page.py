"""A member's page: the face that the API shows, and a button."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.profiles.models import Profile
from accounts.users import services as users
from accounts.users.services import rename
from config import compiled
from config.roles import Status
from config.testing.visiting import Visitor
from social.graph.models import Follow
from social.people.sections import page_sections
from workbooks.catalog.models import Visibility
from workbooks.catalog.tests.factories import published

pytestmark = pytest.mark.django_db

MARKER = "\"><svg/onload=alert(1)><script>alert(1)</script>' onmouseover='x"


@pytest.fixture
def set_profile(owner):
    def change(**values):
        Profile.objects.filter(pk=owner.pk).update(**values)

    change(full_name="Olga Owner", bio="I draw *maps*.", title="Analyst", website="https://o.example", location="Oslo")
    return change


def look(person=None, path="/u/owner"):
    visitor = Visitor()
    return (visitor.as_(person) if person else visitor).follow(path)


def test_a_visitor_sees_the_public_part(owner, set_profile, settings):
    page = look()
    assert page.status == 200
    for shown in ("Olga Owner", "@owner", "I draw maps.", "Analyst", "https://o.example"):
        assert shown in page.text
    assert "Oslo" not in page.text
    assert page.metas["og:type"] == "profile"
    assert (page.metas["og:title"], page.metas["profile:username"]) == ("Olga Owner", "owner")
    assert page.metas["og:description"] == "I draw maps."
    assert {"rel": "canonical", "href": f"{settings.BASE_URL}/u/owner"} in page.all("link")
    assert "robots" not in page.metas


@pytest.mark.parametrize("audience", ["followers", "friends", "nobody"])
def test_a_closed_profile_shows_the_card_alone_and_tells_other_sites_nothing(
    owner, friend, stranger, set_profile, audience
):
    set_profile(show_profile=audience)
    published(owner, title="Harbour")
    for viewer in (None, stranger):
        page = look(viewer)
        assert (page.status, "This profile is not open to you." in page.text) == (200, True)
        assert not [text for text in ("I draw maps", "Analyst", "o.example", "Harbour") if text in page.text]
        assert page.metas["robots"] == "noindex"
        assert not [name for name in page.metas if name.startswith(("og:", "profile:", "twitter:"))]
    seen = look(friend)
    assert ("I draw maps." in seen.text) is (audience != "nobody")
    assert "og:title" not in seen.metas
    assert "I draw maps." in look(owner).text


def test_who_is_blocked_finds_nobody_and_who_blocked_finds_a_stub(owner, blocked, set_profile):
    assert look(blocked).status == look(blocked, "/u/nobody-at-all").status == 404
    stub = look(owner, "/u/blocked-b")
    assert "You have blocked this member." in stub.text
    assert "Followers" not in stub.text


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.BANNED, Status.DEACTIVATED])
def test_an_account_that_does_not_stand_has_no_page(owner, status):
    users.set_status(user_id=owner.pk, status=status, actor=None)
    assert look().status == 404


def test_a_profile_that_moderation_hid_is_there_for_its_owner_and_moderators(owner, moderator, set_profile):
    from config import clock

    set_profile(hidden_at=clock.now())
    assert look().status == 404
    for viewer in (owner, moderator):
        page = look(viewer)
        assert (page.status, page.metas["robots"]) == (200, "noindex")


def test_an_old_name_leads_to_the_present_one(owner, blocked):
    rename(user_id=owner.pk, username="olga", actor=owner)
    answer = Client().get("/u/owner")
    assert (answer.status_code, answer["Location"]) == (308, "/u/olga")
    assert look(blocked).status == 404


@pytest.mark.parametrize("path", ["/u/OWNER", "/u/Owner"])
def test_the_case_of_the_name_does_not_matter(owner, path, settings):
    page = look(path=path)
    assert page.status == 200
    assert {"rel": "canonical", "href": f"{settings.BASE_URL}/u/owner"} in page.all("link")


@pytest.mark.parametrize(
    "path", ["/u/", "/u/ab", "/u/-ab", "/u/owner/", "/u/owner%0a", "/u/owner%00", "/u/о́wner", "/u/..", "/u/'"]
)
def test_what_can_be_no_name_leads_to_nothing(owner, path):
    assert look(path=path).status == 404


def test_nothing_that_people_write_becomes_markup(owner, set_profile):
    set_profile(full_name=MARKER, bio=MARKER + "\n\n[x](javascript:alert(1))", title=MARKER)
    published(owner, title=MARKER)
    for viewer in (None, owner):
        page = look(viewer)
        assert page.metas["og:title"] == MARKER
        assert page.all("script") == []
        assert {tag for tag, _ in page.middle} & {"svg", "img", "iframe", "style"} == set()
        assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
        assert not [href for href in page.links if href.startswith("javascript")]


def test_the_newest_workbooks_are_those_that_the_viewer_may_see(owner, friend):
    public = published(owner)
    near = published(owner, visibility=Visibility.FOLLOWERS)
    published(owner, visibility=Visibility.UNLISTED)
    assert [href for href in look().links if href.startswith("/w/")] == [f"/w/{public.pk}"]
    assert [href for href in look(friend).links if href.startswith("/w/")] == [f"/w/{near.pk}", f"/w/{public.pk}"]


def test_a_section_without_a_template_stays_with_the_api():
    assert page_sections({"workbooks": [1], "badges": [2]}) == [("workbooks/profile_section.html", [1])]
    assert page_sections({"username": "ana"}) == []


def test_it_costs_as_many_statements_with_many_workbooks_as_with_one(owner, stranger, friend):
    def cost(viewer):
        visitor = Visitor()
        if viewer:
            visitor.as_(viewer)
        visitor.follow("/u/owner")
        with CaptureQueriesContext(connection) as statements:
            assert visitor.follow("/u/owner").status == 200
        return len([q for q in statements.captured_queries if "accounts_revocation" not in q["sql"]])

    compiled.forget()
    published(owner, tags=["Sea"])
    before = [cost(viewer) for viewer in (None, stranger)]
    for number in range(12):
        published(owner, tags=[f"Tag {number}"])
    assert [cost(viewer) for viewer in (None, stranger)] == before
    assert max(before) <= 7


def test_a_member_follows_and_leaves_by_the_button(owner, stranger, set_profile):
    visitor = Visitor().as_(stranger)
    assert visitor.press_at("/u/owner", "/u/owner/follow", wanted="yes").answer["Location"] == "/u/owner"
    assert Follow.objects.filter(follower=stranger, followee=owner).exists()
    assert "Unfollow" in visitor.follow("/u/owner").text
    assert visitor.press_at("/u/owner", "/u/owner/follow", wanted="no").status == 303
    assert not Follow.objects.exists()


def test_the_button_is_for_members_on_others_pages(owner, stranger, blocked):
    def actions(page):
        return [form.get("action") for form in page.all("form")]

    assert "/u/owner/follow" not in actions(look()) + actions(look(owner))
    assert "/u/blocked-b/follow" not in actions(look(owner, "/u/blocked-b"))
    answer = Client().post("/u/owner/follow", {"wanted": "yes"})
    assert answer["Location"] == "/sign-in?next=%2Fu%2Fowner"
    client = Client()
    client.force_login(blocked)
    assert client.post("/u/owner/follow", {"wanted": "yes"}).status_code == 404
    client.force_login(owner)
    assert client.post("/u/owner/follow", {"wanted": "yes"}).status_code == 400
    users.set_status(user_id=stranger.pk, status=Status.MUTED, actor=None)
    client.force_login(stranger)
    assert client.post("/u/owner/follow", {"wanted": "yes"}).status_code == 403


def test_no_other_site_makes_anybody_follow(owner, stranger):
    client = Client(enforce_csrf_checks=True)
    client.force_login(stranger)
    assert client.post("/u/owner/follow", {"wanted": "yes"}).status_code == 403
    page = Visitor().as_(stranger)
    shown = page.follow("/u/owner")
    fields = {**shown.fields, "wanted": "yes"}
    assert page.send("/u/owner/follow", fields, "https://evil.test").status == 403
    assert page.client.get("/u/owner/follow").status_code == 405
    assert not Follow.objects.exists()


def test_follows_come_out_of_the_limit_that_the_api_has(owner, stranger, api, settings):
    settings.THROTTLES = True
    settings.THROTTLE_RATES = settings.THROTTLE_RATES | {"follow": "2/minute"}
    client = Client()
    client.force_login(stranger)
    assert client.post("/u/owner/follow", {"wanted": "yes"}).status_code == 303
    assert api.as_(stranger).post("/users/owner/follow").status_code == 200
    assert client.post("/u/owner/follow", {"wanted": "no"}).status_code == 429


def test_a_members_view_of_it_is_kept_nowhere(owner, stranger):
    assert look().answer["Cache-Control"] == "private, no-cache"
    assert look(stranger).answer["Cache-Control"] == "private, no-store"
