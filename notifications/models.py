"""Index of the app's models: imports only, one line a slice."""

from notifications.mail.models import SentMail

__all__ = ["SentMail"]
