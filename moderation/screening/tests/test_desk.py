"""Screening on the desk: rules are made, tried and put live; what was caught is settled; each by who may."""

from __future__ import annotations

import pytest

from moderation.cases.models import Case
from moderation.screening import services
from moderation.screening.models import RuleTrial, Screening, ScreeningRule
from moderation.screening.tests.making import draft_rule, live_rule, without_shipped_rules
from social.friends.services import request_friendship
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement

pytestmark = pytest.mark.django_db

FORM = {
    "slug": "casino",
    "sort": "terms",
    "outcome": "hold",
    "values": "casino bonus\nroulette",
    "kinds": "",
    "note": "",
}


@pytest.fixture(autouse=True)
def own_rules(db):
    without_shipped_rules()


@pytest.fixture
def book(owner):
    return published(owner, title="Casino bonus figures")


def test_a_manager_makes_tries_and_puts_a_rule_live(desk, manager, book):
    page = desk(manager)
    assert page.post("moderation/screeningrule/add/", **FORM).status_code == 302
    rule = ScreeningRule.objects.get(slug="casino")
    assert (rule.values, rule.state) == (["casino bonus", "roulette"], "draft")
    path = f"moderation/screeningrule/{rule.pk}"
    page.post(f"{path}/deed/go_live/", reason="Now")
    rule.refresh_from_db()
    assert rule.state == "draft", "it was not tried"
    assert page.post(f"{path}/deed/try/", days=30, most=100).status_code == 302
    assert RuleTrial.objects.get().caught == 1
    assert "Would have been caught" in page.text(f"{path}/change/")
    assert page.post(f"{path}/deed/go_live/", reason="Tried").status_code == 302
    rule.refresh_from_db()
    assert rule.state == "live"
    assert "Casino bonus figures" in page.text(f"moderation/ruletrial/{RuleTrial.objects.get().pk}/change/")


def test_what_is_wrong_stands_beside_its_field(desk, manager):
    answer = desk(manager).post("moderation/screeningrule/add/", **FORM | {"sort": "patterns", "values": "(a+)+bbb"})
    assert answer.status_code == 200
    assert "may take too long" in answer.content.decode() or "A repeat has an end" in answer.content.decode()
    assert not ScreeningRule.objects.filter(slug="casino").exists()


def test_a_rule_is_changed_taken_back_and_retired(desk, manager):
    rule = live_rule("oddword")
    page, path = desk(manager), f"moderation/screeningrule/{rule.pk}"
    page.post(f"{path}/deed/take_back/", reason="Too much")
    rule.refresh_from_db()
    assert rule.state == "draft"
    changed = page.post(f"{path}/change/", outcome="flag", values="another", kinds="comment", note="Changed")
    assert changed.status_code == 302, changed.content.decode()[:2000]
    rule.refresh_from_db()
    assert (rule.values, rule.kinds, rule.note) == (["another"], ["comment"], "Changed")
    page.post(f"{path}/deed/retire/", reason="Done")
    rule.refresh_from_db()
    assert rule.state == "retired"


def test_moderators_see_and_try_rules_and_keep_none(desk, moderator):
    rule = draft_rule("oddword")
    page, path = desk(moderator), f"moderation/screeningrule/{rule.pk}"
    assert page.get(f"{path}/change/").status_code == 200
    assert page.post(f"{path}/deed/try/", days=3, most=10).status_code == 302
    assert page.post(f"{path}/deed/go_live/", reason="x").status_code == 403
    assert page.post("moderation/screeningrule/add/", **FORM).status_code == 403


def test_a_trial_shows_everyone_the_samples_that_they_may_see(desk, moderator, manager, stranger):
    request_friendship(sender=stranger, person=moderator, message="My secretplan is this")
    trial = services.try_rule(actor=moderator, rule_id=draft_rule("secretplan").pk)
    path = f"moderation/ruletrial/{trial.pk}/change/"
    assert "My secretplan is this" in desk(moderator).text(path)
    assert "My secretplan" not in desk(manager).text(path)


def test_a_moderator_puts_aside_what_is_gone_and_is_led_to_the_case_of_what_is_there(
    api, desk, moderator, owner, book, deliver
):
    live_rule("doubtful", slug="doubt", outcome="hold")
    engagement.write_comment(author=owner, workbook_id=book.pk, body="So doubtful")
    row = Screening.objects.get()
    deliver()
    page, path = desk(moderator), f"moderation/screening/{row.pk}"
    assert "So doubtful" in page.text("moderation/screening/")
    told = page.text(f"{path}/change/")
    assert "doubt" in told
    assert f"/admin/moderation/case/{Case.objects.get().pk}/change/" in page.get(f"{path}/change/").content.decode()
    assert "Put aside" not in told
    api.as_(owner).delete(f"/comments/{row.thing_id}")
    page.post(f"{path}/deed/settle/", reason="Gone")
    row.refresh_from_db()
    assert row.settled_by_id == moderator.pk


def test_the_start_page_tells_what_waits(desk, moderator, owner, book):
    live_rule("oddword")
    engagement.write_comment(author=owner, workbook_id=book.pk, body="An oddword")
    told = desk(moderator).text()
    assert "Flagged or held, waiting 1" in told
    assert "Caught by screening, by day" in told


def test_refused_texts_stand_there_with_their_reason(desk, moderator, owner):
    live_rule("badword", slug="bad", outcome="reject")
    services.screen("comment", None, "a badword", owner.pk)
    services.write_refusals()
    row = Screening.objects.get()
    told = desk(moderator).text(f"moderation/screening/{row.pk}/change/")
    assert "refused at once" in told
    assert "a badword" in told
    assert "Let it stand" not in told
