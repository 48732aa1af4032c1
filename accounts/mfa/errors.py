"""What the slice refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, DomainError, NotFound, NotSignedIn


class InvalidMfaToken(NotSignedIn):
    """The sign-in that waits for its second step is unknown, finished, too old, or the account has changed."""

    code = "invalid_mfa_token"
    detail = _("This sign-in is not waiting any more; begin again with your password.")


class InvalidCode(NotSignedIn):
    """The second step was not passed; why is not told."""

    code = "invalid_code"
    detail = _("This code is not right, or not good any more.")


class MethodNotOn(Conflict):
    """The account does not have this method."""

    code = "method_not_on"
    detail = _("This way is not turned on for your account.")


class MfaNotOn(Conflict):
    """There is no second step that could be changed."""

    code = "mfa_not_on"
    detail = _("The second step is not turned on for your account.")


class NothingToConfirm(Conflict):
    """No set-up waits for its code, or it waited too long."""

    code = "nothing_to_confirm"
    detail = _("No set-up is waiting for a code; begin it anew.")


class InvalidPasskey(DomainError):
    """What the browser sent is not the answer to a challenge of ours, or was used before."""

    code = "invalid_passkey"
    status = 400
    detail = _("This passkey could not be added; try again.")


class PasskeyNotFound(NotFound):
    """There is no such passkey of yours."""

    code = "passkey_not_found"
    detail = _("There is no such passkey.")


class TooManyPasskeys(Conflict):
    """An account has a bounded number of passkeys."""

    code = "too_many_passkeys"
    detail = _("An account has at most %(most)s passkeys; remove one first.")
