"""Index of the app's routes: imports only, one line a slice."""

from notifications.addresses import api as addresses_api
from notifications.delivery import api as delivery_api
from notifications.inbox import api as inbox
from notifications.preferences import api as preferences
from notifications.realtime import api as realtime_api
from notifications.templates import api as templates

urlpatterns = [
    *inbox.urlpatterns,
    *preferences.urlpatterns,
    *realtime_api.urlpatterns,
    *templates.urlpatterns,
    *addresses_api.urlpatterns,
    *delivery_api.urlpatterns,
]
