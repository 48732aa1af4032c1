"""A member with a row in every model, and a canary in every text column of those rows, by Django's registry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

import redis
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, models, transaction

from accounts.api_keys.models import ApiKey
from accounts.auth import lockout
from accounts.auth.models import ResetRequest, Revocation
from accounts.privacy import queries, services
from accounts.privacy.models import Deletion
from accounts.privacy.tests.kept import KEPT
from accounts.profiles import avatars
from accounts.users import services as users
from config import clock
from config.api.models import IdempotentAnswer
from config.audit import note
from config.context import Context, within
from config.db import uuid7
from config.desk.tests import world
from config.events import record
from config.events.models import Delivery, DomainEvent
from config.flags.models import Flag, Group
from config.jobs.models import Outcome, TaskRun
from config.privacy import Declaration, Person, declarations, rows_of
from config.privacy.exporting import fields_of
from config.realtime import post
from config.testing.images import png
from moderation.appeals.models import Appeal, AppealMessage
from moderation.cases.models import Case, CaseEntry, Decision
from moderation.reports.models import Report
from moderation.sanctions.models import Sanction, Strike
from moderation.screening.models import PendingAnalysis, RuleTrial, ScreeningRule
from notifications.broadcasts.models import Broadcast
from notifications.templates.models import Template
from notifications.webhooks.models import WebhookEndpoint
from social.activity.models import ActivityEvent, ActivityFlag
from social.friends.models import FriendRequest
from social.graph import services as graph
from social.graph.models import FollowRequest
from social.people import services as people_index
from workbooks.catalog import services as catalog
from workbooks.discovery import services as discovery
from workbooks.embeds.models import Probe
from workbooks.embeds.queries import url_key
from workbooks.engagement import services as engagement
from workbooks.engagement.models import CommentMention
from workbooks.framing.models import Embedding
from workbooks.media.services import change_thumbnail
from workbooks.tags import following

MARK = "zqcnr"
APPENDED = frozenset({"audit.AuditEntry", "accounts.Consent"})
_numbers = count(1000)


@dataclass(frozen=True)
class Canary:
    """Where it was put, and what it sings."""

    label: str
    column: str
    text: str


def canary() -> str:
    return f"{MARK}{next(_numbers)}"


def furnish(person: Any, friend: Any, moderator: Any, admin: Any) -> Any:
    """A member who has done everything; returns their account."""
    member = person(f"{MARK}-first")
    world.furnish(member, friend, moderator)
    users.rename(user_id=member.pk, username=f"{MARK}-second", actor=member)
    member.refresh_from_db()
    graph.follow(actor=friend, person=member)
    graph.follow(actor=member, person=friend)
    FollowRequest.objects.create(requester=friend, followee=member)
    asked = FriendRequest.objects.create(
        sender=member, recipient=friend, message="Hello", status="accepted", responded_at=clock.now()
    )
    graph.make_friends(actor=member, person=friend, request_id=asked.pk)
    graph.mute(actor=member, person=moderator)
    graph.block(actor=member, person=moderator)
    others = catalog.create_workbook(author=friend, title="Others", embed_url=world.URL + "2", tag_names=["Sales"])
    catalog.publish_workbook(actor=friend, workbook_id=others.pk)
    engagement.favorite(member=member, workbook_id=others.pk)
    engagement.register_view(viewer=member, workbook_id=others.pk, address="", agent="")
    mine = engagement.write_comment(author=member, workbook_id=others.pk, body="Mine")
    engagement.like_comment(member=friend, comment_id=mine.pk)
    theirs = engagement.write_comment(author=friend, workbook_id=others.pk, body="Theirs")
    engagement.like_comment(member=member, comment_id=theirs.pk)
    CommentMention.objects.get_or_create(comment=theirs, member=member)
    own = catalog.create_workbook(author=member, title="Draft", embed_url=world.URL + "3")
    Embedding.objects.get_or_create(workbook=own, defaults={"url_key": url_key(own.embed_url)})
    Probe.objects.get_or_create(url_key=url_key(own.embed_url), defaults={"url": own.embed_url})
    avatars.change_avatar(user_id=member.pk, image=png())
    change_thumbnail(actor=member, workbook_id=own.pk, image=png())
    shared = {"verb": "shared", "kind": "profile", "thing_id": moderator.pk, "occurred_at": clock.now()}
    ActivityFlag.objects.create(item=ActivityEvent.objects.create(id=uuid7(), actor=friend, **shared), member=member)
    lockout.count_try(lockout.key_of(member.username), is_known_device=False)
    ResetRequest.objects.create(email=member.email)
    with transaction.atomic():
        post(f"user:{member.pk}", "said", {"word": "x"})
    Revocation.objects.create(user_id=member.pk, username=member.username)
    ApiKey.objects.filter(user=member).update(old_digest="o" * 64, old_until=clock.now())
    following.follow_tag(member=member, slug="sales")
    discovery.sweep()
    people_index.sweep()
    _logs(member, admin)
    _privacy(member)
    _screening(member)
    _moderation(member, own.pk, moderator)
    return member


def _logs(member: Any, admin: Any) -> None:
    Flag.objects.get(name="some-flag").users.add(member)
    Group.objects.get(name="beta").members.add(member)
    IdempotentAnswer.objects.create(
        actor=f"user:{member.pk}",
        route="POST /x",
        key="k",
        request_hash="h",
        status=200,
        content_type="t",
        body=MARK.encode(),
    )
    LogEntry.objects.create(user=member, object_id=str(member.pk), object_repr="x", action_flag=1, change_message="x")
    TaskRun.objects.create(name="some.job", outcome=Outcome.FAILED, error="x", arguments={"user_id": str(member.pk)})
    event = DomainEvent.objects.filter(subject=f"user:{member.pk}").first()
    Delivery.objects.create(event=event, subscriber="a.listener", subject=event.subject, last_error="x")
    pages = SessionStore()
    pages[SESSION_KEY] = str(member.pk)
    pages.create()
    ApiKey.objects.create(
        user=admin, made_by=member, name="Of a service", prefix="zyxwvuts", digest="e" * 64,
        expires_at=clock.now() + timedelta(days=9),
    )  # fmt: skip


def _privacy(member: Any) -> None:
    services.make_export(services.request_export(user_id=member.pk, actor=member).pk)
    Deletion.objects.filter(user_id=member.pk).update(state="undone")


def _screening(member: Any) -> None:
    Template.objects.create(
        type="user.followed", channel="in_app", locale="de", number=1, title="Hello", made_by=member
    )
    WebhookEndpoint.objects.create(url="https://hooks.example.com/b", secret="s", made_by=member)
    rule = ScreeningRule.objects.create(slug="of-the-member", sort="terms", values=["x"], made_by=member)
    Broadcast.objects.create(made_by=member, title={"en": "x"}, body={"en": "x"}, audience={})
    RuleTrial.objects.create(rule=rule, made_by=member)
    PendingAnalysis.objects.create(kind="profile", thing_id=member.pk)


def _moderation(member: Any, thing_id: Any, moderator: Any) -> None:
    """One case about a thing of the member's, with all that can come of it."""
    now, thing = clock.now(), {"kind": "workbook", "thing_id": thing_id}
    case = Case.objects.create(owner=member, assignee=moderator, opened_at=now, due_at=now, **thing)
    CaseEntry.objects.create(case=case, sort="noted", actor=moderator, text="x")
    decision = Decision.objects.create(
        case=case, round=1, outcome="acted", category="other", owner=member, made_by=moderator
    )
    sanction = Sanction.objects.create(decision=decision, act="warn", member=member, made_by=moderator, **thing)
    Strike.objects.create(sanction=sanction, member=member, expires_at=now)
    Report.objects.create(reporter=member, case=case, round=1, category="spam", **thing)
    appeal = Appeal.objects.create(decision=decision, appellant=member, text="x")
    AppealMessage.objects.create(appeal=appeal, author=member, body="x")


def plant(member: Any) -> list[Canary]:
    """Put a canary into every text column of the rows about the member; what was put where."""
    planted = [*_plant_logs(member)]
    person = queries.person_of(member.pk)
    for declared in declarations():
        if declared.label not in APPENDED:
            planted += _plant(declared, person)
    return planted


def _plant(declared: Declaration, person: Person) -> Iterator[Canary]:
    model = declared.model
    if declared.label == "sessions.Session":
        return
    row = model._base_manager.filter(rows_of(declared.of, person)).order_by("pk").first()
    assert row is not None, f"no row of {declared.label} is about the member: furnish() makes one of each"
    for field in text_columns(declared):
        text = canary()
        value: Any = [text] if isinstance(field, models.JSONField) and field.default is list else text
        if isinstance(field, models.JSONField) and field.default is dict:
            value = {"word": text}
        if isinstance(field, models.EmailField):
            value = f"{text}@example.com"
        with transaction.atomic():
            assert model._base_manager.filter(pk=row.pk).update(**{field.name: value})
        yield Canary(declared.label, field.name, text)


def text_columns(declared: Declaration) -> list[Any]:
    """The columns of a model that can hold a person's words."""
    return [
        field
        for field in fields_of(declared.model)
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not field.choices
        and not field.primary_key
        and (field.max_length is None or field.max_length > len(canary()))
        and field.name not in KEPT.get(declared.label, {})
        and not _is_a_file(declared.label, field.name)
        and not _is_by_name(declared.label, field.name)
    ]


def _is_a_file(label: str, column: str) -> bool:
    """Stems and names of files: the files themselves are looked for."""
    return (label, column) in {
        ("accounts.Profile", "avatar"), ("workbooks.Workbook", "thumbnail"), ("accounts.DataExport", "file"),
        ("workbooks.Probe", "preview"), ("accounts.DataExport", "sealed_key"),
    }  # fmt: skip


def _is_by_name(label: str, column: str) -> bool:
    """Names and addresses, which hold a canary already, and by which other rows are found."""
    return (label, column) in {
        ("accounts.User", "username"), ("accounts.User", "email"), ("accounts.KeptUsername", "username"),
        ("accounts.EmailChange", "old_email"), ("accounts.EmailChange", "new_email"), ("accounts.Profile", "locale"),
        ("accounts.Profile", "timezone"), ("social.PersonEntry", "username"),
        ("realtime.Frame", "channel"),
    }  # fmt: skip


def _plant_logs(member: Any) -> Iterator[Canary]:
    """The audit and the event log are only ever added to."""
    texts = {column: canary() for column in ("before", "after", "reason", "actor_name", "address")}
    member.username = texts["actor_name"]
    with within(Context(request_id="r", address=texts["address"])):
        note(
            action="user.renamed",
            actor=member,
            target=("user", member.pk),
            before={"username": texts["before"]},
            after={"list": [texts["after"]], "status": "active"},
            reason=texts["reason"],
        )
    member.refresh_from_db()
    yield from (Canary("audit.AuditEntry", column, text) for column, text in texts.items())
    from accounts.users.events import UsernameChanged

    words = [canary(), canary()]
    with transaction.atomic():
        record(UsernameChanged(actor_id=member.pk, user_id=member.pk, before=words[0], after=words[1]))
    yield from (Canary("events.DomainEvent", "payload", text) for text in words)


def found_in_database(mark: str = MARK) -> dict[str, set[str]]:
    """In which columns of which tables the mark stands, whatever their type, found by reading all of them."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [each[0] for each in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    text = bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
                    if mark in text.lower():
                        found.setdefault(table, set()).add(column)
    return found


def found_in_redis(mark: str = MARK) -> list[str]:
    """Which keys hold the mark, in their names or values; nothing where there is no Redis."""
    if settings.EMBEDDED:
        return []
    server = redis.from_url(settings.REDIS_URL)
    return [str(key) for key in server.scan_iter() if mark.encode() in key + (_value(server, key) or b"")]


def _value(server: Any, key: bytes) -> bytes | None:
    return server.get(key) if server.type(key) == b"string" else server.dump(key)
