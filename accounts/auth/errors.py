"""What the slice refuses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, DomainError, Forbidden, NotFound, NotSignedIn, TooMany


class InvalidCredentials(NotSignedIn):
    """The one answer to a wrong name, a wrong password, and everything else that is nobody's business."""

    code = "invalid_credentials"
    detail = _("The name or the password is wrong.")


class InvalidAccessToken(NotSignedIn):
    """The access token is not one of ours, has run out, or has been revoked."""

    code = "invalid_access_token"
    detail = _("The access token is not valid any more; sign in or refresh it.")


class InvalidSocketTicket(NotSignedIn):
    """The ticket is unknown, used, run out, or its session has ended."""

    code = "invalid_ticket"
    detail = _("The ticket is not valid any more; ask for a new one.")


class InvalidRefreshToken(NotSignedIn):
    """The refresh token is unknown, used, run out, or its session has ended."""

    code = "invalid_refresh_token"
    detail = _("The refresh token is not valid any more; sign in again.")


class InvalidToken(DomainError):
    """The token from a mail is unknown, used, run out, or what it hung on has changed."""

    code = "invalid_token"
    status = 400
    detail = _("This link is not valid any more; ask for a new one.")


class ForeignRefreshToken(DomainError):
    """Only a session of one's own can be signed out of."""

    code = "invalid_refresh_token"
    status = 400
    detail = _("This refresh token is not yours.")


class AccountStopped(Forbidden):
    """The password is right, but the account is suspended or banned; told only to its owner."""

    told: Mapping[str, object] = {"reason": "spam", "until": "2027-01-31T12:00:00Z", "appeal_token": "eyJ1…"}

    def __init__(self, *, reason: str, until: datetime | None, appeal_token: str) -> None:
        super().__init__()
        self.reason, self.until = reason, until
        end = until.isoformat().replace("+00:00", "Z") if until else None
        self.told = {"reason": reason, "until": end, "appeal_token": appeal_token}

    def members(self) -> dict[str, object]:
        return dict(self.told)


class AccountSuspended(AccountStopped):
    """Suspended, until a moment or without an end."""

    code = "suspended"
    detail = _("Your account is suspended.")


class AccountBanned(AccountStopped):
    """Banned."""

    code = "banned"
    detail = _("Your account is banned.")


class WrongPassword(Forbidden):
    """The deed asks for the present password once more."""

    code = "wrong_password"
    detail = _("That is not your present password.")


class FreshAuthenticationRequired(Forbidden):
    """The deed asks for a fresh proof of who does it, such as the present password; none was given that counts."""

    code = "fresh_authentication_required"
    detail = _("Give your present password once more to do this, or a code of your second step.")


class WrongCode(Forbidden):
    """A code was given as the fresh proof, and it is not good."""

    code = "wrong_code"
    detail = _("This code is not right, or not good any more.")
    leaves_trace = True


class SecondStepLocked(TooMany):
    """Too many wrong codes for this account."""

    code = "second_step_locked"
    leaves_trace = True


class AlreadyVerified(Conflict):
    """There is nothing left to prove."""

    code = "already_verified"
    detail = _("Your e-mail address is verified already.")


class SessionNotFound(NotFound):
    """There is no such session of yours."""

    code = "session_not_found"
    detail = _("There is no such session.")
