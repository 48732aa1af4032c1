"""What screening flags or holds opens a case; a decision settles it, and what is taken back closes the case."""

from __future__ import annotations

import pytest

from config.errors import StaleVersion
from moderation.cases import services, shapes
from moderation.cases.asked import Action
from moderation.cases.events import CaseDecided
from moderation.cases.models import Case, Decision
from moderation.cases.services.following import category_of
from moderation.cases.tests.making import DISMISS, HIDE, decide, held_against
from moderation.cases.texts import digest_of, text_of
from moderation.sanctions.queries import strike_points
from moderation.screening import services as screening
from moderation.screening.models import Screening
from moderation.screening.tests.making import live_rule, settle, without_shipped_rules
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement
from workbooks.engagement.models import Comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(owner, deliver):
    without_shipped_rules()
    live_rule("doubtful", slug="doubt", outcome="hold")
    live_rule("oddword", slug="odd-spam", outcome="flag")
    book = published(owner)

    def write_comment(body):
        comment = engagement.write_comment(author=owner, workbook_id=book.pk, body=body)
        deliver()
        return comment

    return write_comment


def is_hidden(comment):
    return Comment.objects.get(pk=comment.pk).hidden_at is not None


def test_what_is_flagged_or_held_opens_a_case_without_a_report(write, owner):
    for comment, category, is_held in ((write("oddword"), "spam", False), (write("doubtful"), "other", True)):
        case = Case.objects.get(kind="comment", thing_id=comment.pk)
        assert (case.report_count, case.weight, case.category, case.owner_id) == (0, 0, category, owner.pk)
        flag = case.entries.get(sort="flagged")
        assert (flag.data["is_held"], flag.data["category"]) == (is_held, category)
        assert flag.data["screening"] == str(Screening.objects.get(thing_id=comment.pk).pk)


def test_the_names_and_labels_of_rules_say_what_it_is(db):
    assert category_of(["looks-like-insult", "looks-like-spam"]) == "harassment"
    assert category_of(["casino", "score-of-spam"]) == "spam"
    assert category_of(["looks-like-spam", "toxicity-high"]) == "harassment"
    assert category_of(["many-links"]) == "other"


def test_a_dismissal_shows_what_was_held_and_settles_it(write, moderator):
    comment = write("doubtful")
    assert is_hidden(comment)
    decide(Case.objects.get(), moderator, "dismissed")
    assert not is_hidden(comment)
    row = Screening.objects.get()
    assert (row.settled_as, row.settled_by_id) == ("released", moderator.pk)


def test_acts_that_hide_settle_it_hidden(write, moderator):
    comment = write("oddword")
    decide(Case.objects.get(), moderator, "acted")
    assert is_hidden(comment)
    assert Screening.objects.get().settled_as == "hidden"


def test_what_is_held_stays_out_of_sight_where_its_author_alone_is_acted_upon(write, moderator, manager):
    comment = write("doubtful")
    made = decide(Case.objects.get(), moderator, "acted", actions=[Action("warn")])
    assert is_hidden(comment)
    assert Screening.objects.get().settled_as == "hidden"
    services.overturn(decision_id=made.pk, actor=manager, reason="It was fine")
    assert not is_hidden(comment)


def test_what_was_only_flagged_stays_in_sight_where_its_author_alone_is_acted_upon(write, moderator):
    comment = write("oddword")
    decide(Case.objects.get(), moderator, "acted", actions=[Action("warn")])
    assert not is_hidden(comment)
    assert Screening.objects.get().settled_as == "released"


def test_what_is_held_and_hidden_by_an_act_on_its_author_counts_once_and_can_be_appealed(write, owner, moderator):
    write("doubtful")
    made = decide(Case.objects.get(), moderator, "acted", actions=[Action("warn")])
    assert [row.act for row in made.sanctions.order_by("pk")] == ["warn", "hide"]
    assert strike_points(owner.pk) == 1
    (told,) = shapes.own_decisions([made], owner)
    assert [done["kind"] for done in told["actions"]] == ["warn", "hide"]


def test_overturning_shows_nothing_that_screening_holds_again(write, owner, moderator, manager):
    comment = write("doubtful")
    made = decide(Case.objects.get(), moderator, "acted", actions=[Action("warn")])
    engagement.edit_comment(actor=owner, comment_id=comment.pk, body="another doubtful")
    services.overturn(decision_id=made.pk, actor=manager, reason="It was fine")
    assert is_hidden(comment)


def test_another_reason_is_news_to_whoever_decides(write, owner, moderator, deliver):
    comment = write("oddword")
    seen = Case.objects.get()
    engagement.edit_comment(actor=owner, comment_id=comment.pk, body="a doubtful oddword")
    deliver()
    with pytest.raises(StaleVersion):
        services.decide(actor=moderator, case_id=seen.pk, expected_version=seen.version, actions=DISMISS)


def test_who_edits_all_the_time_is_acted_against_and_is_not_let_stand_unread(write, owner, moderator, deliver):
    comment = write("oddword")
    seen = {"case_id": Case.objects.get().pk, "expected_version": Case.objects.get().version}
    seen |= {"actor": moderator, "seen_digest": digest_of(text_of("comment", comment.pk))}
    engagement.edit_comment(actor=owner, comment_id=comment.pk, body="a worse oddword")
    deliver()
    with pytest.raises(StaleVersion):
        services.decide(**seen, actions=DISMISS)
    assert services.decide(**seen, actions=HIDE, reason="This is advertising.").outcome == "acted"


def test_what_is_put_aside_since_it_is_gone_closes_a_case_of_flags_alone(
    api, write, owner, moderator, deliver, recorded
):
    comment = write("doubtful")
    api.as_(owner).delete(f"/comments/{comment.pk}")
    screening.settle(actor=moderator, screening_id=Screening.objects.get().pk)
    deliver()
    case, made = Case.objects.get(), Decision.objects.get()
    assert (case.state, case.fine_digest, made.outcome, made.made_by_id) == ("decided", "", "dismissed", moderator.pk)
    assert len(recorded(CaseDecided)) == 1


def test_a_case_that_somebody_reported_stays_when_its_flag_is_settled(write, moderator, stranger, deliver):
    comment = write("oddword")
    case = held_against(None, by=stranger, kind="comment", thing_id=comment.pk)
    settle(moderator, Screening.objects.get(), "released")
    deliver()
    case.refresh_from_db()
    assert case.state == "open"


def test_what_is_told_twice_or_late_happens_once(write, moderator, deliver):
    from config.events.models import DomainEvent
    from moderation.cases.subscribers import follow_screening

    write("oddword")
    decide(Case.objects.get(), moderator, "acted", actions=HIDE)
    deliver()
    for row in DomainEvent.objects.filter(name__startswith="content.").order_by("pk"):
        follow_screening(row.decoded(), cause=row)
    case = Case.objects.get()
    assert (case.state, case.round, Decision.objects.count()) == ("decided", 1, 1)


def test_what_was_settled_before_it_came_here_opens_nothing(owner, moderator, deliver):
    without_shipped_rules()
    live_rule("oddword", outcome="flag")
    screening.screen("profile", owner.pk, "oddword", owner.pk)
    settle(moderator, Screening.objects.get(), "released")
    deliver()
    assert not Case.objects.exists()


def test_what_has_no_thing_or_is_gone_makes_no_case(owner, deliver):
    without_shipped_rules()
    live_rule("oddword", outcome="flag")
    screening.screen("comment", None, "oddword", owner.pk)
    screening.screen("comment", owner.pk, "oddword", owner.pk)
    screening.screen("nothing", owner.pk, "oddword", owner.pk)
    deliver()
    assert not Case.objects.exists()


def test_what_the_analyser_takes_back_closes_its_case_and_is_not_called_fine(write, deliver):
    from moderation.screening.services.settling import clear

    write("oddword")
    clear(Screening.objects.get())
    deliver()
    case = Case.objects.get()
    assert (case.state, case.fine_digest, Decision.objects.get().made_by_id) == ("decided", "", None)
