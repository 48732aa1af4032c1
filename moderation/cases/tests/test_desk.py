"""The queue on the desk: what moderators see of a case, and what each of their deeds does."""

from __future__ import annotations

import pytest

from moderation.cases.models import Case, Decision
from moderation.reports.models import Report
from moderation.sanctions.models import Sanction
from workbooks.catalog import services as catalog
from workbooks.catalog.models import Workbook
from workbooks.catalog.tests.factories import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(owner):
    return published(owner, title="Casino figures", description="All that is won and lost")


@pytest.fixture
def case(api, stranger, book) -> Case:
    body = {"entity_type": "workbook", "entity_id": str(book.pk), "category": "spam", "text": "Nothing but adverts"}
    assert api.as_(stranger).post("/reports", body).status_code == 201
    return Case.objects.get()


def path(case: Case, what: str = "change") -> str:
    return f"moderation/case/{case.pk}/{what}/"


def deed(case: Case, name: str) -> str:
    return path(case, f"deed/{name}")


def test_the_queue_names_the_thing_what_it_is_reported_for_and_whose_it_is(desk, moderator, case):
    shown = desk(moderator).text("moderation/case/", waiting="yes")
    assert "workbook: Casino figures" in shown
    assert "spam or advertising" in shown
    assert "owner" in shown
    assert "Casino figures" not in desk(moderator).text("moderation/case/", waiting="no")
    assert "Casino figures" in desk(moderator).text("moderation/case/", assignee="none")
    assert "Casino figures" not in desk(moderator).text("moderation/case/", assignee="me")


def test_a_case_shows_the_thing_as_members_see_it_its_reports_and_its_history(desk, moderator, case):
    shown = desk(moderator).text(path(case))
    for said in ("Casino figures", "All that is won and lost", "Nothing but adverts", "stranger", "reported"):
        assert said in shown, said


def test_a_claimed_case_is_the_moderators_until_it_is_given_back(desk, moderator, case):
    page = desk(moderator)
    assert page.post(deed(case, "claim")).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.assignee_id) == ("claimed", moderator.pk)
    assert page.post(deed(case, "release")).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.assignee_id) == ("open", None)


def test_hiding_asks_for_a_reason_and_takes_hold(desk, moderator, stranger, case, book):
    page, seen = desk(moderator), case.version
    assert page.post(deed(case, "hide"), version=seen, category="spam", reason="").status_code == 422
    assert page.post(deed(case, "hide"), version=seen, category="spam", reason="Adverts").status_code == 302
    assert Workbook.objects.get(pk=book.pk).hidden_at is not None
    decision = Decision.objects.get()
    assert (decision.outcome, decision.reason, decision.made_by_id) == ("acted", "Adverts", moderator.pk)
    assert Sanction.objects.get().act == "hide"
    assert "in force" in page.text(path(case))


def test_what_was_edited_since_the_page_was_opened_is_looked_at_again(desk, moderator, owner, case, book):
    page = desk(moderator)
    form = page.get(deed(case, "dismiss")).context["form"]
    seen = {name: form[name].value() for name in ("version", "category", "text_digest")}
    catalog.edit_workbook(actor=owner, workbook_id=book.pk, changes={"title": "Casino figures, and worse"})
    page.post(deed(case, "dismiss"), **seen)
    assert not Decision.objects.exists()
    form = page.get(deed(case, "dismiss")).context["form"]
    seen = {name: form[name].value() for name in ("version", "category", "text_digest")}
    page.post(deed(case, "dismiss"), **seen)
    assert Decision.objects.get().outcome == "dismissed"


def test_a_decision_from_an_old_page_is_refused_and_says_so(desk, moderator, person, case, book):
    page, seen = desk(moderator), case.version
    desk(person("mod-two", role="moderator")).post(deed(case, "escalate"), reason="Not mine")
    answer = page.post(deed(case, "hide"), version=seen, category="spam", reason="Adverts")
    assert answer.status_code == 302
    assert Decision.objects.count() == 0
    assert "changed in the meantime" in page.text(path(case))
    assert Workbook.objects.get(pk=book.pk).hidden_at is None


def test_several_cases_are_dismissed_at_once(desk, api, moderator, owner, friend, stranger, case):
    other = published(owner, title="Another")
    api.as_(stranger).post(
        "/reports", {"entity_type": "workbook", "entity_id": str(other.pk), "category": "other", "text": ""}
    )
    chosen = [str(pk) for pk in Case.objects.values_list("pk", flat=True)]
    asked = desk(moderator).post("moderation/case/", action="dismiss", _selected_action=chosen)
    assert "These 2 rows" in asked.content.decode()
    done = desk(moderator).post(
        "moderation/case/", action="dismiss", _selected_action=chosen, confirmed="1", reason="", note="", category=""
    )
    assert done.status_code == 302
    assert set(Case.objects.values_list("state", flat=True)) == {"decided"}
    assert set(Decision.objects.values_list("outcome", flat=True)) == {"dismissed"}


def test_several_acts_are_one_decision(desk, moderator, owner, case):
    sent = {"actions": ["hide", "warn", "mute"], "hours": "24", "label": "", "until": "", "category": "spam"}
    page = desk(moderator)
    wrong = page.post(deed(case, "act"), version=case.version, reason="Adverts", **sent | {"hours": ""})
    assert wrong.status_code == 422
    assert not Sanction.objects.exists()
    assert page.post(deed(case, "act"), version=case.version, reason="Adverts", **sent).status_code == 302
    assert sorted(Sanction.objects.values_list("act", flat=True)) == ["hide", "mute", "warn"]
    owner.refresh_from_db()
    assert owner.status == "muted"


def test_notes_stand_in_the_history(desk, moderator, case):
    desk(moderator).post(deed(case, "note"), text="Seen before")
    assert "Seen before" in desk(moderator).text(path(case))


def test_a_lifted_sanction_gives_the_thing_back(desk, moderator, case, book):
    desk(moderator).post(deed(case, "hide"), version=case.version, category="spam", reason="Adverts")
    sanction = Sanction.objects.get()
    assert desk(moderator).post(f"moderation/sanction/{sanction.pk}/deed/lift/", reason="A mistake").status_code == 302
    assert Workbook.objects.get(pk=book.pk).hidden_at is None


def test_nobody_sees_a_case_about_their_own_things_or_who_reported_them(desk, api, person, stranger):
    mine = person("mod-two", role="moderator")
    book = published(mine, title="Mine")
    api.as_(stranger).post(
        "/reports", {"entity_type": "workbook", "entity_id": str(book.pk), "category": "spam", "text": "Adverts"}
    )
    case, report = Case.objects.get(), Report.objects.get()
    page = desk(mine)
    assert page.get(path(case)).status_code == 302  # to the start page, as for what is not there
    assert page.get(f"moderation/report/{report.pk}/change/").status_code == 302
    assert "Mine" not in page.text("moderation/case/")
    assert "Adverts" not in page.text("moderation/report/")
    assert page.post(deed(case, "dismiss"), reason="", note="").status_code == 404
