"""What the route table walks through: the cast, an owner's things, and a good request for every route."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from accounts.api_keys import services as api_keys
from accounts.auth import services as auth
from accounts.mfa import services as mfa
from accounts.mfa.models import MailedCode
from accounts.mfa.queries import passkeys_of
from accounts.privacy.queries import link_key
from accounts.privacy.services import make_export, publish_document, request_export
from config.storage import direct, key_of, pictures, store
from config.testing.authenticator import Authenticator
from config.testing.cast import PASSWORD
from config.testing.client import Api
from config.testing.forms import Form
from config.testing.images import png
from config.testing.second_step import App, with_app, with_passkey
from config.tests.routes.table import ACTORS
from moderation.appeals import services as appeals
from moderation.cases import services as cases
from moderation.cases.asked import Action
from moderation.cases.choices import Sort
from moderation.reports import services as reports
from moderation.screening import services as screening
from notifications.addresses import checking
from notifications.addresses import services as addresses
from notifications.broadcasts import services as broadcasts
from notifications.delivery.models import Delivery, Suppression
from notifications.delivery.tests import signing
from notifications.inbox.tests.telling import rows, tell
from notifications.templates import services as templates
from notifications.types import Channel
from notifications.types.shipped import ANNOUNCED
from notifications.unsubscribing.tokens import token_for
from notifications.webhooks import services as webhooks
from social.activity import services as activity
from social.friends import services as friends
from social.graph.models import FollowRequest
from social.people import services as people_index
from workbooks.catalog import services as catalog
from workbooks.discovery import services as discovery
from workbooks.embeds.models import Probe
from workbooks.embeds.queries import url_key
from workbooks.engagement import services as engagement

EMBED = "https://public.tableau.com/views/Budget/Main"


@dataclass
class World:
    """People, their clients, and the ids that stand in paths."""

    people: dict[str, Any]
    apis: dict[str, Api]
    ids: dict[str, Any]
    tokens: dict[str, str]
    app: App
    device: Authenticator


def make_world(request: pytest.FixtureRequest) -> World:
    """The owner's public workbook, draft, comment, tag and session, with everyone around them."""
    people = {actor: request.getfixturevalue(actor) for actor in ACTORS if actor != "anonymous"}
    owner = people["owner"]
    workbook = catalog.create_workbook(
        author=owner, title="Budget", description="All of it", embed_url=EMBED, tag_names=["Finance"]
    )
    catalog.publish_workbook(actor=owner, workbook_id=workbook.pk)
    other = catalog.create_workbook(author=owner, title="Plan", embed_url=EMBED + "2", tag_names=["Finance", "KPI"])
    catalog.publish_workbook(actor=owner, workbook_id=other.pk)
    comment = engagement.write_comment(author=owner, workbook_id=workbook.pk, body="Have a look")
    seen = {"url": EMBED, "verdict": "ok", "preview": pictures.keep("embeds", {"preview": b"a picture"})}
    Probe.objects.update_or_create(url_key=url_key(EMBED), defaults=seen)
    pick = catalog.feature_workbook(actor=people["admin"], workbook_id=other.pk)
    engagement.favorite(member=owner, workbook_id=other.pk)
    key = api_keys.create_key(
        maker=owner, name="Report", scopes=["analytics:read", "workbooks:read"], proof={"current_password": PASSWORD}
    )
    app, device = with_app(people["stranger"]), with_passkey(people["stranger"])
    rule = screening.make_rule(
        actor=people["manager"], slug="casino", definition={"sort": "terms", "values": ["casino bonus"]}
    )
    trial = screening.try_rule(actor=people["manager"], rule_id=rule.pk)
    template = templates.make_template(
        actor=people["manager"],
        type_name="user.followed",
        channel=Channel.IN_APP,
        locale="de",
        wording={"title": "{{ actor }} folgt dir"},
    )
    webhook = webhooks.make_endpoint(
        actor=people["manager"], url="https://hooks.example.com/a", types=["user.deleted"]
    ).endpoint
    sent = webhooks.send_test(actor=people["manager"], webhook_id=webhook.pk)
    broadcast = broadcasts.announce(
        actor=people["manager"], title={"en": "News"}, body={"en": "Words."}, audience={"role": "admin"}
    )
    filed = reports.file_report(
        reporter=people["stranger"], kind="comment", thing_id=comment.pk, category="spam", text="The third one"
    )
    asked = friends.request_friendship(sender=people["stranger"], person=owner, message="We met at the workshop.")
    FollowRequest.objects.create(requester=owner, followee=people["stranger"])
    cases.claim(actor=people["moderator"], case_id=filed.report.case_id)
    warned, appealed = (decided(people["moderator"], *of) for of in (("workbook", other.pk), ("profile", owner.pk)))
    appeal = appeals.file_appeal(actor=owner, decision_id=appealed, text="This is wrong.")
    discovery.sweep()
    people_index.sweep()
    sessions = {actor: auth.open_session(user=person) for actor, person in people.items()}
    apis = {"anonymous": Api()} | {actor: Api(session.access) for actor, session in sessions.items()}
    owners_session = apis["owner"].get("/auth/sessions").json()["results"][0]["id"]
    ids = {
        "username": "owner",
        "workbook_id": workbook.pk,
        "comment_id": comment.pk,
        "slug": "finance",
        "session_id": owners_session,
        "user_id": people["stranger"].pk,
        "pick_id": pick.pk,
        "key_id": key.key.pk,
        "passkey_id": passkeys_of(people["stranger"].pk).get().pk,
        "rule_id": rule.pk,
        "template_id": template.pk,
        "webhook_id": webhook.pk,
        "message_id": sent.pk,
        "broadcast_id": broadcast.pk,
        "token": token_for(owner.pk, ANNOUNCED),
        "trial_id": trial.pk,
        "case_id": filed.report.case_id,
        "decision_id": warned,
        "appeal_id": appeal.pk,
        "request_id": asked.request.pk,
        "name": "workbooks",
        "kind": "workbooks",
        "key": key_of(pictures.keep("avatars", {"small": b"a picture"}), "small"),
    }
    ids["item_id"] = activity.track(
        member=owner, verb="shared", kind="workbook", thing_id=workbook.pk, visibility="public"
    )
    tell(owner, type="workbook.favorited", actor=people["stranger"], thing=workbook.pk)
    ids["notification_id"] = rows(owner)[0].pk
    ids |= outgoing(request, owner)
    export = request_export(user_id=owner.pk, actor=owner)
    make_export(export.pk)
    export.refresh_from_db()
    ids |= {"export_id": export.pk, "export_key": link_key(export, owner.token_version)}
    publish_document(kind="marketing", version="2026-11", title="News by mail", actor=None)
    tokens = {actor: session.refresh for actor, session in sessions.items()}
    return World(people, apis, ids, tokens, app, device)


def outgoing(request: pytest.FixtureRequest, owner: Any) -> dict[str, Any]:
    """A message of the owner's that was given up, an address that they are to prove, and one that is suppressed."""
    signing.set_up(request.getfixturevalue("settings"))
    row = Delivery.objects.create(
        recipient=owner, channel="email", type="user.followed", source="trial", thread="a", state="dead"
    )
    stopped = Suppression.objects.create(digest="d" * 64, masked="o…@example.com", reason="bounced", user=owner)
    address, _is_new = addresses.register(actor=owner, checked=checking.email("work@example.org"))
    return {
        "delivery_id": row.pk,
        "suppression_id": stopped.pk,
        "address_id": address.pk,
        "provider": "standard",
    }


def address_code(world: World) -> str:
    """The code that is mailed to the address that the owner is to prove."""
    found = addresses.mailed_code(address_id=world.ids["address_id"])
    assert found is not None
    return found[1]


def decided(by: Any, kind: str, thing_id: UUID) -> UUID:
    """A decision that warns the owner of a thing."""
    case = cases.gather(kind=kind, thing_id=thing_id, category="spam", sort=Sort.FLAGGED, actor_id=None).case
    said = {"actions": [Action("warn")], "reason": "This is advertising."}
    return cases.decide(actor=by, case_id=case.pk, expected_version=case.version, **said).pk


def waiting(world: World) -> str:
    """The token of a sign-in of the stranger's that waits for its second step."""
    asked = auth.ask_second_step(auth.prove_password(auth.candidate("stranger"), password=PASSWORD))
    assert asked is not None
    return asked.token


def first_code(world: World) -> str:
    """The first code of another app that the stranger sets up."""
    made = world.apis["stranger"].post("/auth/mfa/setup", {"current_password": PASSWORD})
    return App(made.json()["secret"], []).code()


def first_mailed_code(world: World) -> str:
    """The first code by mail that the stranger asked for."""
    mfa.set_up_email(actor=world.people["stranger"], proof={"current_password": PASSWORD})
    code = mfa.mailed_code(request_id=MailedCode.objects.get().pk)
    assert code is not None
    return code


def new_passkey(world: World) -> dict[str, Any]:
    """What the stranger's browser makes."""
    asked = world.apis["stranger"].post("/auth/passkeys/options", {"current_password": PASSWORD})
    return world.device.make(asked.json()["options"])


def uploaded(kind: str, owner: str) -> dict[str, str]:
    """The ticket of a direct upload that has come to its place."""
    image = png()
    prepared = direct.prepare(kind=kind, owner=owner, media_type="image/png", size=len(image))
    store().put(prepared.form.fields["key"], image, "image/png")
    return {"ticket": prepared.ticket}


REPORT = b'{"type": "message.delivered", "data": {}}'

# Bodies where the schema's example does not fit this world. A function gets the world.
BODIES: dict[str, Any] = {
    "POST /api/v1/auth/login": {"username": "owner", "password": PASSWORD},
    "POST /api/v1/auth/refresh": lambda world: {"refresh": world.tokens["owner"]},
    "POST /api/v1/auth/logout": lambda world: {"refresh": world.tokens["owner"]},
    "POST /api/v1/auth/mfa/challenge": lambda world: {"method": "passkey", "mfa_token": waiting(world)},
    "POST /api/v1/auth/mfa/verify": lambda world: {
        "mfa_token": waiting(world),
        "method": "recovery",
        "code": world.app.codes[0],
    },
    "POST /api/v1/auth/mfa/confirm": lambda world: {"code": first_code(world)},
    "POST /api/v1/auth/mfa/email/confirm": lambda world: {"code": first_mailed_code(world)},
    "POST /api/v1/auth/passkeys": lambda world: {"name": "My tablet", "passkey": new_passkey(world)},
    "POST /api/v1/auth/passkeys/sign-in": lambda world: {
        "passkey": world.device.sign(mfa.passkey_options(), world.device.keys[0])
    },
    "POST /api/v1/auth/password/change": {"current_password": PASSWORD, "new_password": "another long horse 8"},
    "POST /api/v1/auth/api-keys": {"name": "Report", "scopes": ["workbooks:read"], "current_password": PASSWORD},
    "DELETE /api/v1/users/profile": {"current_password": PASSWORD, "content": "erase"},
    "POST /api/v1/auth/email/verify": lambda world: {"token": auth.verification_token(world.people["unverified"].pk)},
    "POST /api/v1/auth/password/reset/confirm": lambda world: {
        "token": auth.reset_token(world.people["owner"].pk),
        "new_password": "another long horse 8",
    },
    "POST /api/v1/workbooks/{workbook_id}/comments": {"body": "Well done"},
    "POST /api/v1/activity/track": lambda world: {
        "verb": "used",
        "entity_type": "workbook",
        "entity_id": str(world.ids["workbook_id"]),
    },
    "POST /api/v1/friends/requests": {"username": "owner", "message": "We met at the workshop."},
    "POST /api/v1/users/profile/avatar": Form(image=png()),
    "POST /api/v1/users/profile/avatar/confirm": lambda world: uploaded("avatars", str(world.people["owner"].pk)),
    "POST /api/v1/workbooks/{workbook_id}/thumbnail": Form(image=png()),
    "POST /api/v1/workbooks/{workbook_id}/thumbnail/confirm": lambda world: uploaded(
        "thumbnails", f"{world.people['owner'].pk}:{world.ids['workbook_id']}"
    ),
    "POST /api/v1/tags": {"name": "Energy"},
    "POST /api/v1/tags/{slug}/merge": {"into": "kpi"},
    "POST /api/v1/reports": lambda world: {
        "entity_type": "workbook",
        "entity_id": str(world.ids["workbook_id"]),
        "category": "misinformation",
        "text": "The numbers are made up.",
    },
    "POST /api/v1/appeals": lambda world: {"decision": str(world.ids["decision_id"]), "text": "This is wrong."},
    "POST /api/v1/moderation/cases/{case_id}/claim": {"take_over": True},
    "POST /api/v1/notifications/channels/{address_id}/verify": lambda world: {"code": address_code(world)},
    "POST /api/v1/notifications/webhooks/{provider}": REPORT,
    "POST /api/v1/admin/featured": lambda world: {"workbook": str(world.ids["workbook_id"])},
}

# Headers without which a route does nothing. A function makes them when they are sent.
HEADERS: dict[str, Any] = {
    "POST /api/v1/notifications/webhooks/{provider}": lambda: signing.standard(REPORT),
    "POST /api/v1/moderation/cases/{case_id}/decide": {"If-Match": '"v2"'},
    "POST /api/v1/moderation/appeals/{appeal_id}/decide": {"If-Match": '"v1"'},
}

PARAMETERS: dict[str, dict[str, str]] = {
    "GET /oembed": {"url": f"{settings.BASE_URL}/embed/{{workbook_id}}"},
    "GET /api/v1/search/workbooks": {"q": "budget"},
    "GET /api/v1/search/users": {"q": "owner"},
    "GET /api/v1/search/tags": {"q": "finance"},
    "GET /api/v1/search/suggestions": {"q": "budget"},
}
