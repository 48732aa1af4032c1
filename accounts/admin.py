"""Index of the app's admin: imports only, one line a slice."""

from accounts.auth import admin as auth_admin
from accounts.profiles import admin as profiles_admin
from accounts.users import admin as users_admin

__all__ = ["auth_admin", "profiles_admin", "users_admin"]
