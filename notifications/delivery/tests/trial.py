"""A source of the tests' own, and what it takes to have it send."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from config import clock
from config.db import uuid7
from notifications.delivery import sources
from notifications.delivery.models import Delivery
from notifications.delivery.services import Order, enqueue
from notifications.delivery.sources import Letter
from notifications.types import Channel


@dataclass(frozen=True)
class Words:
    """Words that stand as they are."""

    subject: str = "A subject"
    text: str = "Some text"
    html: str = "<p>Some text</p>"
    title: str = "A title"
    body: str = "A body"


@dataclass
class Trial:
    """The source `trial`: says `says` of everything, or what stands in `about` for one id; keeps what it was told."""

    says: object = field(default_factory=lambda: Letter(words=Words()))
    about: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)
    told: list = field(default_factory=list)

    def read(self, asked):
        self.asked.append([one.delivery_id for one in asked])
        found = {}
        for one in asked:
            said = self.about.get(one.delivery_id, self.says)
            if isinstance(said, Exception):
                raise said
            if said is not None:
                found[one.delivery_id] = said
        return found

    def hear(self, outcomes):
        self.told += [(one.delivery_id, str(one.state)) for one in outcomes]


def order(member, **changes) -> Order:
    values = {
        "recipient_id": member.pk,
        "channel": Channel.EMAIL,
        "type": "user.followed",
        "source": "trial",
        "source_id": uuid7(),
        "cause_id": None,
        "thread": str(uuid7()),
        "scheduled_for": clock.now(),
    }
    return Order(**{**values, **changes})


def asked_for(*orders: Order) -> list[Delivery]:
    """The deliveries of these orders, in order."""
    with transaction.atomic():
        keys = enqueue(list(orders))
    rows = Delivery.objects.in_bulk(keys)
    return [rows[key] for key in keys]


def one_for(member, **changes) -> Delivery:
    return asked_for(order(member, **changes))[0]


def due_now(row: Delivery) -> None:
    """Have a delivery that backs off be due."""
    Delivery.objects.filter(pk=row.pk).update(due_at=clock.now() - timedelta(seconds=1))


def fresh(row: Delivery) -> Delivery:
    return Delivery.objects.get(pk=row.pk)


def register(trial: Trial) -> None:
    sources.forget("trial")
    sources.register_source("trial", trial.read)
    sources.register_outcome_listener("trial", trial.hear)
