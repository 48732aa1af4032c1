"""Index of the app's tasks: imports only, one line a slice."""

from accounts.auth import tasks as auth_tasks
from accounts.users import tasks as users_tasks

__all__ = ["auth_tasks", "users_tasks"]
