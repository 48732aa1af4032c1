"""Index of the app's routes: imports only, one line a slice."""

from notifications.addresses import api as addresses_api
from notifications.templates import api as templates_api
from notifications.webhooks import api as webhooks_api

urlpatterns = [
    *addresses_api.urlpatterns,
    *templates_api.urlpatterns,
    *webhooks_api.urlpatterns,
]
