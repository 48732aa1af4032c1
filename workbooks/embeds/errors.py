"""What the rules of embed URLs refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, FieldError, InvalidInput

REASONS = {
    "required": _("An embed URL is needed."),
    "too_long": _("An embed URL has at most 2,048 characters."),
    "control_characters": _("An embed URL has no spaces and no control characters, encoded ones included."),
    "backslash": _("An embed URL has no backslash."),
    "not_https": _("An embed URL begins with https://."),
    "has_credentials": _("An embed URL carries no user name and no password."),
    "port": _("An embed URL uses port 443."),
    "ip_literal": _("An embed URL names a host, not an address."),
    "invalid_host": _("The host of the embed URL is not a valid name."),
    "invalid_path": _("The path of the embed URL is not valid."),
    "carries_token": _("An embed URL carries no signature: leave out :jwt."),
    "own_host": _("A workbook of this site is not embedded in itself."),
    "host_not_allowed": _("Workbooks cannot be embedded from this host."),
    "path_not_allowed": _("Workbooks of this host are embedded from other paths."),
}


class EmbedUrlRefused(InvalidInput):
    """The URL breaks a rule; `reason` is the rule's stable code, and stands with the field as well."""

    code = "embed_url_refused"
    detail: object = _("This URL cannot be embedded.")

    def __init__(self, reason: str, field: str = "embed_url") -> None:
        super().__init__(errors=[FieldError(field, reason, str(REASONS[reason]))])
        self.reason = reason


class SourceCannotSign(Conflict):
    """The source shows its workbooks to holders of signed URLs, and nobody has entered what they are signed with."""

    code = "source_cannot_sign"
    detail: object = _("Signed views of this source are not set up here.")
