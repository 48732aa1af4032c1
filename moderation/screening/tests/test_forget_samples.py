"""What an erased member wrote is quoted by no trial."""

from __future__ import annotations

import pytest

from moderation.screening import services
from moderation.screening.models import RuleTrial, Screening
from moderation.screening.tests.making import draft_rule, live_rule
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db


@pytest.fixture
def caught(owner, friend, moderator):
    """The owner and a friend wrote the same doubtful thing, and a rule was tried on both."""
    live_rule("doubtful", slug="doubt", outcome="flag")
    book = published(owner)
    for person in (owner, friend):
        engagement.write_comment(author=person, workbook_id=book.pk, body="So doubtful a chart")
    services.try_rule(actor=moderator, rule_id=draft_rule("doubtful").pk)


def test_an_erased_members_texts_are_taken_out_of_trials(owner, friend, caught):
    assert services.forget_samples(owner.pk) == 1
    assert services.forget_samples(owner.pk) == 0
    theirs = Screening.objects.get(author=friend)
    assert [sample["id"] for sample in RuleTrial.objects.get().samples] == [str(theirs.thing_id)]
