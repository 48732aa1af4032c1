"""The audit on the desk: who reads what of it, how it is narrowed, what an entry tells, and taking it along."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection

from config.audit import chain, note, queries
from config.audit.models import AuditEntry
from config.context import Context, within

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(owner, admin, moderator):
    """One of a moderator's own, one of moderation by somebody else, one of what only managers and admins see."""
    with within(Context(request_id="request-12345678", address="192.0.2.7")):
        note(action="trial.own", actor=moderator, target=("thing", "a"), reason="mine")
        note(
            action="user.status_changed",
            actor=admin,
            target=("user", owner.pk),
            before={"status": "active", "until": None},
            after={"status": "muted", "until": None, "text": "<b>bold</b>"},
            reason='=HYPERLINK("http://example.org")',
        )
    note(action="flag.changed", actor=admin, target=("flag", "remixes"))
    return dict(AuditEntry.objects.values_list("action", "pk"))


def found(page, **parameters):
    answer = page.get("audit/auditentry/", **parameters)
    return {row.action for row in answer.context["cl"].result_list}


def test_moderators_see_their_own_acts_and_moderation_managers_and_admins_all(
    desk, entries, moderator, manager, admin, person
):
    other = person("moderator-n", role="moderator")
    everything = {"trial.own", "user.status_changed", "flag.changed"}
    assert found(desk(moderator)) == {"trial.own", "user.status_changed"}
    assert found(desk(other)) == {"user.status_changed"}
    assert found(desk(manager)) == found(desk(admin)) == everything
    hidden = f"audit/auditentry/{entries['flag.changed']}/change/"
    assert desk(moderator).get(hidden).status_code in {302, 404}
    assert "flag.changed" not in desk(moderator).get(hidden).content.decode()


def test_members_see_nothing_of_it(entries, owner, admin):
    assert not queries.visible_to(owner).exists()


def test_nobody_edits_or_removes(desk, entries, admin):
    page, pk = desk(admin), entries["trial.own"]
    assert page.get("audit/auditentry/add/").status_code == 403
    assert page.get(f"audit/auditentry/{pk}/delete/").status_code == 403
    page.post(f"audit/auditentry/{pk}/change/", reason="other")
    assert AuditEntry.objects.get(pk=pk).reason == "mine"


def test_it_is_narrowed_by_action_actor_target_days_and_request(desk, entries, owner, admin):
    page, day = desk(admin), AuditEntry.objects.get(pk=entries["trial.own"]).at.date().isoformat()
    assert found(page, action_is="flag.changed") == {"flag.changed"}
    assert found(page, actor="moderator-m") == {"trial.own"}
    assert found(page, target=f"user:{owner.pk}") == {"user.status_changed"}
    assert found(page, target=str(owner.pk)) == {"user.status_changed"}
    assert found(page, target_type__exact="user", target_id__exact=str(owner.pk)) == {"user.status_changed"}
    assert found(page, request="request-12345678") == {"trial.own", "user.status_changed"}
    assert len(found(page, **{"from": day, "to": day})) == 3
    assert found(page, **{"from": "2100-01-01"}) == set()
    assert found(page, q="request-12345678") == {"trial.own", "user.status_changed"}
    assert page.get("audit/auditentry/", reason="mine").status_code == 400


def test_an_entry_tells_the_difference_and_leads_on(desk, entries, owner, admin):
    answer = desk(admin).get(f"audit/auditentry/{entries['user.status_changed']}/change/").content.decode()
    assert '<tr class="changed"><th scope="row">status</th><td><code>active</code></td><td><code>muted</code>' in answer
    assert '<tr class="same"><th scope="row">until</th>' in answer
    assert "&lt;b&gt;bold&lt;/b&gt;" in answer
    assert f'href="/admin/accounts/user/{owner.pk}/change/"' in answer
    assert f'href="/admin/accounts/user/{admin.pk}/change/"' in answer
    assert "request=request-12345678" in answer


def test_an_entry_tells_how_it_is_sealed(desk, entries, admin):
    page, pk = desk(admin), entries["trial.own"]
    assert "waits for its seal" in page.text(f"audit/auditentry/{pk}/change/")
    chain.seal_new()
    text = page.text(f"audit/auditentry/{pk}/change/")
    assert "sealed as number" in text
    assert "unchanged" in text


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="lifts SQLite's triggers")
def test_an_entry_that_was_changed_behind_the_triggers_shows_it(desk, entries, admin):
    chain.seal_new()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER audit_auditentry_no_update")
        cursor.execute("UPDATE audit_auditentry SET reason = 'other' WHERE id = %s", [entries["trial.own"]])
    text = desk(admin).text(f"audit/auditentry/{entries['trial.own']}/change/")
    assert "CHANGED" in text


def test_addresses_are_for_managers(desk, entries, moderator, manager):
    path = f"audit/auditentry/{entries['user.status_changed']}/change/"
    assert "192.0.2.7" not in desk(moderator).text("audit/auditentry/") + desk(moderator).text(path)
    assert "192.0.2.7" in desk(manager).text("audit/auditentry/")


def exported(desk_of, **parameters):
    query = "&".join(f"{name}={value}" for name, value in parameters.items())
    answer = desk_of.client.post(f"/admin/audit/auditentry/export/?{query}")
    assert answer.status_code == 200
    return answer, list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def test_what_is_narrowed_is_taken_along_as_a_safe_file_and_written_down(desk, entries, admin, owner):
    answer, rows = exported(desk(admin), target=f"user:{owner.pk}")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    (row,) = rows
    assert row["action"] == "user.status_changed"
    assert row["reason"].startswith("'="), "a spreadsheet would take it for a formula"
    assert row["address"] == "192.0.2.7"
    entry = AuditEntry.objects.get(action="audit.exported")
    assert entry.actor_id == admin.pk
    assert entry.after == {"filters": {"target": f"user:{owner.pk}"}}


def test_an_export_goes_on_over_many_pieces(desk, admin, monkeypatch):
    from config.audit import exporting

    monkeypatch.setattr(exporting, "PIECE", 3)
    for number in range(10):
        note(action="trial.many", actor=admin, target=("thing", number))
    _answer, rows = exported(desk(admin), action_is="trial.many")
    assert [row["target_id"] for row in rows] == [str(number) for number in reversed(range(10))]


def test_an_export_is_for_managers_and_admins_and_never_a_mere_look(desk, entries, moderator, manager):
    assert desk(moderator).client.post("/admin/audit/auditentry/export/").status_code == 403
    assert desk(manager).get("audit/auditentry/export/").status_code == 405
    exported(desk(manager))


def test_words_are_found_without_reading_every_entry(entries, django_assert_num_queries):
    with django_assert_num_queries(4):
        assert queries.words("action") == ["flag.changed", "trial.own", "user.status_changed"]


def test_what_staff_did_to_a_member_stands_on_the_members_page(desk, entries, owner, admin, moderator):
    for reader in (admin, moderator):
        assert "user.status_changed" in desk(reader).text(f"accounts/user/{owner.pk}/change/")
