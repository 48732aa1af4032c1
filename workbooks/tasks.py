"""Index of the app's tasks: imports only, one line a slice."""

from workbooks.catalog import tasks as catalog
from workbooks.engagement import tasks as engagement

__all__ = ["catalog", "engagement"]
