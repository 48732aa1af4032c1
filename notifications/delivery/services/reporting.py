"""Taking reports of providers: each once, however often and in whatever order they come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.users.queries import mail_facts_of
from notifications.addresses.queries import targets
from notifications.delivery import recording
from notifications.delivery.models import Delivery, Reason, Receipt
from notifications.delivery.services.suppressing import suppress
from notifications.delivery.states import State
from notifications.delivery.webhooks.report import Report
from notifications.types import Channel

PIECE = 200


def take_reports(*, provider: str, reports: Sequence[Report]) -> int:
    """Take reports of a provider whose signature holds; how many were new. Those of the unknown are kept as such."""
    # In one order, so that two who bring the same reports at once do not wait for each other.
    ordered = sorted({report.event_id: report for report in reports}.values(), key=lambda report: report.event_id)
    return sum(_take_some(provider, piece) for piece in _pieces(ordered))


def _pieces(reports: list[Report]) -> Iterator[list[Report]]:
    for start in range(0, len(reports), PIECE):
        yield reports[start : start + PIECE]


@transaction.atomic
def _take_some(provider: str, reports: list[Report]) -> int:
    known = _deliveries_of(provider, reports)
    rows = [
        Receipt(
            provider=provider,
            event_id=report.event_id,
            what=report.what,
            at=report.at,
            delivery=known.get(report.event_id),
        )
        for report in reports
    ]
    Receipt.objects.bulk_create(rows, ignore_conflicts=True)
    new = set(Receipt.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    for row, report in zip(rows, reports, strict=True):
        if row.pk in new and row.delivery is not None and report.state is not None:
            _take(row.delivery, report)
    return len(new)


def _deliveries_of(provider: str, reports: list[Report]) -> dict[str, Delivery]:
    """Which delivery each report is about, by its event's id; those of messages that are not ours are left out."""
    by_key = Delivery.objects.in_bulk([report.delivery_id for report in reports if report.delivery_id is not None])
    named = {report.provider_id for report in reports if report.provider_id}
    by_name = {
        row.provider_id: row
        for row in Delivery.objects.filter(Q(provider=provider) & ~Q(provider_id=""), provider_id__in=named)
    }
    found: dict[str, Delivery] = {}
    for report in reports:
        row = by_key.get(report.delivery_id) if report.delivery_id is not None else None
        row = row or by_name.get(report.provider_id)
        if row is not None:
            found[report.event_id] = row
    return found


def _take(row: Delivery, report: Report) -> None:
    assert report.state is not None
    recording.reported(row, report.state, report.at)
    if report.suppresses and row.channel == Channel.EMAIL:
        address = report.address or _address_of(row)
        if address:
            reason = Reason.COMPLAINED if report.state == State.COMPLAINED else Reason.BOUNCED
            suppress(address=address, reason=reason, user_id=row.recipient_id, delivery_id=row.pk)


def _address_of(row: Delivery) -> str:
    """Where the message went, as far as can be said now."""
    if row.target_id is not None:
        target = targets([row.target_id]).get(row.target_id)
        return target.value if target else ""
    facts = mail_facts_of([_id(row)]).get(_id(row))
    return facts.email if facts else ""


def _id(row: Delivery) -> UUID:
    return row.recipient_id
