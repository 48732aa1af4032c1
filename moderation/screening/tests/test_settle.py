"""Moderators come to an end with what was flagged or held; what they let stand is not caught again."""

from __future__ import annotations

import pytest

from accounts.users.errors import RankTooLow
from config.audit.models import AuditEntry
from config.errors import Forbidden
from config.testing.crowd import at_once
from moderation.screening import services
from moderation.screening.errors import AlreadySettled, DecidedByItsCase, OwnContent, ScreeningNotFound
from moderation.screening.events import ContentFlagged, ContentSettled
from moderation.screening.models import Screening
from moderation.screening.tests.making import live_rule, settle, without_shipped_rules
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement
from workbooks.engagement.models import Comment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_rules(db):
    without_shipped_rules()
    live_rule("doubtful", slug="doubt", outcome="hold")
    live_rule("oddword", slug="odd", outcome="flag")


def caught(author, body, on=None):
    book = on or published(author)
    engagement.write_comment(author=author, workbook_id=book.pk, body=body)
    return Screening.objects.latest("pk")


def test_what_is_released_is_shown_and_counted(api, owner, moderator, recorded):
    row = caught(owner, "so doubtful")
    settled = settle(moderator, row, "released", reason="It is fine.")
    assert (settled.settled_as, settled.settled_by_id) == ("released", moderator.pk)
    comment = Comment.objects.get()
    assert comment.hidden_at is None
    assert Workbook.objects.get().comment_count == 1
    assert [event.decision for event in recorded(ContentSettled)] == ["released"]
    entry = AuditEntry.objects.filter(action="content.released").get()
    assert (entry.target_type, entry.target_id, entry.reason) == ("comment", str(comment.pk), "It is fine.")


def test_what_is_hidden_goes_out_of_sight_wherever_it_was(api, owner, stranger, moderator):
    row = caught(owner, "oddword")
    settle(moderator, row, "hidden")
    assert Comment.objects.get().hidden_at is not None
    held = caught(owner, "so doubtful")
    settle(moderator, held, "hidden")
    assert Comment.objects.filter(hidden_at__isnull=True).count() == 0


def test_the_same_text_is_not_caught_again_once_it_was_released(api, owner, moderator):
    book = published(owner, title="A doubtful title")
    row = Screening.objects.get(kind="workbook")
    settle(moderator, row, "released")
    api.as_(owner).patch(f"/workbooks/{book.pk}", {"visibility": "unlisted"})
    assert api.as_(owner).post(f"/workbooks/{book.pk}/archive").status_code == 200
    assert api.as_(owner).post(f"/workbooks/{book.pk}/publish").status_code == 200
    assert Workbook.objects.get().hidden_at is None
    assert Screening.objects.count() == 1
    api.as_(owner).patch(f"/workbooks/{book.pk}", {"title": "Another doubtful title"})
    assert Workbook.objects.get().hidden_at is not None


def test_another_reason_catches_a_released_text_again(api, owner, moderator):
    book = published(owner, title="A doubtful casino")
    settle(moderator, Screening.objects.get(), "released")
    live_rule("casino", outcome="hold")
    api.as_(owner).patch(f"/workbooks/{book.pk}", {"visibility": "unlisted"})
    assert Workbook.objects.get().hidden_at is not None


def test_it_is_settled_once(owner, moderator, manager):
    row = caught(owner, "oddword")
    settle(moderator, row, "hidden")
    assert settle(manager, row, "released") is None
    assert Comment.objects.get().hidden_at is not None


def test_nobody_settles_their_own_or_a_higher_roles(moderator, manager, admin):
    mine, higher = caught(moderator, "oddword"), caught(manager, "oddword")
    with pytest.raises(OwnContent):
        settle(moderator, mine, "released")
    with pytest.raises(RankTooLow):
        settle(moderator, higher, "released")
    assert settle(admin, higher, "released").settled_as == "released"


def test_members_settle_nothing_and_see_nothing(owner, friend, moderator):
    row = caught(owner, "oddword")
    with pytest.raises(Forbidden):
        settle(friend, row, "released")
    with pytest.raises(Forbidden):
        settle(moderator, row, "cleared")
    with pytest.raises(Forbidden):
        services.settle(actor=friend, screening_id=row.pk)
    with pytest.raises(ScreeningNotFound):
        services.settle(actor=moderator, screening_id=owner.pk)


def test_what_is_there_is_decided_by_its_case_alone(owner, moderator):
    row = caught(owner, "so doubtful")
    with pytest.raises(DecidedByItsCase):
        services.settle(actor=moderator, screening_id=row.pk)
    row.refresh_from_db()
    assert row.settled_at is None
    assert Comment.objects.get().hidden_at is not None


def test_what_its_author_deleted_meanwhile_is_put_aside(api, owner, moderator):
    row = caught(owner, "so doubtful")
    api.as_(owner).delete(f"/comments/{row.thing_id}")
    aside = services.settle(actor=moderator, screening_id=row.pk, reason="Gone")
    assert (aside.settled_as, aside.settled_by_id) == ("released", moderator.pk)
    with pytest.raises(AlreadySettled):
        services.settle(actor=moderator, screening_id=row.pk)


def test_a_text_that_comes_to_an_open_row_is_told_again(api, owner, recorded):
    row = caught(owner, "oddword")
    path = f"/comments/{row.thing_id}"
    api.as_(owner).patch(path, {"body": "another oddword"})
    api.as_(owner).patch(path, {"body": "another oddword"})
    assert [event.reasons for event in recorded(ContentFlagged)] == [["odd"], ["odd"]]
    assert Screening.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_moderators_at_once_one_settles(owner, person):
    moderators = [person(f"moderator-{number}", role="moderator") for number in range(8)]
    row = caught(owner, "so doubtful")

    done = [found for found in at_once(lambda number: settle(moderators[number], row), 8) if found]
    assert len(done) == 1
    assert Screening.objects.get().settled_by_id == done[0].settled_by_id
    assert Workbook.objects.get().comment_count == 1
