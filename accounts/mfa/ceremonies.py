"""WebAuthn's two ceremonies, as its library has them: what browsers are given, and whether their answer holds.

An answer comes as the JSON of `PublicKeyCredential.toJSON()`. Whatever is wrong with it is one `NotAnAnswer`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

LONGEST_ANSWER = 20_000
TIMEOUT_MS = 300_000
_TRANSPORTS = {each.value for each in AuthenticatorTransport}
_CREDENTIAL_ID = re.compile(r"[A-Za-z0-9_-]{1,1400}", re.ASCII)


class NotAnAnswer(Exception):
    """What came is no good answer to the challenge; `went_back` says that the passkey counted backwards."""

    def __init__(self, *, went_back: bool = False) -> None:
        super().__init__()
        self.went_back = went_back


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer says before anything of it is believed."""

    credential: dict[str, Any]
    credential_id: str
    challenge: bytes
    user_handle: str
    transports: list[str]


@dataclass(frozen=True, slots=True)
class Registered:
    """A new passkey, as its authenticator made it."""

    credential_id: str
    public_key: bytes
    sign_count: int
    is_backed_up: bool


@dataclass(frozen=True, slots=True)
class Asserted:
    """A passkey was there, and how often it has been used by its own count."""

    sign_count: int
    is_backed_up: bool


def digest_of(challenge: bytes) -> str:
    """Under which a challenge is found."""
    return hashlib.sha256(challenge).hexdigest()


def read(text: str) -> Answer:
    """Take an answer apart."""
    try:
        if len(text) > LONGEST_ANSWER:
            raise NotAnAnswer()
        credential = json.loads(text)
        response = credential["response"]
        said = json.loads(base64url_to_bytes(response["clientDataJSON"]))
        transports = response.get("transports") or []
        # A page in a frame of somebody else's may not ask for passkeys of ours.
        if said.get("crossOrigin") not in (None, False) or not _CREDENTIAL_ID.fullmatch(credential["id"]):
            raise NotAnAnswer()
        handle = response.get("userHandle") or ""
        return Answer(
            credential,
            credential["id"],
            base64url_to_bytes(said["challenge"]),
            str(handle).rstrip("="),
            sorted({each for each in transports if isinstance(each, str) and each in _TRANSPORTS}),
        )
    except Exception:  # of whatever kind: it is what a stranger wrote
        raise NotAnAnswer() from None


def creation_options(
    *, challenge: bytes, user_id: UUID, username: str, known: Iterable[tuple[str, list[str]]]
) -> dict[str, Any]:
    """What `navigator.credentials.create` is given; `known` are the member's passkeys, which no device makes twice."""
    options = generate_registration_options(
        rp_id=settings.PASSKEY_RP_ID,
        rp_name=settings.SITE_NAME,
        user_id=user_id.bytes,
        user_name=username,
        challenge=challenge,
        timeout=TIMEOUT_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.PREFERRED
        ),
        exclude_credentials=_described(known),
    )
    return _plain(options)


def request_options(
    *, challenge: bytes, known: Iterable[tuple[str, list[str]]] = (), is_alone: bool = False
) -> dict[str, Any]:
    """What `navigator.credentials.get` is given. `is_alone`: the passkey stands for the password as well."""
    wanted = UserVerificationRequirement.REQUIRED if is_alone else UserVerificationRequirement.PREFERRED
    options = generate_authentication_options(
        rp_id=settings.PASSKEY_RP_ID,
        challenge=challenge,
        timeout=TIMEOUT_MS,
        allow_credentials=_described(known),
        user_verification=wanted,
    )
    return _plain(options)


def _plain(options: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(options_to_json(options))
    return made


def _described(known: Iterable[tuple[str, list[str]]]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=base64url_to_bytes(credential_id),
            transports=[AuthenticatorTransport(each) for each in transports if each in _TRANSPORTS] or None,
        )
        for credential_id, transports in known
    ]


def registered(answer: Answer) -> Registered:
    """The passkey that was made, if the answer holds for its challenge."""
    try:
        made = verify_registration_response(
            credential=answer.credential,
            expected_challenge=answer.challenge,
            expected_rp_id=settings.PASSKEY_RP_ID,
            expected_origin=settings.PASSKEY_ORIGINS,
        )
    except Exception:  # the parsers of keys and attestations below raise what they like
        raise NotAnAnswer() from None
    return Registered(
        bytes_to_base64url(made.credential_id),
        made.credential_public_key,
        made.sign_count,
        made.credential_backed_up,
    )


def asserted(answer: Answer, *, public_key: bytes, sign_count: int, is_alone: bool = False) -> Asserted:
    """Whether the answer was signed by that key, and says more uses than were known."""
    try:
        # Asked for with a count of none first: only what is truly signed may say that there is a copy.
        found = verify_authentication_response(
            credential=answer.credential,
            expected_challenge=answer.challenge,
            expected_rp_id=settings.PASSKEY_RP_ID,
            expected_origin=settings.PASSKEY_ORIGINS,
            credential_public_key=public_key,
            credential_current_sign_count=0,
            require_user_verification=is_alone,
        )
    except Exception:  # the parsers of keys and attestations below raise what they like
        raise NotAnAnswer() from None
    if (found.new_sign_count or sign_count) and found.new_sign_count <= sign_count:
        raise NotAnAnswer(went_back=True)
    return Asserted(found.new_sign_count, found.credential_backed_up)
