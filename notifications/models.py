"""Index of the app's models: imports only, one line a slice."""

from notifications.mail.models import SentMail
from notifications.realtime.models import Gateway, Socket

__all__ = ["Gateway", "SentMail", "Socket"]
