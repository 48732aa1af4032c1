"""Index of the app's routes: imports only, one line a slice."""

from accounts.auth import api as auth_api
from accounts.profiles import api as profiles_api
from accounts.users import api as users_api

urlpatterns = [
    *auth_api.urlpatterns,
    *profiles_api.urlpatterns,
    *users_api.urlpatterns,
]
