"""What each mail says, asked for at the moment of sending: a token for its link, whether its matter still stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings

from accounts.auth import services as auth
from accounts.auth.errors import InvalidToken
from accounts.auth.queries import live_sessions
from accounts.auth.services.one_time import LIFETIMES
from accounts.mfa import services as mfa
from accounts.mfa.queries import passkeys_of
from accounts.mfa.services import mailed as mfa_mailed
from accounts.users.queries import MailFacts, email_change, mail_facts_of, user_by_id
from config.events import DomainEvent
from notifications.addresses import services as addresses
from notifications.delivery.sources import Answer, Asked, Letter, Withheld
from notifications.preferences.queries import preferences_of_one
from notifications.templates.framing import SITE
from notifications.types import Channel, find
from notifications.types import accounts as types
from notifications.unsubscribing.tokens import unsubscribe_url
from workbooks.framing.queries import frame_facts

# Of each type that leads to a page of its own, the path of that page.
PAGES = {
    types.VERIFY_EMAIL.name: "/verify-email",
    types.WELCOME.name: "/",
    types.PASSWORD_RESET.name: "/reset-password",
    types.CONFIRM_EMAIL.name: "/verify-email",
    types.EMAIL_CHANGED.name: "/",
    types.PASSWORD_CHANGED.name: "/reset-password",
    types.REFRESH_REUSED.name: "/reset-password",
    types.NEW_DEVICE.name: "/reset-password",
    types.MFA_CODE.name: "/",
    types.ADDRESS_CODE.name: "/",
    types.MFA_CHANGED.name: "/settings/security",
    types.MFA_FAILED.name: "/reset-password",
    types.PASSKEY_CLONED.name: "/settings/security",
    types.ROLE_CHANGED.name: "/",
    types.STATUS_CHANGED.name: "/",
    types.EXPORT_READY.name: "/settings/privacy",
    types.DELETION_REQUESTED.name: "/sign-in",
}
SETTLED = Withheld("settled")
TURNED_OFF = Withheld("turned_off")


class Mail:
    """One mail in the making: who reads it, and the event that called for it."""

    def __init__(self, asked: Asked, facts: MailFacts, cause: DomainEvent) -> None:
        self.type, self.reader_id, self.facts, self.cause = asked.type, asked.recipient_id, facts, cause
        self.event: Any = cause.decoded()

    def letter(self, *, token: str = "", to: str = "", link: str = "", thing: str = "", **values: Any) -> Letter:
        """The letter with these values of its type's own."""
        query = f"?{urlencode({'token': token})}" if token and "link" in _required(self.type) else ""
        common = {
            "name": self.facts.full_name or self.facts.username,
            "actor": "",
            "others": 0,
            "count": 1,
            "thing": thing,
            "link": link or settings.BASE_URL + PAGES[self.type] + query,
            "site": SITE,
            "site_url": settings.BASE_URL,
        }
        own = {"token": token} if token else {}
        declared = find(self.type)
        url = unsubscribe_url(self.reader_id, declared) if declared is not None else ""
        return Letter(values={**common, **own, **values}, address=to, unsubscribe_url=url)


def _required(type_name: str) -> frozenset[str]:
    declared = find(type_name)
    return declared.required if declared else frozenset()


def _lifetime(purpose: str) -> timedelta:
    """How long tokens of that purpose live."""
    return {known.value: lifetime for known, lifetime in LIFETIMES.items()}[purpose]


def _verify_email(mail: Mail) -> Answer:
    user = user_by_id(mail.reader_id)
    if user is None or user.email_verified:
        return SETTLED
    token = auth.verification_token(mail.reader_id)
    return mail.letter(token=token, days=_lifetime("verify").days, username=mail.facts.username)


def _password_reset(mail: Mail) -> Answer:
    hours = _lifetime("reset") // timedelta(hours=1)
    return mail.letter(token=auth.reset_token(mail.reader_id), hours=hours)


def _confirm_email(mail: Mail) -> Answer:
    """To the wanted address; nothing if it is wanted no more."""
    try:
        address, token = auth.email_change_token(mail.reader_id)
    except InvalidToken:
        return SETTLED
    hours = _lifetime("email_change") // timedelta(hours=1)
    return mail.letter(token=token, to=address, hours=hours, username=mail.facts.username)


def _email_changed(mail: Mail) -> Answer:
    """To the address that was the member's before."""
    change = email_change(mail.event.change_id)
    if change is None:
        return SETTLED
    return mail.letter(to=change.old_email, moment=mail.cause.occurred_at)


def _mfa_code(mail: Mail) -> Answer:
    """A code that proves who reads the mail; nothing if nobody waits for it any more."""
    code = mfa.mailed_code(request_id=mail.event.request_id)
    if not code:
        return SETTLED
    return mail.letter(token=code, minutes=mfa_mailed.LIFETIME // timedelta(minutes=1))


def _address_code(mail: Mail) -> Answer:
    """The code that proves a further address, to that address; nothing if nobody waits for it any more."""
    found = addresses.mailed_code(address_id=mail.event.address_id)
    if found is None:
        return SETTLED
    address, code = found
    return mail.letter(token=code, to=address, minutes=addresses.CODE_LIFETIME // timedelta(minutes=1))


def _new_device(mail: Mail) -> Answer:
    """When and from where; the device and address are left out once the session has ended."""
    session = live_sessions(mail.reader_id).filter(pk=mail.event.session_id).values("device", "address").first()
    return mail.letter(moment=mail.cause.occurred_at, **(session or {"device": "", "address": ""}))


def _mfa_changed(mail: Mail) -> Answer:
    event = mail.event
    return mail.letter(
        moment=mail.cause.occurred_at, change=event.change, method=event.method or "", left=event.left or 0
    )


def _passkey_cloned(mail: Mail) -> Answer:
    """What its owner calls it is left out once the passkey is gone."""
    passkey = passkeys_of(mail.reader_id).filter(pk=mail.event.passkey_id).values_list("name", flat=True).first()
    return mail.letter(moment=mail.cause.occurred_at, passkey=passkey or "")


def _status_changed(mail: Mail) -> Answer:
    """The new state, and the reason that its owner is to know, if that state still stands."""
    user, event = user_by_id(mail.reader_id), mail.event
    reason = user.status_reason if user is not None and user.status == event.after else ""
    return mail.letter(status=event.after, until=event.until, reason=reason)


def _at_that_moment(mail: Mail) -> Answer:
    return mail.letter(moment=mail.cause.occurred_at)


def _frame(mail: Mail, *, is_broken: bool) -> Answer:
    """Nothing if the workbook is gone, or its frame is not (or again) broken by now."""
    facts = frame_facts(mail.event.workbook_id)
    if facts is None or bool(facts.broken_as) is not is_broken:
        return SETTLED
    declared = find(mail.type)
    if declared is None or not preferences_of_one(mail.reader_id).wants(declared, Channel.EMAIL):
        return TURNED_OFF
    verdict = {"verdict": facts.broken_as} if is_broken else {}
    return mail.letter(thing=facts.title, link=settings.BASE_URL + facts.path, **verdict)


_LETTERS: dict[str, Callable[[Mail], Answer]] = {
    types.VERIFY_EMAIL.name: _verify_email,
    types.WELCOME.name: lambda mail: mail.letter(),
    types.PASSWORD_RESET.name: _password_reset,
    types.CONFIRM_EMAIL.name: _confirm_email,
    types.EMAIL_CHANGED.name: _email_changed,
    types.PASSWORD_CHANGED.name: _at_that_moment,
    types.REFRESH_REUSED.name: _at_that_moment,
    types.ADDRESS_CODE.name: _address_code,
    types.NEW_DEVICE.name: _new_device,
    types.MFA_CODE.name: _mfa_code,
    types.MFA_CHANGED.name: _mfa_changed,
    types.MFA_FAILED.name: _at_that_moment,
    types.PASSKEY_CLONED.name: _passkey_cloned,
    types.ROLE_CHANGED.name: lambda mail: mail.letter(role=mail.event.after),
    types.STATUS_CHANGED.name: _status_changed,
    types.EXPORT_READY.name: lambda mail: mail.letter(moment=mail.event.expires_at),
    types.DELETION_REQUESTED.name: lambda mail: mail.letter(moment=mail.event.due_at),
    "workbook.embed_broken": lambda mail: _frame(mail, is_broken=True),
    "workbook.embed_restored": lambda mail: _frame(mail, is_broken=False),
}


def read(asked: Sequence[Asked]) -> dict[UUID, Answer]:
    """What these mails say; one whose event or reader is gone is left out, and so not sent."""
    causes = DomainEvent.objects.in_bulk([one.cause_id for one in asked if one.cause_id is not None])
    facts = mail_facts_of({one.recipient_id for one in asked})
    return {
        one.delivery_id: _LETTERS[one.type](Mail(one, facts[one.recipient_id], causes[one.cause_id]))
        for one in asked
        if one.cause_id in causes and one.recipient_id in facts
    }
