"""Index of the app's admin: imports only, one line a slice."""

from accounts.api_keys import admin as api_keys_admin
from accounts.auth import admin as auth_admin
from accounts.mfa import admin as mfa_admin
from accounts.presence import admin as presence_admin
from accounts.privacy import admin as privacy_admin
from accounts.profiles import admin as profiles_admin
from accounts.users import admin as users_admin

__all__ = [
    "api_keys_admin",
    "auth_admin",
    "mfa_admin",
    "presence_admin",
    "privacy_admin",
    "profiles_admin",
    "users_admin",
]
