"""Index of the app's subscribers: imports only, one line a slice."""

from accounts.auth import subscribers as auth_subscribers

__all__ = ["auth_subscribers"]
