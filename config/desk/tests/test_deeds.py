"""Deeds ask first, call the services that the API calls, leave an audit row, and say in words what was refused."""

from __future__ import annotations

import pytest

from accounts.auth import services as auth
from accounts.auth.models import Session
from config.audit.models import AuditEntry
from config.desk.tests.world import client_of
from config.roles import Role, Status
from workbooks.catalog.models import FeaturedPick
from workbooks.catalog.tests.factories import published
from workbooks.embeds.models import EmbedSource
from workbooks.tags.models import Tag

pytestmark = pytest.mark.django_db


def said(answer) -> list[str]:
    return [str(message) for message in answer.wsgi_request._messages]


def newest(action: str) -> AuditEntry:
    return AuditEntry.objects.filter(action=action).order_by("-pk")[0]


def member(person, *rest: str) -> str:
    return "/".join([f"/admin/accounts/user/{person.pk}", *rest, ""])


def test_a_suspension_is_asked_for_done_and_audited(manager, owner):
    page = client_of(manager)
    asked = page.get(member(owner, "deed", "suspend"))
    assert asked.status_code == 200
    assert b"cannot sign in" in asked.content
    owner.refresh_from_db()
    assert owner.status == Status.ACTIVE
    done = page.post(member(owner, "deed", "suspend"), {"reason": "Spam.", "until": "2099-01-31T12:00"})
    assert (done.status_code, done["Location"]) == (302, member(owner, "change"))
    owner.refresh_from_db()
    assert (owner.status, owner.status_reason, owner.status_until.year) == (Status.SUSPENDED, "Spam.", 2099)
    entry = newest("user.status_changed")
    assert (entry.actor_id, entry.target_id, entry.reason) == (manager.pk, str(owner.pk), "Spam.")


def test_a_reason_must_be_given_and_an_end_in_the_past_stands_beside_its_field(manager, owner):
    page = client_of(manager)
    assert page.post(member(owner, "deed", "mute"), {"reason": ""}).status_code == 422
    refused = page.post(member(owner, "deed", "mute"), {"reason": "Loud.", "until": "2001-01-01T00:00"})
    assert refused.status_code == 422
    assert refused.context["form"].errors.keys() == {"until"}
    owner.refresh_from_db()
    assert owner.status == Status.ACTIVE


def test_lifting_ends_it_again(manager, muted):
    client_of(manager).post(member(muted, "deed", "lift"), {"reason": "Enough."})
    muted.refresh_from_db()
    assert muted.status == Status.ACTIVE


def test_nobody_acts_on_their_own_rank_or_a_higher_one(manager, admin, person):
    other = person("manager-two", role=Role.MANAGER)
    page = client_of(manager)
    for someone in (other, admin):
        assert b"/deed/ban/" not in page.get(member(someone, "change")).content
        page.post(member(someone, "deed", "ban"), {"reason": "No."})
        someone.refresh_from_db()
        assert someone.status == Status.ACTIVE


def test_a_role_above_ones_own_is_not_given(manager, owner):
    page = client_of(manager)
    answer = page.post(member(owner, "deed", "set_role"), {"role": "admin", "reason": "Please."})
    assert answer.status_code == 422
    page.post(member(owner, "deed", "set_role"), {"role": "moderator", "reason": "Helps."})
    owner.refresh_from_db()
    assert owner.role == Role.MODERATOR
    assert newest("user.role_changed").reason == "Helps."


def test_the_last_admin_cannot_be_banned_and_is_told_so(admin):
    answer = client_of(admin).post(member(admin, "deed", "ban"), {"reason": "Goodbye."})
    assert answer.status_code == 302
    assert any("last active admin" in text for text in said(answer))
    admin.refresh_from_db()
    assert admin.status == Status.ACTIVE


def test_a_moderator_has_no_deeds_on_members_and_sees_no_address_of_theirs(moderator, owner):
    page = client_of(moderator)
    assert page.post(member(owner, "deed", "ban"), {"reason": "No."}).status_code == 403
    for path in ("/admin/accounts/user/", member(owner, "change"), "/admin/accounts/user/?q=owner%40example.com"):
        shown = page.get(path)
        assert shown.status_code == 200
        assert b"owner@example.com</" not in shown.content
    assert b"There are no rows here." in shown.content


def test_a_moderator_cannot_guess_addresses_by_filters(moderator, owner):
    page = client_of(moderator)
    hidden = ("email__startswith", "email", "last_login__gt", "email_verified_at__isnull", "password__startswith")
    for lookup in hidden:
        answer = page.get("/admin/accounts/user/", {lookup: "o"})
        assert answer.status_code == 400, lookup


def test_many_members_are_asked_for_at_once_and_those_it_does_not_fit_are_left(manager, owner, friend, admin):
    page, path = client_of(manager), "/admin/accounts/user/"
    chosen = {"action": "mute", "index": "0", "_selected_action": [owner.pk, friend.pk, admin.pk], "select_across": "0"}
    asked = page.post(path, chosen)
    assert asked.status_code == 200
    assert {row.pk for row in asked.context["rows"]} == {owner.pk, friend.pk}
    assert [row.pk for row in asked.context["left"]] == [admin.pk]
    assert owner.__class__.objects.filter(status=Status.MUTED).count() == 0
    del chosen["index"]
    done = page.post(path, chosen | {"confirmed": "1", "reason": "Quarrel."})
    assert done.status_code == 302
    states = dict(owner.__class__.objects.values_list("pk", "status"))
    assert (states[owner.pk], states[friend.pk], states[admin.pk]) == (Status.MUTED, Status.MUTED, Status.ACTIVE)


def test_signing_out_everywhere_and_ending_a_session_hold_and_are_audited(manager, owner, friend):
    auth.open_session(user=owner)
    kept = auth.open_session(user=friend)
    page = client_of(manager)
    page.post(member(owner, "deed", "sign_out"), {"reason": "Lost laptop."})
    assert not Session.objects.filter(user=owner, revoked_at__isnull=True).exists()
    assert newest("session.all_revoked").reason == "Lost laptop."
    page.post(f"/admin/accounts/session/{kept.session_id}/deed/revoke/", {"reason": "Strange device."})
    assert Session.objects.get(pk=kept.session_id).reason == "ended_by_staff"
    entry = newest("session.revoked")
    assert (entry.actor_id, entry.target_id, entry.after) == (
        manager.pk,
        str(friend.pk),
        {"session": str(kept.session_id)},
    )


def test_a_verification_is_sent_again_only_to_those_who_wait_for_one(manager, unverified, owner):
    page = client_of(manager)
    page.post(member(unverified, "deed", "resend_verification"))
    assert newest("user.verification_requested").target_id == str(unverified.pk)
    page.post(member(owner, "deed", "resend_verification"))
    assert AuditEntry.objects.filter(action="user.verification_requested").count() == 1


def test_a_workbook_is_featured_and_taken_back(moderator, owner):
    made, page = published(owner), client_of(moderator)
    path = f"/admin/workbooks/workbook/{made.pk}/deed"
    wrong = page.post(f"{path}/feature/", {"position": 1, "until": "2001-01-01T00:00"})
    assert (wrong.status_code, wrong.context["form"].errors.keys()) == (422, {"until"})
    page.post(f"{path}/feature/", {"position": 3})
    assert FeaturedPick.objects.get(workbook=made).position == 3
    page.post(f"{path}/unfeature/")
    assert not FeaturedPick.objects.exists()
    assert newest("workbook.unfeatured").actor_id == moderator.pk


def test_tags_are_made_renamed_merged_and_removed_by_the_services(moderator, owner):
    page = client_of(moderator)
    published(owner, tags=["Sale"])
    page.post("/admin/workbooks/tag/add/", {"name": "Energy", "synonyms": "power, watts"})
    energy = Tag.objects.get(slug="energy")
    assert set(energy.synonyms.values_list("slug", flat=True)) == {"power", "watts"}
    taken = page.post("/admin/workbooks/tag/add/", {"name": "Power", "synonyms": ""})
    assert taken.status_code == 200
    assert taken.context["errors"]
    page.post(f"/admin/workbooks/tag/{energy.pk}/change/", {"name": "Energies", "synonyms": "power"})
    energy.refresh_from_db()
    assert (energy.slug, newest("tag.changed").actor_id) == ("energies", moderator.pk)
    sale = Tag.objects.get(slug="sale")
    gone = page.post(f"/admin/workbooks/tag/{sale.pk}/deed/merge/", {"into": "nothing of the kind"})
    assert gone.status_code == 302
    assert said(gone)
    page.post(f"/admin/workbooks/tag/{sale.pk}/deed/merge/", {"into": "Energies"})
    assert not Tag.objects.filter(slug="sale").exists()
    page.post(f"/admin/workbooks/tag/{energy.pk}/deed/remove/")
    assert not Tag.objects.filter(slug="energies").exists()


def test_a_source_is_kept_by_admins_alone_and_every_change_is_in_the_audit(admin, manager):
    form = {
        "name": "Ours", "slug": "ours", "hosts": "bi.example.com\n*.bi.example.com", "paths": "/views/**",
        "access": "public", "sandbox": "allow-scripts", "aspect_ratio": "16:9", "is_active": "on",
    }  # fmt: skip
    assert client_of(manager).post("/admin/workbooks/embedsource/add/", form).status_code == 403
    page = client_of(admin)
    made = page.post("/admin/workbooks/embedsource/add/", form)
    assert made.status_code == 302
    source = EmbedSource.objects.get(slug="ours")
    assert source.hosts == ["bi.example.com", "*.bi.example.com"]
    assert newest("embed_source.added").actor_id == admin.pk
    path = f"/admin/workbooks/embedsource/{source.pk}/change/"
    wrong = page.post(path, form | {"hosts": "not a host"})
    assert (wrong.status_code, "hosts" in wrong.context["adminform"].form.errors) == (200, True)
    page.post(path, form | {"name": "Ours now"})
    entry = newest("embed_source.changed")
    assert (entry.before["name"], entry.after["name"]) == ("Ours", "Ours now")


def test_a_rows_history_is_its_audit(moderator, owner):
    made = published(owner)
    answer = client_of(moderator).get(f"/admin/workbooks/workbook/{made.pk}/history/")
    assert answer.status_code == 302
    assert answer["Location"] == (f"/admin/audit/auditentry/?target_type__exact=workbook&target_id__exact={made.pk}")
