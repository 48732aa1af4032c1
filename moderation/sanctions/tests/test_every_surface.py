"""What is hidden or removed is gone at once from every surface, for everybody, and comes back with its counts."""

from __future__ import annotations

import pytest

from config.roles import ANONYMOUS
from config.testing.client import Api
from config.tests.oracles.oracle import Oracle
from config.tests.oracles.people_and_books import TAGS, Book, Community, Member, Note
from config.tests.oracles.surfaces import details, everything, things
from moderation.sanctions import services
from moderation.sanctions.tests.making import on_thing
from workbooks.catalog import services as catalog
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement
from workbooks.pages import figures

pytestmark = [pytest.mark.django_db, pytest.mark.deep]


@pytest.fixture
def place(owner, friend, stranger, moderator):
    """One featured workbook with a favourite and two comments, and its people."""
    row = published(owner, tags=[TAGS[0]])
    book = Book(row.pk, owner.pk, TAGS[0], is_picked=True, favorited_by={friend.pk})
    catalog.feature_workbook(actor=moderator, workbook_id=row.pk)
    engagement.favorite(member=friend, workbook_id=row.pk)
    for author in (owner, stranger):
        comment = engagement.write_comment(author=author, workbook_id=row.pk, body="Seen")
        book.notes.append(Note(comment.pk, author.pk, None))
    members = {each.pk: Member(each, role=each.role) for each in (owner, friend, stranger)}
    made = Community(members, {row.pk: book})
    made.follows, made.friends = {(friend.pk, owner.pk)}, {(friend.pk, owner.pk), (owner.pk, friend.pk)}
    return made, row


def only_comments(api, viewer, community, oracle):
    yield from details(api, viewer, community, oracle)
    yield from things(viewer, community, oracle)


def disagreements(community, surfaces=everything):
    oracle = Oracle(community)
    for viewer in (None, *community.members.values()):
        api = Api().as_(viewer.row) if viewer else Api()
        for surface, shown, expected in surfaces(api, viewer, community, oracle):
            if shown != expected:
                yield f"{viewer.row.username if viewer else ANONYMOUS}: {surface}: {shown} and not {expected}"


def pages(api, book_id):
    """What anybody's browser and other sites are told of the workbook: statuses, and where its id still stands."""
    get = api.client.get
    asked = {"/oembed": {"url": f"http://127.0.0.1:8000/embed/{book_id}"}}
    direct = [f"/w/{book_id}", f"/embed/{book_id}", "/oembed", f"/api/v1/sigma/embed/{book_id}"]
    figures.forget()
    lists = ["/", "/u/owner", "/sitemap-workbooks.xml"]
    return (
        {path: get(path, asked.get(path)).status_code for path in direct},
        {path for path in lists if str(book_id) in get(path).content.decode()},
    )


def counts(api):
    person = api.get("/users/owner").json()
    return person["workbooks_count"], api.get(f"/tags/{TAGS[0]}").json()["workbooks_count"]


@pytest.mark.parametrize("act", ["hide", "remove"])
def test_a_workbook_is_gone_everywhere_and_back_everywhere(api, place, moderator, settings, act):
    settings.THROTTLES = False
    community, row = place
    book = community.books[row.pk]
    before = pages(api, row.pk)
    assert set(before[0].values()) == {200}
    assert before[1] == {"/", "/u/owner", "/sitemap-workbooks.xml"}
    etag = api.get(f"/workbooks/{row.pk}")["ETag"]
    kept = api.client.get(f"/embed/{row.pk}")["ETag"]
    assert counts(api) == (1, 1)

    sanction = on_thing(moderator, act, row)
    book.is_hidden, book.is_removed = True, act == "remove"
    gone, still = pages(api, row.pk)
    assert set(gone.values()) == {404}
    assert still == set()
    assert api.get(f"/workbooks/{row.pk}", If_None_Match=etag).status_code == 404
    assert api.client.get(f"/embed/{row.pk}", headers={"If-None-Match": kept}).status_code == 404
    assert counts(api) == (0, 0)
    assert list(disagreements(community)) == []
    mine = Api().as_(community.members[row.author_id].row).get(f"/workbooks/{row.pk}")
    assert mine.status_code == (200 if act == "hide" else 404)
    assert act == "remove" or mine.json()["is_hidden"]

    services.lift(sanction_id=sanction.pk, actor=moderator)
    book.is_hidden = book.is_removed = False
    assert pages(api, row.pk) == before
    assert counts(api) == (1, 1)
    back = api.get(f"/workbooks/{row.pk}").json()
    assert (back["favorite_count"], back["comment_count"], back["is_hidden"]) == (1, 2, False)
    assert [each["id"] for each in api.get("/workbooks/featured").json()["results"]] == [str(row.pk)]


@pytest.mark.parametrize("act", ["hide", "remove"])
def test_a_comment_is_gone_everywhere_and_back_everywhere(api, place, stranger, moderator, settings, act):
    settings.THROTTLES = False
    community, row = place
    note = next(note for note in community.books[row.pk].notes if note.author == stranger.pk)
    sanction = services.impose(
        decision_id=on_thing(moderator, "label", row, label="outdated").decision_id,
        actor=moderator,
        kind="comment",
        thing_id=note.id,
        member_id=stranger.pk,
        act=act,
    )
    note.is_hidden, note.is_removed = True, act == "remove"
    assert list(disagreements(community, only_comments)) == []
    assert str(note.id) not in api.client.get(f"/w/{row.pk}").content.decode()
    assert api.get(f"/workbooks/{row.pk}").json()["comment_count"] == 1
    edited = Api().as_(stranger).patch(f"/comments/{note.id}", {"body": "Seen again"})
    assert edited.status_code == (200 if act == "hide" else 404)
    services.lift(sanction_id=sanction.pk, actor=moderator)
    note.is_hidden = note.is_removed = False
    assert list(disagreements(community, only_comments)) == []
    assert str(note.id) in api.client.get(f"/w/{row.pk}").content.decode()
    assert api.get(f"/workbooks/{row.pk}").json()["comment_count"] == 2
