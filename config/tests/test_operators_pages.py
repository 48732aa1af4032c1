"""The operators' pages in Chromium, light and dark, phone and desktop: axe finds nothing, nothing scrolls sideways."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from config import clock
from config.api import throttles
from config.audit import chain, note
from config.audit.models import AuditEntry
from config.events.models import Delivery, DeliveryState, DomainEvent
from config.flags.models import Flag, Group
from config.host.models import HostFigures
from config.jobs.models import Heartbeat, Outcome, TaskRun
from config.testing.browser import DESKTOP, PHONE, findings, overflows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.xdist_group("browser")]
MEBIBYTE = 1024 * 1024
ERROR = (
    'Traceback (most recent call last):\n  File "x.py", line 1\nConnectionRefusedError: [Errno 111] refused '
    + "x" * 150
)


@pytest.fixture
def busy(owner: Any, admin: Any, settings: Any) -> dict[str, Any]:
    """An installation where something has happened on every page."""
    now = clock.now()
    event = DomainEvent.objects.create(
        name="user.email_verification_requested",
        subject=f"user:{owner.pk}",
        actor_id=owner.pk,
        payload={"user_id": str(owner.pk), "of": ["one", {"deep": "x" * 200}]},
        occurred_at=now,
        request_id="0f" * 16,
    )
    states = ((DeliveryState.PARKED, 8, "mail.verify_email"), (DeliveryState.PENDING, 2, "mail.welcome"))
    for state, attempts, name in (*states, (DeliveryState.PENDING, 0, "trial.third")):
        Delivery.objects.create(
            event=event,
            subscriber=name,
            subject=event.subject,
            state=state,
            attempts=attempts,
            due_at=now + timedelta(minutes=attempts),
            last_error=ERROR if attempts else "",
        )
    note(
        action="user.status_changed",
        actor=admin,
        target=("user", owner.pk),
        before={"status": "active", "reason": "", "until": None},
        after={"status": "muted", "reason": "Too loud " * 30, "until": now.isoformat()},
        reason="Too loud",
    )
    chain.seal_new()
    run = None
    for number in range(20):
        at = now - timedelta(minutes=number)
        outcome = Outcome.FAILED if number == 3 else Outcome.DONE
        run = TaskRun.objects.create(
            name="config.audit.seal",
            outcome=outcome,
            due_at=at,
            started_at=at,
            finished_at=at + timedelta(seconds=number % 4),
            counts={"sealed": number},
            error=ERROR if outcome == Outcome.FAILED else "",
        )
        HostFigures.objects.create(
            at=at - timedelta(minutes=5 * number),
            host="web-1",
            memory_total=8192 * MEBIBYTE,
            memory_used=(2048 + number) * MEBIBYTE,
            cpu_share=number / 40,
            load=number / 7,
            sockets=100 + number,
            queues={"default": number},
        )
    Heartbeat.objects.create(name="worker:celery@web-1", at=now)
    Heartbeat.objects.create(name="beat", at=now - timedelta(minutes=9))
    settings.THROTTLES = True
    settings.THROTTLE_RATES = settings.THROTTLE_RATES | {"client": "10000/minute"}
    throttles.spend("follow", f"user:{owner.pk}")
    return {
        "event": event.pk,
        "delivery": Delivery.objects.get(state=DeliveryState.PARKED).pk,
        "entry": AuditEntry.objects.get(action="user.status_changed").pk,
        "run": run.pk if run else 0,
        "flag": Flag.objects.get(name="remixes").pk,
        "group": Group.objects.get(name="beta").pk,
    }


PAGES = [
    "events/domainevent/",
    "events/domainevent/{event}/change/",
    "events/delivery/",
    "events/delivery/?stage=parked",
    "events/delivery/{delivery}/change/",
    "events/delivery/{delivery}/deed/give_up/",
    "events/delivery/parked/mail.verify_email/",
    "audit/auditentry/",
    "audit/auditentry/{entry}/change/",
    "audit/auditseal/",
    "jobs/",
    "jobs/?job=config.audit.seal",
    "jobs/?job=config.audit.seal&run=1",
    "jobs/taskrun/",
    "jobs/taskrun/{run}/change/",
    "jobs/heartbeat/",
    "limits/",
    "limits/?account=owner",
    "limits/?account=owner&lift=counts",
    "machine/",
    "flags/flag/",
    "flags/flag/{flag}/change/",
    "flags/group/",
    "flags/group/{group}/change/",
]


@pytest.mark.parametrize(("scheme", "width"), [("light", DESKTOP), ("dark", PHONE)], ids=["desktop", "phone"])
def test_every_page_reads_well(desk_in_chromium: Any, admin: Any, busy: Any, scheme: Any, width: int) -> None:
    page = desk_in_chromium(admin, "", scheme=scheme, width=width)
    for path in PAGES:
        page.goto("/admin/" + path.format(**busy))
        findings(page)
        assert overflows(page) == 0, path


def test_filters_that_are_written_into_are_reached_by_keyboard(desk_in_chromium: Any, admin: Any, busy: Any) -> None:
    page = desk_in_chromium(admin, "audit/auditentry/")
    page.locator("details.filter[data-filter-title='actor'] > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("admin-a")
    findings(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**actor=admin-a**")
    expect(page.locator("#result_list").get_by_text("user.status_changed")).to_be_visible()
