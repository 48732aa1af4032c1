"""A workbook's page: who sees it, what it says, and what it tells others of itself."""

from __future__ import annotations

from uuid import uuid4

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from accounts.profiles import services as profiles
from accounts.users import services as users
from config import clock, compiled
from config.roles import Role, Status
from config.testing.visiting import Visitor
from social.graph import services as graph
from workbooks.catalog import services as catalog
from workbooks.catalog.models import State, Visibility, Workbook
from workbooks.catalog.tests.factories import draft, published
from workbooks.engagement import services as engagement
from workbooks.engagement.models import View

pytestmark = pytest.mark.django_db

MARKER = "\"><svg/onload=alert(1)><script>alert(1)</script>' onmouseover='x"
AGENT = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"

# visibility: whether a visitor, a stranger, a friend, the author, someone blocked see it
SEEN = {
    Visibility.PUBLIC: (True, True, True, True, False),
    Visibility.UNLISTED: (True, True, True, True, False),
    Visibility.FOLLOWERS: (False, False, True, True, False),
    Visibility.PRIVATE: (False, False, False, True, False),
}


def look(workbook, person=None, **headers):
    visitor = Visitor()
    visitor.headers |= headers
    return (visitor.as_(person) if person else visitor).follow(f"/w/{workbook.pk}")


@pytest.mark.parametrize("visibility", SEEN)
def test_the_visibility_decides_for_each_viewer(owner, friend, stranger, blocked, visibility):
    made = published(owner, title="Harbour", visibility=visibility)
    seen = tuple(look(made, viewer).status == 200 for viewer in (None, stranger, friend, owner, blocked))
    assert seen == SEEN[visibility]


@pytest.mark.parametrize("state", [State.DRAFT, State.ARCHIVED])
def test_what_is_not_published_is_its_authors_alone_and_marked(owner, friend, moderator, state):
    made = published(owner)
    Workbook.objects.filter(pk=made.pk).update(status=state)
    assert [look(made, viewer).status for viewer in (None, friend, moderator)] == [404] * 3
    page = look(made, owner)
    assert ("only you see it" in page.text, page.metas["robots"]) == (True, "noindex")
    assert not [name for name in page.metas if name.startswith("og:")]


def test_what_one_may_not_see_looks_like_what_is_not_there(owner):
    made = published(owner, title="Harbour", visibility=Visibility.PRIVATE)
    hidden, absent = (Visitor().follow(f"/w/{each}") for each in (made.pk, uuid4()))
    assert hidden.status == absent.status == 404
    assert [line for line in hidden.text.splitlines() if "Request id" not in line] == [
        line for line in absent.text.splitlines() if "Request id" not in line
    ]
    assert set(hidden.answer.headers) == set(absent.answer.headers)
    assert hidden.metas.keys() == absent.metas.keys()
    assert "Harbour" not in hidden.answer.content.decode()


@pytest.mark.parametrize(
    "path", ["/w/", "/w/1", "/w/%0a", "/w/{}%0a", "/w/{}/", "/w/{}%00", "/w/{{}}", "/w/{}x", "/w/..%2f..%2fetc"]
)
def test_another_spelling_leads_to_nothing(owner, path):
    assert Visitor().follow(path.format(published(owner).pk)).status == 404


def test_an_id_in_capitals_is_no_other_way_to_it(owner):
    assert Visitor().follow(f"/w/{str(published(owner).pk).upper()}").status == 404


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.BANNED, Status.DEACTIVATED])
def test_it_vanishes_with_its_authors_account(owner, admin, status):
    made = published(owner)
    assert look(made).status == 200
    users.set_status(user_id=owner.pk, status=status, actor=admin)
    assert look(made).status == 404


def test_what_moderation_hid_is_marked_for_those_who_still_see_it(owner, stranger, moderator):
    made = published(owner)
    catalog.hide_workbook(made.pk)
    assert [look(made, viewer).status for viewer in (None, stranger)] == [404, 404]
    for viewer in (owner, moderator):
        page = look(made, viewer)
        assert "Hidden by moderation" in page.text
        assert page.metas["robots"] == "noindex"
        assert "og:title" not in page.metas


def test_it_tells_other_sites_what_a_visitor_sees(owner, settings):
    made = published(owner, title="Ships & harbours", description="Ships by **hour**.\n\n- tides", tags=["Sea", "Port"])
    page = look(made)
    address = f"{settings.BASE_URL}/w/{made.pk}"
    assert page.metas["og:title"] == page.metas["twitter:title"] == "Ships & harbours"
    assert page.metas["og:description"] == page.metas["description"] == "Ships by hour. tides"
    assert (page.metas["og:url"], page.metas["og:type"]) == (address, "article")
    assert page.metas["article:author"] == f"{settings.BASE_URL}/u/owner"
    assert {"rel": "canonical", "href": address} in page.all("link")
    assert "robots" not in page.metas


def test_who_has_the_link_is_shown_it_and_search_engines_are_asked_to_forget_it(owner):
    page = look(published(owner, visibility=Visibility.UNLISTED))
    assert page.metas["robots"] == "noindex"
    assert "og:title" in page.metas


def test_a_followers_page_tells_other_sites_nothing(owner, friend):
    page = look(published(owner, title="Harbour", visibility=Visibility.FOLLOWERS), friend)
    assert page.metas["robots"] == "noindex"
    assert not [name for name in page.metas if name.startswith(("og:", "twitter:", "article:"))]


def test_nothing_that_people_write_becomes_markup(owner, stranger):
    profiles.edit_profile(user_id=owner.pk, changes={"full_name": MARKER[:60]})
    made = published(owner, title=MARKER, description=MARKER + "\n\n[x](javascript:alert(1)) <img src=x onerror=1>")
    engagement.write_comment(author=stranger, workbook_id=made.pk, body=MARKER)
    for viewer in (None, owner, stranger):
        page = look(made, viewer)
        assert page.metas["og:title"] == MARKER
        assert page.all("script") == []
        # The page's own images stand in its top; whatever else began a tag would be found here.
        assert {tag for tag, _ in page.middle} & {"svg", "img", "object", "style"} == set()
        assert len(page.all("iframe")) == 1  # the stage
        assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
        assert not [href for href in page.links if href.startswith("javascript")]


def test_the_original_is_linked_without_giving_anything_away(owner):
    made = published(owner, embed_url="https://public.tableau.com/views/Harbour/Main")
    (link,) = [a for name, a in look(made).middle if name == "a" and a["href"] == made.embed_url]
    assert link["rel"] == "noopener noreferrer nofollow ugc"
    assert "public.tableau.com" in look(made).text


def test_a_remix_and_its_source_name_each_other_as_far_as_one_may_see(owner, friend, stranger):
    source = published(owner, title="The source", visibility=Visibility.FOLLOWERS)
    remix = catalog.duplicate_workbook(actor=friend, workbook_id=source.pk)
    catalog.publish_workbook(actor=friend, workbook_id=remix.pk)
    Workbook.objects.filter(pk=remix.pk).update(title="The remix", visibility=Visibility.PUBLIC)
    assert f"/w/{source.pk}" in look(remix, friend).links
    assert f"/w/{remix.pk}" in look(source, friend).links
    assert f"/w/{source.pk}" not in look(remix, stranger).links
    assert "The source" not in look(remix).text


def test_a_look_is_a_view_once_a_viewer_and_half_an_hour(owner, stranger, settings):
    made = published(owner)
    with time_machine.travel(clock.now(), tick=False):
        for _ in range(2):
            assert look(made, **{"User-Agent": AGENT}).status == 200
            assert look(made, stranger).status == 200
    assert View.objects.count() == 2
    look(made, owner)
    look(made, **{"User-Agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"})
    assert View.objects.count() == 2
    assert engagement.count_views() == 2
    assert "2" in look(made).text


def test_the_page_that_led_here_is_kept_by_its_host(owner):
    made = published(owner)
    look(made, **{"User-Agent": AGENT, "Referer": "https://blog.example/post?secret=1"})
    assert View.objects.get().referrer == "blog.example"


def test_what_cannot_be_seen_and_what_is_only_asked_about_is_no_view(owner):
    made = published(owner, visibility=Visibility.PRIVATE)
    look(made)
    Visitor().client.head(f"/w/{published(owner).pk}", headers={"User-Agent": AGENT})
    assert View.objects.count() == 0


def test_a_page_is_not_refused_because_its_view_cannot_be_counted(owner, monkeypatch):
    def away(**_values):
        raise DatabaseError("locked")

    monkeypatch.setattr(engagement, "register_view", away)
    assert look(published(owner)).status == 200


def test_it_costs_as_many_statements_with_many_comments_as_with_two(owner, friend, stranger):
    made = published(owner, tags=["Sea"])

    def cost(viewer):
        look(made, viewer)
        visitor = Visitor()
        if viewer:
            visitor.as_(viewer)
        with CaptureQueriesContext(connection) as statements:
            assert visitor.follow(f"/w/{made.pk}").status == 200
        return len([q for q in statements.captured_queries if "accounts_revocation" not in q["sql"]])

    first = engagement.write_comment(author=friend, workbook_id=made.pk, body="One")
    engagement.write_comment(author=stranger, workbook_id=made.pk, body="Two", parent_id=first.pk)
    compiled.forget()
    before = [cost(viewer) for viewer in (None, stranger, owner)]
    for number in range(30):
        one = engagement.write_comment(author=stranger, workbook_id=made.pk, body=f"More {number}")
        engagement.write_comment(author=friend, workbook_id=made.pk, body=f"Reply {number}", parent_id=one.pk)
        remix = catalog.duplicate_workbook(actor=friend, workbook_id=made.pk)
        catalog.publish_workbook(actor=friend, workbook_id=remix.pk)
    assert [cost(viewer) for viewer in (None, stranger, owner)] == before
    assert max(before) <= 13


def test_threads_come_newest_first_and_the_older_behind_a_link(owner, stranger):
    made = published(owner)
    for number in range(25):
        one = engagement.write_comment(author=stranger, workbook_id=made.pk, body=f"Thread {number:02}.")
    engagement.write_comment(author=owner, workbook_id=made.pk, body="An answer.", parent_id=one.pk)
    page = look(made)
    assert page.text.index("Thread 24.") < page.text.index("An answer.") < page.text.index("Thread 23.")
    assert ("Thread 05." in page.text, "Thread 04." in page.text) == (True, False)
    (older,) = [href for href in page.links if href.startswith("?before=")]
    rest = Visitor().follow(f"/w/{made.pk}{older}")
    assert [f"Thread {number:02}." in rest.text for number in (5, 4, 0)] == [False, True, True]
    assert not [href for href in rest.links if href.startswith("?before=")]


@pytest.mark.parametrize("before", ["x", "1 OR 1=1", "'", "00000000"])
def test_a_place_among_the_comments_that_is_none_is_refused(owner, before):
    made = published(owner)
    assert Visitor().client.get(f"/w/{made.pk}", {"before": before}).status_code == 400


def test_who_is_blocked_from_each_other_reads_nothing_of_the_other(owner, stranger, person):
    made = published(owner)
    engagement.write_comment(author=stranger, workbook_id=made.pk, body="A word of the stranger.")
    reader = person("reader")
    graph.block(actor=reader, person=stranger)
    assert "A word of the stranger." in look(made).text
    assert "A word of the stranger." not in look(made, reader).text


def test_of_a_deleted_comment_its_place_is_left(owner, stranger):
    made = published(owner)
    one = engagement.write_comment(author=stranger, workbook_id=made.pk, body="Said in haste.")
    engagement.write_comment(author=owner, workbook_id=made.pk, body="And answered.", parent_id=one.pk)
    engagement.delete_comment(actor=stranger, comment_id=one.pk)
    page = look(made)
    assert "Said in haste." not in page.text
    assert "This comment was deleted." in page.text
    assert "And answered." in page.text


def test_a_visitors_page_may_be_asked_about_again_and_a_members_is_kept_nowhere(owner, stranger):
    made = published(owner)
    page = look(made)
    assert page.answer["Cache-Control"] == "private, no-cache"
    unchanged = Visitor().client.get(f"/w/{made.pk}", headers={"If-None-Match": page.answer["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    theirs = look(made, stranger)
    assert theirs.answer["Cache-Control"] == "private, no-store"
    assert "ETag" not in theirs.answer.headers
    again = Visitor().as_(stranger)
    answer = again.client.get(f"/w/{made.pk}", headers={"If-None-Match": page.answer["ETag"]})
    assert (answer.status_code, b"stranger" in answer.content) == (200, True)
    for each in (page, theirs):
        assert {"Cookie", "Accept-Language"} <= {name.strip() for name in each.answer["Vary"].split(",")}


def test_a_draft_of_ones_own_has_no_form_for_comments(owner):
    made = draft(owner)
    page = look(made, owner)
    assert page.status == 200
    assert f"/w/{made.pk}/comments" not in [form["action"] for form in page.all("form")]


def test_the_role_of_a_service_account_opens_nothing(owner, person):
    made = published(owner, visibility=Visibility.PRIVATE)
    assert look(made, person("service-s", role=Role.API_USER)).status == 404


def test_the_page_speaks_german(owner):
    made = published(owner)
    page = Visitor("de").follow(f"/w/{made.pk}")
    assert page.all("html") == [{"lang": "de"}]
    assert page.answer["Content-Language"] == "de"
