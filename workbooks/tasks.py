"""Index of the app's tasks: imports only, one line a slice."""

from workbooks.catalog import tasks as catalog
from workbooks.discovery import tasks as discovery
from workbooks.embeds import tasks as embeds
from workbooks.engagement import tasks as engagement
from workbooks.framing import tasks as framing
from workbooks.media import tasks as media

__all__ = ["catalog", "discovery", "embeds", "engagement", "framing", "media"]
