"""Index of the app's models: imports only, one line a slice."""

from notifications.mail.models import SentMail
from notifications.templates.models import Template

__all__ = ["SentMail", "Template"]
