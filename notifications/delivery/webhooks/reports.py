"""Reports of every provider in one form."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from config import clock
from config.api.errors import MalformedBody
from config.api.parsers import check_value
from notifications.delivery.errors import TooManyReports
from notifications.delivery.states import State
from notifications.delivery.webhooks.report import Report

MOST_REPORTS = 2_000
_UUID = re.compile(r"<?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


def read(provider: str, body: bytes, identity: str) -> list[Report]:
    """The reports in a body whose signature holds. What nobody knows is a report that changes nothing."""
    try:
        said = msgspec.json.decode(body)
        check_value(said)
    except (msgspec.DecodeError, RecursionError, ValueError):
        raise MalformedBody() from None
    events = _listed(said)
    if len(events) > MOST_REPORTS:
        raise TooManyReports(most=MOST_REPORTS)
    reader = _READERS[provider]
    return [_named(reader(event), identity, place, event) for place, event in enumerate(events)]


def _listed(said: Any) -> list[Mapping[str, Any]]:
    if isinstance(said, dict):
        said = said["events"] if isinstance(said.get("events"), list) else [said]
    if not isinstance(said, list) or not all(isinstance(event, dict) for event in said):
        raise MalformedBody()
    return said


def _named(report: Report, identity: str, place: int, event: Mapping[str, Any]) -> Report:
    """A report with an id: its own, that of its delivery, or for want of both a digest of all that it says."""
    if report.event_id:
        return report
    known = f"{identity}:{place}" if identity else hashlib.sha256(msgspec.json.encode(event)).hexdigest()
    return Report(known[:200], *(getattr(report, name) for name in Report.__slots__[1:]))


def _text(value: Any, most: int = 200) -> str:
    return value[:most] if isinstance(value, str) else ""


def _inner(value: Any, *names: str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _id(value: Any) -> UUID | None:
    found = _UUID.match(_text(value))
    return UUID(found[1]) if found else None


def _moment(value: Any) -> datetime:
    """When it happened; now, where that cannot be read or has not come yet."""
    now = clock.now()
    try:
        if isinstance(value, str) and not value.replace(".", "", 1).isdigit():
            moment = datetime.fromisoformat(value)
        else:
            moment = datetime.fromtimestamp(float(value), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return now
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return moment if datetime(2000, 1, 1, tzinfo=UTC) < moment <= now else now


def _told(event: str, table: Mapping[str, State]) -> tuple[str, State | None]:
    return event[:40] or "unknown", table.get(event)


_SENDGRID = {
    "delivered": State.DELIVERED,
    "bounce": State.BOUNCED,
    "dropped": State.BOUNCED,
    "open": State.OPENED,
    "click": State.CLICKED,
    "spamreport": State.COMPLAINED,
}


def _sendgrid(event: Mapping[str, Any]) -> Report:
    what, state = _told(_text(event.get("event")), _SENDGRID)
    if what == "bounce" and event.get("type") == "blocked":
        what, state = "blocked", None  # for now: its receiver did not like the sender, and is there
    return Report(
        event_id=_text(event.get("sg_event_id")),
        what=what,
        at=_moment(event.get("timestamp")),
        state=state,
        delivery_id=_id(event.get("delivery")),
        provider_id=_text(event.get("sg_message_id")).partition(".")[0],
        address=_text(event.get("email"), 254),
        suppresses=state == State.COMPLAINED or what == "bounce",
    )


_MAILGUN = {
    "delivered": State.DELIVERED,
    "failed": State.BOUNCED,
    "opened": State.OPENED,
    "clicked": State.CLICKED,
    "complained": State.COMPLAINED,
}


def _mailgun(body: Mapping[str, Any]) -> Report:
    event = _inner(body, "event-data") or {}
    what, state = _told(_text(_inner(event, "event")), _MAILGUN)
    if what == "failed" and _inner(event, "severity") != "permanent":
        what, state = "delayed", None
    message_id = _text(_inner(event, "message", "headers", "message-id"))
    return Report(
        event_id=_text(_inner(event, "id")),
        what=what,
        at=_moment(_inner(event, "timestamp")),
        state=state,
        delivery_id=_id(_inner(event, "user-variables", "delivery")) or _id(message_id),
        provider_id=f"<{message_id.strip('<>')}>" if message_id else "",
        address=_text(_inner(event, "recipient"), 254),
        suppresses=state in {State.BOUNCED, State.COMPLAINED},
    )


_RESEND = {
    "email.delivered": State.DELIVERED,
    "email.bounced": State.BOUNCED,
    "email.opened": State.OPENED,
    "email.clicked": State.CLICKED,
    "email.complained": State.COMPLAINED,
}


def _resend(event: Mapping[str, Any]) -> Report:
    what, state = _told(_text(event.get("type")), _RESEND)
    to = _inner(event, "data", "to")
    soft = _text(_inner(event, "data", "bounce", "type")) == "Transient"
    return Report(
        event_id="",
        what=what,
        at=_moment(event.get("created_at")),
        state=None if soft else state,
        provider_id=_text(_inner(event, "data", "email_id")),
        address=_text(to[0], 254) if isinstance(to, list) and to else "",
        suppresses=not soft and state in {State.BOUNCED, State.COMPLAINED},
    )


_SES = {
    "Delivery": State.DELIVERED,
    "Bounce": State.BOUNCED,
    "Open": State.OPENED,
    "Click": State.CLICKED,
    "Complaint": State.COMPLAINED,
}


def _ses(event: Mapping[str, Any]) -> Report:
    what, state = _told(_text(event.get("eventType")), _SES)
    detail = event.get(what.lower())
    to = _inner(event, "mail", "destination")
    soft = what == "Bounce" and _inner(detail, "bounceType") != "Permanent"
    return Report(
        event_id="",
        what=what.lower(),
        at=_moment(_inner(detail, "timestamp")),
        state=None if soft else state,
        provider_id=_text(_inner(event, "mail", "messageId")),
        address=_text(to[0], 254) if isinstance(to, list) and to else "",
        suppresses=not soft and state in {State.BOUNCED, State.COMPLAINED},
    )


_STANDARD = {f"message.{state.value}": state for state in _SENDGRID.values()}


def _standard(event: Mapping[str, Any]) -> Report:
    what, state = _told(_text(event.get("type")), _STANDARD)
    soft = _inner(event, "data", "is_permanent") is False
    message_id = _inner(event, "data", "delivery_id") or _inner(event, "data", "message_id")
    return Report(
        event_id="",
        what=what,
        at=_moment(event.get("timestamp")),
        state=None if soft else state,
        delivery_id=_id(message_id),
        suppresses=not soft and state in {State.BOUNCED, State.COMPLAINED},
    )


_READERS: dict[str, Callable[[Mapping[str, Any]], Report]] = {
    "sendgrid": _sendgrid,
    "mailgun": _mailgun,
    "resend": _resend,
    "ses": _ses,
    "standard": _standard,
}
