"""A row of every model that stands on the desk, made by the services that make them, and people of every role."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from accounts.api_keys.models import ApiKey, ApiKeyUsage
from accounts.auth import services as auth
from accounts.mfa.models import Ceremony, Enrolment, MailedCode, Passkey, PendingSignIn, RecoveryCode
from accounts.presence import services as presence
from accounts.presence.places import Place
from accounts.presence.words import CURRENT
from accounts.privacy import services as privacy
from accounts.privacy.models import Deletion
from accounts.users import services as users
from config import clock
from config.audit import chain
from config.audit.models import AuditRedaction
from config.db import uuid7
from config.desk import access
from config.events.models import Delivery, DomainEvent
from config.flags.models import Flag, Group
from config.jobs.models import Heartbeat, Outcome, TaskRun
from moderation.appeals.models import Appeal, AppealMessage
from moderation.cases.models import Case, CaseEntry, Decision
from moderation.reports.models import Report
from moderation.sanctions.models import Sanction, Strike
from moderation.screening import services as screening
from moderation.screening.definitions import as_rule, of
from moderation.screening.models import ScreeningRule, WritingTrace
from moderation.screening.ruleset import Finding
from notifications.addresses.models import Address, AddressCode
from notifications.broadcasts.models import Broadcast
from notifications.delivery.models import Attempt, ProviderHealth, Receipt, Suppression
from notifications.delivery.models import Delivery as Outgoing
from notifications.digests.models import Digest
from notifications.inbox.tests.telling import tell
from notifications.preferences.services import Changes, change_preferences
from notifications.realtime import services as realtime
from notifications.rules.models import FanOut
from notifications.templates.models import Template
from notifications.webhooks.models import WebhookAttempt, WebhookEndpoint, WebhookMessage
from social.activity.models import ActivityEvent, ActivityFlag
from social.friends.models import FriendRequest
from social.graph import services as graph
from social.graph.models import FollowRequest
from social.people import services as people_index
from workbooks.catalog import services as catalog
from workbooks.discovery import services as discovery
from workbooks.embeds import services as embeds
from workbooks.embeds.models import EmbedSource, SigningKey
from workbooks.embeds.tests.shipping import ship_sources
from workbooks.engagement import services as engagement
from workbooks.engagement.models import DailySalt
from workbooks.framing.models import Embedding
from workbooks.tags import following, vocabulary

ACTORS = ("anonymous", "member", "agent", "moderator", "manager", "admin")
URL = "https://public.tableau.com/views/Budget/Main"


def people(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The cast, by the role that they have on the desk."""
    found = {actor: request.getfixturevalue(actor) for actor in ACTORS[2:]}
    return {"member": request.getfixturevalue("owner"), **found}


def client_of(person: Any) -> Client:
    """A browser that `person` is signed in with; nobody for None."""
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def furnish(owner: Any, friend: Any, moderator: Any) -> None:
    """A row of every model."""
    ship_sources()
    made = catalog.create_workbook(author=owner, title="Budget", embed_url=URL, tag_names=["Sales", "Energy"])
    catalog.publish_workbook(actor=owner, workbook_id=made.pk)
    catalog.edit_workbook(actor=owner, workbook_id=made.pk, changes={"title": "Budget of all"})
    vocabulary.change_tag(actor=moderator, slug="sales", synonyms=["selling"])
    catalog.feature_workbook(actor=moderator, workbook_id=made.pk)
    engagement.favorite(member=friend, workbook_id=made.pk)
    engagement.register_view(viewer=friend, workbook_id=made.pk, address="", agent="")
    DailySalt.objects.get_or_create(day=clock.now().date(), defaults={"salt": b"s" * 32})
    comment = engagement.write_comment(author=friend, workbook_id=made.pk, body="Look, @owner")
    engagement.like_comment(member=owner, comment_id=comment.pk)
    following.follow_tag(member=owner, slug="sales")
    discovery.sweep()
    people_index.sweep()
    graph.block(actor=friend, person=moderator)
    graph.mute(actor=friend, person=moderator)
    FollowRequest.objects.create(requester=owner, followee=moderator)
    FriendRequest.objects.create(sender=friend, recipient=owner, status="declined", responded_at=clock.now())
    noticed(owner, friend)
    tell(owner, type="comment.created", actor=friend, thing=made.pk)
    change_preferences(member=owner, changes=Changes(digest="daily", threads=[("workbook", made.pk)]))
    FanOut.objects.create(cause_id=1, rule="workbook.published")
    Broadcast.objects.create(title={"en": "News"}, body={"en": "Words."}, audience={}, total=4, looked_at=2, told=1)
    now = clock.now()
    Digest.objects.create(member=owner, frequency="daily", period_start=now - timedelta(days=1), period_end=now)
    embeds.plan_probes([URL])
    Embedding.objects.get_or_create(workbook=made, defaults={"url_key": "k" * 64})
    source = EmbedSource.objects.order_by("pk")[0]
    embeds.keep_signing_key(actor=moderator, key=SigningKey(source=source, client_id="client"), secret="s" * 40)
    presence.become_visible(user_id=owner.pk)
    presence.share_location(user_id=owner.pk, place=Place("PT"), consent=CURRENT)
    auth.open_session(user=owner)
    auth.reset_token(owner.pk)
    auth.ask_reset(email="owner@example.com")
    auth.revoke_user_sessions(user_id=owner.pk, reason="test")
    auth.open_session(user=owner)
    users.rename(user_id=owner.pk, username="owner-now", actor=owner)
    users.request_email_change(user_id=owner.pk, new_email="new@example.com")
    auth.signing_in.lockout.count_try("some-key", is_known_device=False)
    event = DomainEvent.objects.order_by("pk")[0]
    Delivery.objects.create(event=event, subscriber="some.listener", subject=event.subject, state="parked")
    TaskRun.objects.create(name="some.job", outcome=Outcome.FAILED, error="It failed.")
    Heartbeat.objects.create(name="beat", at=clock.now())
    Template.objects.create(
        type="user.followed", channel="in_app", locale="en", number=1, title="{{ actor }} follows you"
    )
    delivered(owner)
    auth.ask_ticket_by_token(auth.open_session(user=owner).access)
    realtime.open_gateway(gateway_id=(gateway := uuid7()), host="here:1")
    realtime.open_socket(gateway_id=gateway, member_id=owner.pk, sort="socket")
    webhook = WebhookEndpoint.objects.create(url="https://hooks.example.com/a", types=["user.deleted"], secret="s")
    message = WebhookMessage.objects.create(
        endpoint=webhook, event_id=1, type="user.deleted", occurred_at=clock.now(), data={"user_id": str(uuid7())}
    )
    WebhookAttempt.objects.create(message=message, status=500, duration_ms=120, answer="Oh no")
    Flag.objects.get_or_create(name="some-flag")
    Group.objects.get_or_create(name="beta")
    key = ApiKey.objects.create(
        user=owner, name="Script", prefix="abcdefgh", digest="d" * 64, expires_at=clock.now() + timedelta(days=9)
    )
    ApiKeyUsage.objects.create(key=key, day=clock.now().date(), method="GET", route="/api/v1/workbooks", count=3)
    passkey = Passkey(user=owner, name="My phone", credential_id="c2VjcmV0", public_key=b"k")
    Passkey.objects.bulk_create([passkey])
    Enrolment.objects.create(user=owner, email_since=clock.now())
    RecoveryCode.objects.create(user=owner, digest="d" * 64)
    MailedCode.objects.create(user=owner, bound_to=owner.pk, expires_at=clock.now())
    Ceremony.objects.create(user=owner, digest="d" * 64, purpose="fresh", expires_at=clock.now())
    PendingSignIn.objects.create(user=owner, digest="d" * 64, bound_to="b" * 64, expires_at=clock.now())
    privacy.publish_document(kind="marketing", version="1", title="News", actor=None)
    privacy.give_consent(user_id=owner.pk, kind="marketing")
    privacy.request_export(user_id=owner.pk, actor=owner)
    Deletion.objects.create(user_id=owner.pk, content="erase", due_at=clock.now())
    rule = ScreeningRule.objects.create(slug="casino", sort="terms", values=["casino bonus"])
    screening.try_rule(actor=moderator, rule_id=rule.pk)
    found = [Finding("casino", "flag", as_rule(of(rule), slug=rule.slug, rule_id=rule.pk), "casino bonus")]
    screening.keep_screening(kind="workbook", thing_id=uuid7(), author_id=owner.pk, findings=found, text="A text")
    screening.ask_analysis(kind="workbook", thing_id=made.pk)
    WritingTrace.objects.create(author=owner, thing_id=made.pk)
    moderated(owner, friend, moderator, comment.pk)
    chain.seal_new()
    AuditRedaction.objects.create(entry_id=0, noted_in=0, hash="h" * 64)


def delivered(owner: Any) -> None:
    """A message of the owner's that was given up, with what hangs on it, and a browser of theirs."""
    row = Outgoing.objects.create(
        recipient=owner, channel="email", type="user.followed", source="some", thread="a", state="dead", attempts=8
    )
    Attempt.objects.create(delivery=row, provider="smtp", outcome="transient", error="TimeoutError")
    Receipt.objects.create(
        provider="standard", event_id="some-event", what="message.opened", at=clock.now(), delivery=row
    )
    Suppression.objects.create(digest="d" * 64, masked="o…@example.com", reason="bounced", user=owner)
    ProviderHealth.objects.create(name="smtp", failures=1, last_error="TimeoutError")
    address = Address.objects.create(user=owner, kind="email", value="work@example.com", digest="d" * 64)
    AddressCode.objects.create(address=address)


def noticed(owner: Any, friend: Any) -> None:
    """An item of the owner's that the friend flagged."""
    item = ActivityEvent.objects.create(
        id=uuid7(),
        actor=owner,
        verb="shared",
        kind="profile",
        thing_id=friend.pk,
        occurred_at=clock.now(),
        flag_count=1,
    )
    ActivityFlag.objects.create(item=item, member=friend)


def moderated(owner: Any, friend: Any, moderator: Any, comment_id: Any) -> None:
    """A comment of the friend's whose author was warned and appealed, and which was reported again."""
    now = clock.now()
    case = Case.objects.create(kind="comment", thing_id=comment_id, owner=friend, opened_at=now, due_at=now, round=2)
    report = {"kind": "comment", "thing_id": comment_id, "case": case, "round": 1, "category": "spam", "title": "Look"}
    Report.objects.create(reporter=owner, state="upheld", answered_at=now, **report)
    CaseEntry.objects.create(case=case, sort="opened", actor=owner)
    decision = Decision.objects.create(
        case=case, round=1, outcome="acted", category="spam", owner=friend, made_by=moderator, reason="Spam"
    )
    done = {"decision": decision, "kind": "comment", "thing_id": comment_id, "member": friend, "made_by": moderator}
    warned = Sanction.objects.create(act="warn", reason="Spam", **done)
    Strike.objects.create(sanction=warned, member=friend, expires_at=now + timedelta(days=9))
    appeal = Appeal.objects.create(decision=decision, appellant=friend, text="It was a greeting.")
    AppealMessage.objects.create(appeal=appeal, author=friend, body="Are you there?")


def pages() -> dict[str, str]:
    """Every page of the desk by a name that stays: `accounts.User change`, with its path."""
    found = {"start": "/admin/", "login": "/admin/login/", "strings": "/admin/jsi18n/"}
    found["suggestions"] = "/admin/autocomplete/?app_label=workbooks&model_name=tagging&field_name=tag&term=s"
    found["nothing"] = "/admin/nothing/"
    for model, page in sorted(admin.site._registry.items(), key=lambda each: each[0]._meta.label):
        label, base = model._meta.label, f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        row = model._default_manager.order_by("-pk").first()
        key = row.pk if row is not None else "none"
        found[f"{label} list"] = base
        found[f"{label} search"] = f"{base}?q=owner"
        found[f"{label} add"] = f"{base}add/"
        for what in ("change", "history", "delete"):
            found[f"{label} {what}"] = f"{base}{key}/{what}/"
        for deed in page.all_deeds():
            found[f"{label} deed {deed.name}"] = f"{base}{key}/deed/{deed.name}/"
    for pattern in admin.site.urls[0]:
        if f"page:{getattr(pattern, 'name', '')}" in access.settings.DESK_ACCESS:
            found[f"page {pattern.name}"] = f"/admin/{pattern.pattern}"
    return found
