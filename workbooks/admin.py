"""Index of the app's admin: imports only, one line a slice."""

from workbooks.catalog import admin as catalog
from workbooks.discovery import admin as discovery
from workbooks.embeds import admin as embeds
from workbooks.engagement import admin as engagement
from workbooks.framing import admin as framing
from workbooks.tags import admin as tags

__all__ = ["catalog", "discovery", "embeds", "engagement", "framing", "tags"]
