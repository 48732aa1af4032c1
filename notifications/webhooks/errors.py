"""What webhooks refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, FieldError, InvalidInput, NotFound

REASONS = {
    "required": _("A URL is needed."),
    "too_long": _("The URL has at most 2,048 characters."),
    "control_characters": _("The URL has no spaces and no control characters, encoded ones included."),
    "backslash": _("The URL has no backslash."),
    "not_https": _("The URL begins with https://."),
    "has_credentials": _("The URL carries no user name and no password."),
    "port": _("The URL uses port 443."),
    "ip_literal": _("The URL names a host, not an address."),
    "invalid_host": _("The host of the URL is not a valid name."),
    "invalid_path": _("The path of the URL is not valid."),
    "own_host": _("This site sends itself no webhooks."),
}


class WebhookUrlRefused(InvalidInput):
    """The URL breaks a rule; the rule's stable code stands with the field."""

    code = "webhook_url_refused"
    detail: object = _("Webhooks cannot be sent to this URL.")

    def __init__(self, reason: str) -> None:
        super().__init__(errors=[FieldError("url", reason, str(REASONS[reason]))])
        self.reason = reason


class WebhookNotFound(NotFound):
    """There is no endpoint of that id."""

    code = "webhook_not_found"
    detail: object = _("There is no such webhook.")


class WebhookMessageNotFound(NotFound):
    """The endpoint has no message of that id, or has it no more."""

    code = "webhook_message_not_found"
    detail: object = _("There is no such message.")


class TooManyWebhooks(Conflict):
    """As many endpoints as an installation may have."""

    code = "too_many_webhooks"
    detail: object = _("There are %(most)s webhooks already; delete one first.")


class WebhookNotActive(Conflict):
    """Nothing is sent to an endpoint that is paused or disabled."""

    code = "webhook_not_active"
    detail: object = _("This webhook is paused or disabled; make it active first.")
