"""Index of the app's routes: imports only, one line a slice."""

from notifications.templates import api as templates

urlpatterns = [*templates.urlpatterns]
