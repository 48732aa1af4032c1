"""A rule is tried on what was written before: how much it would have caught, some of it, and nothing happens to any."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config import clock
from config.jobs.models import TaskRun
from moderation.screening import services, tasks
from moderation.screening.models import RuleTrial, Screening
from moderation.screening.tests.making import draft_rule, without_shipped_rules
from social.friends.services import request_friendship
from workbooks.catalog.tests.factories import draft, published
from workbooks.engagement import services as engagement
from workbooks.engagement.models import Comment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_rules(db):
    without_shipped_rules()


@pytest.fixture
def written(owner, friend):
    """A published workbook about casinos, a draft about them, and two comments, of which one."""
    book = published(owner, title="Casino figures")
    draft(owner, title="Secret casino")
    for body in ("I like casinos a lot", "The casino wins"):
        engagement.write_comment(author=friend, workbook_id=book.pk, body=body)
    return book


def try_(api, person, rule, **body):
    answer = api.as_(person).post(f"/moderation/rules/{rule.pk}/trials", body)
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_it_counts_what_would_have_been_caught_and_touches_nothing(api, moderator, written):
    trial = try_(api, moderator, draft_rule("casino", outcome="reject"))
    assert (trial["state"], trial["caught"]) == ("done", 3)
    assert trial["looked_at"] >= 4
    assert not Screening.objects.exists()
    assert not Comment.objects.filter(hidden_at__isnull=False).exists()


def test_samples_are_of_what_the_moderator_may_see(api, moderator, written):
    trial = try_(api, moderator, draft_rule("casino"))
    assert sorted(sample["type"] for sample in trial["samples"]) == ["comment", "workbook"]
    assert "Secret" not in str(trial["samples"])
    assert set(trial["samples"][0]) == {"type", "id", "matched", "excerpt", "written_at"}
    assert {sample["matched"] for sample in trial["samples"]} == {"casino"}


@pytest.fixture
def quoted(api, moderator, stranger):
    """A trial by a moderator who was asked to be a friend, in words that a draft looks for."""
    request_friendship(sender=stranger, person=moderator, message="My secretplan is this")
    rule = draft_rule("secretplan")
    trial = try_(api, moderator, rule)
    assert [sample["type"] for sample in trial["samples"]] == ["friend_request"]
    return f"/moderation/rules/{rule.pk}/trials", trial["id"]


def test_whoever_reads_a_trial_sees_the_samples_that_they_may_see(api, moderator, person, quoted):
    path, pk = quoted
    other = person("colleague", role="moderator")
    for who, seen in ((moderator, 1), (other, 0)):
        (listed,) = api.as_(who).get(path).json()["results"]
        alone = api.as_(who).get(f"{path}/{pk}").json()
        assert (alone["caught"], len(alone["samples"]), len(listed["samples"])) == (1, seen, seen)


def test_samples_whose_thing_is_gone_are_left_out(api, moderator, friend, written):
    parent = Comment.objects.get(body="The casino wins")
    engagement.write_comment(author=friend, workbook_id=written.pk, parent_id=parent.pk, body="Does it?")
    rule = draft_rule("casino", kinds=["comment"])
    path = f"/moderation/rules/{rule.pk}/trials/{try_(api, moderator, rule)['id']}"
    assert len(api.as_(moderator).get(path).json()["samples"]) == 1
    engagement.delete_comment(actor=friend, comment_id=parent.pk)
    trial = api.as_(moderator).get(path).json()
    assert (trial["caught"], trial["samples"]) == (1, [])


def test_samples_of_a_kind_that_nobody_knows_any_more_are_left_out(api, moderator, written):
    rule = draft_rule("casino")
    made = try_(api, moderator, rule)
    gone = {**made["samples"][0], "type": "poem"}
    RuleTrial.objects.update(samples=[gone])
    assert api.as_(moderator).get(f"/moderation/rules/{rule.pk}/trials/{made['id']}").json()["samples"] == []


def test_what_the_rule_would_be_can_be_tried_without_changing_it(api, moderator, written):
    rule = draft_rule("nothing of that kind")
    assert try_(api, moderator, rule)["caught"] == 0
    assert try_(api, moderator, rule, values=["casino*"])["caught"] == 4
    rule.refresh_from_db()
    assert rule.values == ["nothing of that kind"]


def test_a_rule_about_one_kind_looks_at_that_kind(api, moderator, written):
    trial = try_(api, moderator, draft_rule("casino"), kinds=["comment"])
    assert (trial["looked_at"], trial["caught"]) == (2, 1)


def test_only_so_many_days_and_texts_are_looked_at(api, moderator, written):
    rule = draft_rule("casino", kinds=["comment"])
    assert try_(api, moderator, rule, most=1)["looked_at"] == 1
    with clock.standing_at(clock.now() + timedelta(days=10)):
        assert services.try_rule(actor=moderator, rule_id=rule.pk, days=5).looked_at == 0
        assert services.try_rule(actor=moderator, rule_id=rule.pk, days=15).looked_at == 2


def test_pace_is_played_through_as_it_happened(api, moderator, written, friend):
    for _ in range(3):
        engagement.write_comment(author=friend, workbook_id=written.pk, body="Visit my page, it is worth your while")
    rule = draft_rule(sort="repetition", most=1, window_minutes=60)
    assert try_(api, moderator, rule, kinds=["comment"])["caught"] == 2
    pace = draft_rule(sort="pace", most=3, window_minutes=60)
    assert try_(api, moderator, pace, kinds=["comment"])["caught"] == 2


def test_scores_hosts_and_links_are_tried_as_well(api, moderator, owner, friend, written):
    engagement.write_comment(author=friend, workbook_id=written.pk, body="You idiot, see evil.example")
    assert try_(api, moderator, draft_rule(sort="score", label="toxicity", threshold=50))["caught"] == 1
    assert try_(api, moderator, draft_rule("evil.example", sort="hosts"))["caught"] == 1
    assert try_(api, moderator, draft_rule("evil.example", sort="hosts", outcome="allow"))["caught"] == 1
    assert try_(api, moderator, draft_rule(sort="links", most=0))["caught"] == 1


def test_a_long_trial_is_a_jobs(api, moderator, written, deliver):
    rule = draft_rule("casino")
    trial = try_(api, moderator, rule, most=10_000)
    assert (trial["state"], trial["looked_at"]) == ("waiting", 0)
    deliver()
    run = TaskRun.objects.get(name="moderation.screening.try_rule")
    assert tasks.try_rule(**run.arguments) == {"looked_at": RuleTrial.objects.get().looked_at, "caught": 3}
    assert tasks.try_rule(**run.arguments) == {}
    done = api.as_(moderator).get(f"/moderation/rules/{rule.pk}/trials/{trial['id']}").json()
    assert (done["state"], done["caught"]) == ("done", 3)
    assert "Secret" not in str(done["samples"])


def test_a_trial_that_fails_says_so(moderator, written, monkeypatch):
    rule = draft_rule("casino")
    trial = services.try_rule(actor=moderator, rule_id=rule.pk, most=10_000)

    def fails(*_):
        raise RuntimeError("a defect")

    monkeypatch.setattr("moderation.screening.services.trials._past", fails)
    services.run_trial(trial.pk)
    trial.refresh_from_db()
    assert trial.state == "failed"


def test_trials_are_listed_and_found_under_their_rule_alone(api, moderator, written):
    one, other = draft_rule("casino"), draft_rule("figures")
    trial = try_(api, moderator, one)
    assert [row["id"] for row in api.as_(moderator).get(f"/moderation/rules/{one.pk}/trials").json()["results"]] == [
        trial["id"]
    ]
    assert api.as_(moderator).get(f"/moderation/rules/{other.pk}/trials/{trial['id']}").status_code == 404
    assert api.as_(moderator).post(f"/moderation/rules/{written.pk}/trials", {}).json()["code"] == "rule_not_found"
