"""Index of the app's routes: imports only, one line a slice."""

from notifications.addresses import api as addresses_api
from notifications.broadcasts import api as broadcasts_api
from notifications.delivery import api as delivery_api
from notifications.inbox import api as inbox_api
from notifications.preferences import api as preferences_api
from notifications.realtime import api as realtime_api
from notifications.templates import api as templates_api
from notifications.webhooks import api as webhooks_api

urlpatterns = [
    *addresses_api.urlpatterns,
    *broadcasts_api.urlpatterns,
    *delivery_api.urlpatterns,
    *inbox_api.urlpatterns,
    *preferences_api.urlpatterns,
    *realtime_api.urlpatterns,
    *templates_api.urlpatterns,
    *webhooks_api.urlpatterns,
]
