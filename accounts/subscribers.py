"""Index of the app's subscribers: imports only, one line a slice."""

from accounts.auth import subscribers as auth_subscribers
from accounts.privacy import subscribers as privacy_subscribers
from accounts.profiles import subscribers as profiles_subscribers

__all__ = ["auth_subscribers", "privacy_subscribers", "profiles_subscribers"]
