"""Index of the app's routes: imports only, one line a slice."""

urlpatterns: list = []
