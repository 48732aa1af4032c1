"""What the slice refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import DomainError, TooMany


class NoStreamHere(DomainError):
    """This process answers requests one at a time; streams are held by the one that holds sockets."""

    code = "no_stream_here"
    status = 503
    detail = _("Streams are served by another process of this installation; its entrance is not set up for them.")


class TooManyConnections(TooMany):
    """The member has as many open sockets and streams as they may."""

    code = "too_many_connections"
    detail = _("You have too many open connections; close one of them.")
