"""What the inbox refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import NotFound


class NotificationNotFound(NotFound):
    """There is no such notification in the viewer's inbox."""

    code = "notification_not_found"
    detail: object = _("There is no such notification here.")
