"""Reading what somebody's second step is made of. Secrets are not among it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from accounts.mfa import methods
from accounts.mfa.models import Enrolment, Passkey, RecoveryCode


@dataclass(frozen=True, slots=True)
class Factors:
    """What a member has."""

    totp_since: datetime | None = None
    email_since: datetime | None = None
    passkeys: int = 0
    recovery_codes_left: int = 0

    @property
    def is_on(self) -> bool:
        """Whether the password alone is not enough."""
        return bool(self.totp_since or self.email_since or self.passkeys)

    @property
    def methods(self) -> tuple[str, ...]:
        """By which ways the second step can be passed; none where there is none."""
        if not self.is_on:
            return ()
        has = {
            methods.TOTP: self.totp_since,
            methods.PASSKEY: self.passkeys,
            methods.EMAIL: self.email_since,
            methods.RECOVERY: self.recovery_codes_left,
        }
        return tuple(method for method in methods.METHODS if has[method])


def factors_of(user_id: UUID) -> Factors:
    """What that member has, in one statement."""
    row = (
        Enrolment.objects.filter(user_id=user_id)
        .annotate(
            keys=Count("user__passkeys", distinct=True),
            codes=Count("user__recovery_codes", distinct=True, filter=Q(user__recovery_codes__used_at__isnull=True)),
        )
        .values_list("totp_since", "email_since", "keys", "codes")
        .first()
    )
    return Factors(*row) if row else Factors()


def is_on(user_id: UUID) -> bool:
    """Whether that member has a second step."""
    has_one = Q(totp_since__isnull=False) | Q(email_since__isnull=False) | Q(user__passkeys__isnull=False)
    return Enrolment.objects.filter(has_one, user_id=user_id).exists()


def passkeys_of(user_id: UUID) -> QuerySet[Passkey]:
    """A member's passkeys, without what they prove by."""
    return Passkey.objects.filter(user_id=user_id).defer("public_key")


def recovery_codes_left(user_id: UUID) -> int:
    """How many recovery codes of that member are still good."""
    return RecoveryCode.objects.filter(user_id=user_id, used_at__isnull=True).count()
