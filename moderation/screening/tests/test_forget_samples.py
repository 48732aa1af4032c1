"""What an erased member wrote is quoted by no trial."""

from __future__ import annotations

import pytest

from config.db import uuid7
from moderation.screening import services
from moderation.screening.models import RuleTrial, Screening
from moderation.screening.tests.making import draft_rule, live_rule
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement
from workbooks.engagement.models import Comment

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


def quoting(*authors):
    """Trials, each with a sample by each of these."""
    rule = draft_rule("doubtful")
    samples = [
        {"type": "comment", "id": str(uuid7()), "author_id": str(author.pk), "matched": "", "excerpt": "x"}
        for author in authors
    ]
    RuleTrial.objects.bulk_create([RuleTrial(rule=rule, digest="d", samples=samples) for _ in range(250)])


def test_it_takes_few_statements_however_many_trials_quote_them(owner, friend, django_assert_max_num_queries):
    quoting(*[owner] * 10, *[friend] * 10)
    with django_assert_max_num_queries(10):
        assert services.forget_samples(owner.pk) == 250
    assert {len(trial.samples) for trial in RuleTrial.objects.all()} == {10}


def test_what_others_wrote_stays_and_what_is_nobodys_goes(owner, friend):
    quoting(friend)
    RuleTrial.objects.filter(pk=RuleTrial.objects.earliest("pk").pk).update(samples=[{"type": "poem", "id": "1"}])
    assert services.forget_samples(owner.pk) == 1
    assert RuleTrial.objects.filter(samples=[]).count() == 1


def test_samples_are_forgotten_even_where_the_thing_is_gone(owner, moderator, caught):
    Comment.objects.all().delete()
    assert services.forget_samples(owner.pk) == 1
    assert str(owner.pk) not in str(RuleTrial.objects.get().samples)
