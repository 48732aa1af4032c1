"""Index of the app's tasks: imports only, one line a slice."""

from accounts.api_keys import tasks as api_keys_tasks
from accounts.auth import tasks as auth_tasks
from accounts.mfa import tasks as mfa_tasks
from accounts.presence import tasks as presence_tasks
from accounts.privacy import tasks as privacy_tasks
from accounts.profiles import tasks as profiles_tasks
from accounts.users import tasks as users_tasks

__all__ = [
    "api_keys_tasks",
    "auth_tasks",
    "mfa_tasks",
    "presence_tasks",
    "privacy_tasks",
    "profiles_tasks",
    "users_tasks",
]
