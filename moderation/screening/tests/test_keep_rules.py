"""Rules over HTTP: moderators see them, managers keep them, and what goes live was tried."""

from __future__ import annotations

import pytest

from config.audit.models import AuditEntry
from config.testing.client import codes
from moderation.screening import services
from moderation.screening.memory import Memory
from moderation.screening.models import ScreeningRule
from moderation.screening.tests.making import draft_rule, live_rule, without_shipped_rules

pytestmark = pytest.mark.django_db

NEW = {"slug": "casino", "sort": "terms", "outcome": "hold", "values": ["casino bonus"]}


@pytest.fixture
def made(api, manager):
    return api.as_(manager).post("/moderation/rules", NEW).json()


def test_a_rule_is_made_as_a_draft_and_catches_nothing(api, manager, owner, made):
    assert (made["slug"], made["state"], made["values"]) == ("casino", "draft", ["casino bonus"])
    assert made["made_by"] == manager.username
    assert services.screen("comment", None, "casino bonus", owner.pk).outcome == "allow"
    assert api.as_(manager).post("/moderation/rules", NEW).json()["code"] == "rule_exists"


def test_it_goes_live_only_in_a_form_that_was_tried(api, manager, moderator, owner, made):
    path = f"/moderation/rules/{made['id']}"
    refused = api.as_(manager).patch(path, {"state": "live"})
    assert (refused.status_code, refused.json()["code"]) == (409, "rule_not_tried")
    assert api.as_(moderator).post(f"{path}/trials", {"values": ["another word"]}).status_code == 201
    assert api.as_(manager).patch(path, {"state": "live"}).status_code == 409
    assert api.as_(moderator).post(f"{path}/trials", {}).status_code == 201
    live = api.as_(manager).patch(path, {"state": "live"}).json()
    assert live["state"] == "live"
    assert live["live_at"] is not None
    assert services.screen("comment", None, "casino bonus", owner.pk).outcome == "hold"


def test_another_form_of_a_live_rule_was_tried_as_well(api, manager, made):
    path = f"/moderation/rules/{made['id']}"
    api.as_(manager).patch(path, {"state": "live", "without_trial": True, "reason": "A wave."})
    changed = {"values": ["casino bonus", "roulette"]}
    assert api.as_(manager).patch(path, changed).json()["code"] == "rule_not_tried"
    assert api.as_(manager).patch(path, {"note": "Said otherwise"}).status_code == 200
    api.as_(manager).post(f"{path}/trials", changed)
    assert api.as_(manager).patch(path, changed).json()["values"] == ["casino bonus", "roulette"]


def test_going_live_untried_stands_in_the_audit(api, manager, made):
    path = f"/moderation/rules/{made['id']}"
    api.as_(manager).patch(path, {"state": "live", "without_trial": True, "reason": "A wave."})
    entry = AuditEntry.objects.filter(action="screening_rule.changed").latest("pk")
    assert (entry.actor_id, entry.reason, entry.after["without_trial"]) == (manager.pk, "A wave.", True)
    assert (entry.before["state"], entry.after["state"]) == ("draft", "live")


def test_a_stale_edit_is_a_412_and_a_fresh_one_is_not(api, manager, made):
    path = f"/moderation/rules/{made['id']}"
    first = api.as_(manager).get(path)
    assert api.as_(manager).get(path, If_None_Match=first["ETag"]).status_code == 304
    assert api.as_(manager).patch(path, {"note": "One"}, If_Match=first["ETag"]).status_code == 200
    assert api.as_(manager).patch(path, {"note": "Two"}, If_Match=first["ETag"]).status_code == 412
    assert api.as_(manager).delete(path, If_Match=first["ETag"]).status_code == 412


def test_a_retired_rule_catches_nothing_and_stays_as_it_is(api, manager, owner, made):
    path = f"/moderation/rules/{made['id']}"
    api.as_(manager).patch(path, {"state": "live", "without_trial": True})
    assert api.as_(manager).delete(path).status_code == 204
    assert api.as_(manager).delete(path).status_code == 204
    assert services.screen("comment", None, "casino bonus", owner.pk).outcome == "allow"
    assert api.as_(manager).patch(path, {"note": "Back"}).json()["code"] == "rule_retired"
    assert api.as_(manager).get(path).json()["state"] == "retired"


def test_moderators_see_rules_and_do_not_keep_them(api, moderator, made):
    path = f"/moderation/rules/{made['id']}"
    assert api.as_(moderator).get("/moderation/rules").status_code == 200
    assert api.as_(moderator).get(path).status_code == 200
    assert api.as_(moderator).patch(path, {"note": "x"}).status_code == 403
    assert api.as_(moderator).delete(path).status_code == 403
    assert api.as_(moderator).post("/moderation/rules", NEW | {"slug": "other"}).status_code == 403


def test_members_know_of_no_rules(api, owner, made):
    for path in ("/moderation/rules", f"/moderation/rules/{made['id']}", f"/moderation/rules/{made['id']}/trials"):
        assert api.as_(owner).get(path).status_code == 403
        assert api.get(path).status_code == 401


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"values": []}, "values", "required"),
        ({"values": ["x"]}, "values", "term_too_short"),
        ({"sort": "patterns", "values": ["(a+)+bbb"]}, "values", "pattern_refused"),
        ({"sort": "hosts", "values": ["no host"]}, "values", "invalid_host"),
        ({"outcome": "allow"}, "outcome", "only_hosts_allow"),
        ({"kinds": ["nothing"]}, "kinds", "unknown"),
        ({"sort": "links", "values": []}, "most", "required"),
        ({"sort": "pace", "values": [], "most": 3}, "window_minutes", "required"),
        ({"sort": "score", "values": [], "label": "spam"}, "threshold", "required"),
        ({"most": 3}, "most", "not_used"),
        ({"sort": "links", "most": 3}, "values", "not_used"),
        ({"sort": "links", "values": [], "most": 1_001}, "most", "max_value"),
        ({"values": ["y" * 201]}, "values.0", "max_length"),
        ({"sort": "feelings"}, "sort", "invalid_choice"),
        ({"slug": "not a slug"}, "slug", "invalid"),
        ({"state": "live"}, "state", "unknown_field"),
    ],
)
def test_what_is_wrong_is_named(api, manager, body, field, code):
    answer = api.as_(manager).post("/moderation/rules", NEW | body)
    assert answer.status_code == 400
    assert codes(answer) == {field: code}


def test_the_list_is_narrowed_by_state_and_sort(api, moderator, made):
    live_rule("something")
    shown = api.as_(moderator).get("/moderation/rules", {"state": "draft", "sort": "terms"}).json()["results"]
    assert shown[0]["slug"] == "casino"
    assert {row["sort"] for row in shown} == {"terms"}
    assert api.as_(moderator).get("/moderation/rules", {"state": "asleep"}).status_code == 400
    assert {row["state"] for row in api.as_(moderator).get("/moderation/rules?state=live").json()["results"]} == {
        "live"
    }


def test_the_same_request_again_makes_one_rule(api, manager):
    sent = [api.as_(manager).post("/moderation/rules", NEW, Idempotency_Key="once") for _ in range(2)]
    assert [answer.status_code for answer in sent] == [201, 201]
    assert sent[1]["Idempotent-Replayed"] == "true"


def test_live_patterns_may_cost_so_much_together_and_no_more(manager):
    made = draft_rule(*(f"a{{1,9}}a{{1,9}}b{letter}" for letter in "abcdefghijkl"), sort="patterns")
    with pytest.raises(services.rules.TooManyRules):
        services.change_rule(actor=manager, rule_id=made.pk, changes={"state": "live"}, without_trial=True)


def test_another_process_knows_of_a_change_within_a_second(owner, settings):
    without_shipped_rules()
    other = Memory()
    assert other.rules().rules == ()
    made = live_rule("something")
    assert other.rules().rules == (), "it looks again when the last look is old"
    other._looked_at -= settings.SCREENING_POLL_SECONDS
    assert [rule.slug for rule in other.rules().rules] == [made.slug]
    services.retire_rule(actor=services_actor(), rule_id=made.pk)
    other._looked_at -= settings.SCREENING_POLL_SECONDS
    assert other.rules().rules == ()
    assert settings.SCREENING_POLL_SECONDS <= 1


def services_actor():
    from moderation.screening.tests.making import Keeper

    return Keeper()


def test_a_rule_that_was_spoilt_past_the_services_is_left_out(owner):
    without_shipped_rules()
    good, spoilt = live_rule("goodrule"), live_rule("[a-z]{3}", sort="patterns")
    ScreeningRule.objects.filter(pk=spoilt.pk).update(values=["(a+)+$"])
    assert [rule.slug for rule in Memory().rules().rules] == [good.slug]


def test_a_look_that_fails_is_no_answer_and_the_next_text_looks_again(owner, monkeypatch):
    memory = Memory()
    made = live_rule("something")

    def fails():
        raise OSError("away")

    with monkeypatch.context() as away:
        away.setattr("moderation.screening.models.RulesVersion.present", fails)
        with pytest.raises(OSError, match="away"):
            memory.rules()
    assert made.slug in {rule.slug for rule in memory.rules().rules}
