"""What is wrong with a request before any deed is asked for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from config.errors import DomainError, Forbidden, TooMany


class MethodNotAllowed(DomainError):
    """The path exists, but not with this method."""

    code = "method_not_allowed"
    status = 405
    detail = gettext_lazy("This method is not offered here.")


class UnsupportedMedia(DomainError):
    """The body is in a form that this endpoint does not read."""

    code = "unsupported_media_type"
    status = 415
    detail = gettext_lazy("Send JSON in UTF-8, as application/json.")


class MalformedBody(DomainError):
    """The body is not the JSON object that was expected."""

    code = "malformed_body"
    status = 400
    detail = gettext_lazy("The body is not valid JSON.")


class BadRequestLine(DomainError):
    """Something in the request's line or headers cannot be taken."""

    code = "bad_request"
    status = 400
    detail = gettext_lazy("The request is malformed.")


class ForgedForm(Forbidden):
    """A page's form without the proof that it comes from a page of ours."""

    code = "forged_form"
    detail = gettext_lazy("This form did not come from a page of ours, or its page is too old. Load it again.")


class InternalError(DomainError):
    """A defect of ours; the log knows more under the request's id."""

    code = "internal_error"
    status = 500
    detail = gettext_lazy("Something went wrong on our side. The request id helps us find it.")


class Overloaded(TooMany):
    """More requests came at once than can be answered in time."""

    code = "overloaded"
    detail = gettext_lazy("Too much is asked at this moment; try again in %(seconds)s seconds.")
