"""From rows of the queue to messages: everything that is asked at the moment of sending, for a whole batch at once.

What is not to be sent any more ends here. Whatever goes wrong with one message (its source, its wording) is that
message's failure alone.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from accounts.users.queries import MailFacts, mail_facts_of
from config import clock
from config.flags import is_off_for_everyone
from notifications.addresses.flags import PUSH
from notifications.addresses.queries import Target, targets
from notifications.delivery import queries, recording, sources
from notifications.delivery.claims import Claim
from notifications.delivery.models import Delivery
from notifications.delivery.providers import Message, push_providers
from notifications.delivery.sources import Answer, Asked, Later, Letter, Withheld
from notifications.delivery.states import State
from notifications.delivery.wording import worded
from notifications.types import Channel, find

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ready:
    """A row with its message. `provider` is the one that its address belongs to; mail goes by whichever is up."""

    row: Delivery
    message: Message
    provider: str = ""


class _Ending:
    """What ends here, gathered so that one statement writes all that end alike."""

    def __init__(self, held: Claim) -> None:
        self.held = held
        self.rows: dict[tuple[State, str], list[Delivery]] = {}

    def add(self, row: Delivery, state: State, why: str) -> None:
        self.rows.setdefault((state, why), []).append(row)

    def write(self) -> None:
        for (state, why), rows in self.rows.items():
            recording.ended(self.held.lease, rows, state, why)


def compose(held: Claim) -> list[Ready]:
    """The messages of a claim, in its order; what is not to be sent is written down as such."""
    ending = _Ending(held)
    facts = mail_facts_of({row.recipient_id for row in held.rows})
    wanted = [row for row in held.rows if _may_go(row, facts, ending)]
    answers = _answers(held, wanted)
    known = targets({row.target_id for row in wanted if row.target_id is not None})
    letters: list[tuple[Delivery, Letter, Target]] = []
    for row in wanted:
        answer = answers.get(row.pk)
        if isinstance(answer, Later):
            recording.put_off(held.lease, row, answer.at, "later")
        elif isinstance(answer, Withheld):
            ending.add(row, State.WITHHELD, answer.reason)
        elif isinstance(answer, Letter):
            target = _address(row, answer, known, facts[row.recipient_id])
            if target is None:
                ending.add(row, State.WITHHELD, "address_gone")
            else:
                letters.append((row, answer, target))
    ready = list(_worded(held, letters, facts, ending))
    ending.write()
    return ready


def _may_go(row: Delivery, facts: Mapping[UUID, MailFacts], ending: _Ending) -> bool:
    """Whether nothing of the row itself or of its recipient's account stands against it."""
    declared, person = find(row.type), facts.get(row.recipient_id)
    if row.expires_at is not None and row.expires_at <= clock.now():
        ending.add(row, State.EXPIRED, "expired")
    elif declared is None:
        ending.add(row, State.DEAD, f"no code declares the type {row.type!r}")
    elif sources.source(row.source) is None:
        ending.add(row, State.DEAD, f"no code is the source {row.source!r}")
    elif person is None or not (person.is_active or declared.reaches_closed):
        ending.add(row, State.WITHHELD, "account")
    elif row.channel == Channel.PUSH and is_off_for_everyone(PUSH):
        ending.add(row, State.WITHHELD, "push_is_off")
    else:
        return True
    return False


def _answers(held: Claim, rows: list[Delivery]) -> dict[UUID, Answer]:
    """What the sources say; rows whose source failed have been written down and are left out."""
    by_source: dict[str, list[Delivery]] = {}
    for row in rows:
        by_source.setdefault(row.source, []).append(row)
    answers: dict[UUID, Answer] = {}
    for name, asked in by_source.items():
        try:
            answers |= _read(name, asked)
        except Exception:
            # One among them is the trouble: each is asked alone, and the others go.
            logger.exception("the source %s failed on a batch", name)
            for row in asked:
                try:
                    answers |= _read(name, [row])
                except Exception as error:
                    recording.failed(held.lease, row, provider="", error=f"source: {type(error).__name__}: {error}")
    return answers


def _read(name: str, rows: list[Delivery]) -> dict[UUID, Answer]:
    read = sources.source(name)
    assert read is not None
    asked = [
        Asked(row.pk, row.recipient_id, Channel(row.channel), row.type, row.source_id, row.cause_id, row.target_id)
        for row in rows
    ]
    said = read(asked)
    return {row.pk: said.get(row.pk, Withheld("gone")) for row in rows}


def _address(row: Delivery, letter: Letter, known: Mapping[UUID, Target], person: MailFacts) -> Target | None:
    """Where it goes; None where that address is not the recipient's any more."""
    if row.target_id is not None:
        target = known.get(row.target_id)
        return target if target is not None and target.user_id == row.recipient_id else None
    if row.channel == Channel.PUSH:
        return None
    return Target(row.recipient_id, "", letter.address or person.email)


def _worded(
    held: Claim,
    letters: list[tuple[Delivery, Letter, Target]],
    facts: Mapping[UUID, MailFacts],
    ending: _Ending,
) -> Iterable[Ready]:
    mailed = [target.value for row, _, target in letters if row.channel == Channel.EMAIL]
    stopped = queries.suppressed(Channel.EMAIL, mailed)
    usable = push_providers()
    for row, letter, target in letters:
        if row.channel == Channel.EMAIL and target.value in stopped:
            ending.add(row, State.SUPPRESSED, "the address is suppressed")
            continue
        if row.channel == Channel.PUSH and target.kind not in usable:
            ending.add(row, State.WITHHELD, "no_provider")
            continue
        try:
            words = letter.words or worded(
                row.type, Channel(row.channel), facts[row.recipient_id].locale, letter.values
            )
        except Exception as error:
            logger.exception("the wording of %s failed", row.type)
            recording.failed(held.lease, row, provider="", error=f"wording: {type(error).__name__}: {error}")
            continue
        message = Message(
            delivery_id=row.pk,
            type=row.type,
            words=words,
            address=target.value,
            p256dh=target.p256dh,
            auth=target.auth,
            link=letter.link,
            unsubscribe_url=letter.unsubscribe_url,
            headers=letter.headers,
            is_urgent=row.is_urgent,
            expires_at=row.expires_at,
        )
        yield Ready(row, message, "" if row.channel == Channel.EMAIL else target.kind)
