"""Index of the app's routes: imports only, one line a slice."""

from notifications.inbox import api as inbox
from notifications.preferences import api as preferences
from notifications.realtime import api as realtime_api
from notifications.templates import api as templates

urlpatterns = [
    *inbox.urlpatterns,
    *preferences.urlpatterns,
    *realtime_api.urlpatterns,
    *templates.urlpatterns,
]
