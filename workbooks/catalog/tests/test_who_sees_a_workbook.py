"""Who sees which workbook: by its link, in the list, on a profile."""

from __future__ import annotations

import pytest

from accounts.users import services as users
from config.roles import ANONYMOUS, Status
from social.graph import services as graph
from workbooks.catalog import queries, shapes
from workbooks.catalog.models import State, Visibility, Workbook
from workbooks.catalog.tests.factories import published

pytestmark = pytest.mark.django_db

# visibility: (anonymous, stranger, friend who follows, author), by its link and in lists
EXPECTED = {
    Visibility.PUBLIC: ((True, True, True, True), (True, True, True, True)),
    Visibility.UNLISTED: ((True, True, True, True), (False, False, False, False)),
    Visibility.FOLLOWERS: ((False, False, True, True), (False, False, True, True)),
    Visibility.PRIVATE: ((False, False, False, True), (False, False, False, False)),
}


@pytest.mark.parametrize("visibility", EXPECTED)
def test_the_visibility_decides_for_each_viewer(owner, friend, stranger, visibility):
    made = published(owner, visibility=visibility)
    viewers = (ANONYMOUS, stranger, friend, owner)
    by_link, in_lists = EXPECTED[visibility]
    assert tuple(queries.visible_to(viewer).filter(pk=made.pk).exists() for viewer in viewers) == by_link
    assert tuple(queries.listed(viewer).filter(pk=made.pk).exists() for viewer in viewers) == in_lists


@pytest.mark.parametrize("state", [State.DRAFT, State.ARCHIVED])
def test_what_is_not_published_is_its_authors_alone(owner, friend, moderator, state):
    made = published(owner)
    Workbook.objects.filter(pk=made.pk).update(status=state)
    assert [queries.visible_to(each).exists() for each in (ANONYMOUS, friend, moderator, owner)] == [
        False,
        False,
        False,
        True,
    ]


def test_a_friend_counts_as_a_follower(owner, stranger):
    made = published(owner, visibility=Visibility.FOLLOWERS)
    graph.make_friends(actor=owner, person=stranger)
    assert queries.listed(stranger).get() == made


def test_a_block_in_either_direction_hides_both_ways(api, owner, blocked):
    theirs, ours = published(blocked), published(owner)
    for viewer, hidden in ((blocked, ours), (owner, theirs)):
        assert api.as_(viewer).get(f"/workbooks/{hidden.pk}").status_code == 404
        shown = [row["id"] for row in api.as_(viewer).get("/workbooks").json()["results"]]
        assert str(hidden.pk) not in shown
    assert api.get(f"/workbooks/{ours.pk}").status_code == 200


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.BANNED, Status.DEACTIVATED])
def test_the_workbooks_of_an_account_that_does_not_stand_vanish(api, owner, admin, status):
    made = published(owner)
    users.set_status(user_id=owner.pk, status=status, actor=admin, reason="a test")
    assert api.get(f"/workbooks/{made.pk}").status_code == 404
    assert api.get("/workbooks").json()["results"] == []
    users.set_status(user_id=owner.pk, status=Status.MUTED, actor=admin, reason="a test")
    assert api.get(f"/workbooks/{made.pk}").status_code == 200


def test_a_profile_shows_the_ten_newest_that_its_viewer_may_see(api, owner, friend):
    for number in range(12):
        published(owner, title=str(number))
    published(owner, title="for followers", visibility=Visibility.FOLLOWERS)
    published(owner, title="by link", visibility=Visibility.UNLISTED)
    shown = [row["title"] for row in api.get("/users/owner").json()["workbooks"]]
    assert shown == [str(number) for number in range(11, 1, -1)]
    assert api.as_(friend).get("/users/owner").json()["workbooks"][0]["title"] == "for followers"


def test_one_reads_ones_own_list_whatever_the_visibility(api, owner, stranger):
    for visibility in Visibility.values:
        published(owner, title=visibility, visibility=visibility)
    own = {row["title"] for row in api.as_(owner).get("/workbooks", {"author": "owner"}).json()["results"]}
    others = {row["title"] for row in api.as_(stranger).get("/workbooks", {"author": "owner"}).json()["results"]}
    assert own == set(Visibility.values)
    assert others == {"public"}


@pytest.mark.parametrize("is_hidden", [False, True])
@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("visibility", Visibility.values)
def test_a_card_is_open_to_visitors_where_they_see_its_row(owner, visibility, state, is_hidden):
    made = published(owner, visibility=visibility)
    hidden_at = made.published_at if is_hidden else None
    Workbook.objects.filter(pk=made.pk).update(status=state, hidden_at=hidden_at)
    card, _version = shapes.workbook(owner, made.pk)
    assert queries.is_open_to_visitors(card) == queries.visible_to(ANONYMOUS).filter(pk=made.pk).exists()
