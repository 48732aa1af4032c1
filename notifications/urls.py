"""Index of the app's routes: imports only, one line a slice."""

from notifications.realtime import api as realtime_api

urlpatterns = [*realtime_api.urlpatterns]
