"""Index of the app's subscribers: imports only, one line a slice."""

from workbooks.discovery import subscribers as discovery
from workbooks.embeds import subscribers as embeds
from workbooks.framing import subscribers as framing
from workbooks.media import subscribers as media

__all__ = ["discovery", "embeds", "framing", "media"]
