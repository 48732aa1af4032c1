"""What the slice refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, NotFound, NotSignedIn


class InvalidApiKey(NotSignedIn):
    """The one answer to a key that is malformed, unknown, expired, revoked, or of a closed account."""

    code = "invalid_api_key"
    detail = _("The API key is not valid.")


class ApiKeyNotFound(NotFound):
    """There is no such key that the viewer may see."""

    code = "api_key_not_found"
    detail = _("There is no such API key.")


class TooManyApiKeys(Conflict):
    """The account has as many live keys as one may have."""

    code = "too_many_api_keys"
    detail = _("This account has %(most)s API keys already; revoke one first.")


class ApiKeyEnded(Conflict):
    """A key that was revoked or has expired stays as it is."""

    code = "api_key_ended"
    detail = _("This API key was revoked or has expired.")


class AccountClosed(Conflict):
    """A suspended, banned or deactivated account gets no keys."""

    code = "account_closed"
    detail = _("This account is closed.")
