"""Index of the app's routes: imports only, one line a slice."""

from accounts.api_keys import api as api_keys_api
from accounts.auth import api as auth_api
from accounts.mfa import api as mfa_api
from accounts.presence import api as presence_api
from accounts.privacy import api as privacy_api
from accounts.profiles import api as profiles_api
from accounts.users import api as users_api

urlpatterns = [
    *api_keys_api.urlpatterns,
    *auth_api.urlpatterns,
    *presence_api.urlpatterns,
    *mfa_api.urlpatterns,
    *privacy_api.urlpatterns,
    *profiles_api.urlpatterns,
    *users_api.urlpatterns,
]
