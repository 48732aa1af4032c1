"""Index of the app's routes: imports only, one line a slice."""

from django.urls import URLPattern

from workbooks.catalog import api as catalog
from workbooks.discovery import api as discovery
from workbooks.embeds import api as embeds
from workbooks.engagement import api as engagement
from workbooks.framing import api as framing
from workbooks.media import api as media
from workbooks.tags import api as tags

urlpatterns: list[URLPattern] = [
    *tags.urlpatterns,
    *catalog.urlpatterns,
    *discovery.urlpatterns,
    *engagement.urlpatterns,
    *embeds.urlpatterns,
    *framing.urlpatterns,
    *media.urlpatterns,
]
